using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Sends messages of every kind: each endpoint ends in <see cref="SendAsync"/>.</summary>
internal static class SendEndpoints
{
    public static void Map(RouteGroupBuilder send)
    {
        MapSend<SendTextRequest, TextKind>(send, Routes.SendText);
        MapSend<SendLocationRequest, LocationKind>(send, Routes.SendLocation);
        MapSend<SendLiveLocationRequest, LiveLocationKind>(send, Routes.SendLiveLocation);
        MapSend<SendContactRequest, ContactKind>(send, Routes.SendContact);
        MapSend<SendContactsRequest, ContactsKind>(send, Routes.SendContacts);
        MapSend<SendPollRequest, PollKind>(send, Routes.SendPoll);
        MapSend<SendEventRequest, EventKind>(send, Routes.SendEvent);
        MapSend<SendGroupInviteRequest, GroupInviteKind>(send, Routes.SendGroupInvite);
        MapSend<SendChannelInviteRequest, ChannelInviteKind>(send, Routes.SendChannelInvite);
        MapSend<SendAlbumRequest, AlbumKind>(send, Routes.SendAlbum);
        MapSend<SendChoiceRequest, ChoiceKind>(send, Routes.SendChoice);
        MapSend<SendPhoneNumberRequestRequest, PhoneNumberRequestKind>(send, Routes.RequestPhoneNumber);
        MapSend<SendPhoneNumberRequest, PhoneNumberKind>(send, Routes.SendPhoneNumber);
        MapSend<ForwardRequest, ForwardKind>(send, Routes.ForwardMessage);
        MapSend<SendReactionRequest, ReactionKind>(send, Routes.SendReaction);
        MapSend<SendVoteRequest, VoteKind>(send, Routes.SendVote);
        MapSend<SendEventAnswerRequest, EventAnswerKind>(send, Routes.SendEventAnswer);
        MapSend<PinMessageRequest, PinKind>(send, Routes.PinMessage);
        MapSend<UnpinMessageRequest, UnpinKind>(send, Routes.UnpinMessage);
        MapSend<KeepMessageRequest, KeepKind>(send, Routes.KeepMessage);
        MapMedia(send);
    }

    /// <summary>Kinds with a file.</summary>
    private static void MapMedia(RouteGroupBuilder send)
    {
        MapSendMedia<SendImageRequest, ImageKind>(send, Routes.SendImage);
        MapSendMedia<SendVideoRequest, VideoKind>(send, Routes.SendVideo);
        MapSendMedia<SendAudioRequest, AudioKind>(send, Routes.SendAudio);
        MapSendMedia<SendVoiceRequest, VoiceKind>(send, Routes.SendVoice);
        MapSendMedia<SendDocumentRequest, DocumentKind>(send, Routes.SendDocument);
        MapSendMedia<SendStickerRequest, StickerKind>(send, Routes.SendSticker);
    }

    /// <summary>The one way from an endpoint to the queue.</summary>
    public static async Task<Ok<SentMessageResponse>> SendAsync<TRequest, TKind>(
        InstanceScope scope, TRequest request, MessageKinds kinds, MessageSender sender, CancellationToken cancellationToken)
        where TRequest : SendRequest
        where TKind : MessageKind<TRequest>
    {
        var draft = await kinds.Get<TKind>().DraftAsync(scope.Tenant, request, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(await sender.SendAsync(scope.Tenant, draft, cancellationToken).ConfigureAwait(false));
    }

    private static void MapSend<TRequest, TKind>(RouteGroupBuilder send, string route)
        where TRequest : SendRequest
        where TKind : MessageKind<TRequest> =>
        send.MapPost(route, PostAsync<TRequest, TKind>).WithName("Send" + typeof(TKind).Name[..^"Kind".Length]);

    private static Task<Ok<SentMessageResponse>> PostAsync<TRequest, TKind>(
        InstanceScope scope, JsonBody<TRequest> request, MessageKinds kinds, MessageSender sender, CancellationToken cancellationToken)
        where TRequest : SendRequest
        where TKind : MessageKind<TRequest> =>
        SendAsync<TRequest, TKind>(scope, request.Value, kinds, sender, cancellationToken);

    private static void MapSendMedia<TRequest, TKind>(RouteGroupBuilder send, string route)
        where TRequest : SendMediaRequest
        where TKind : MessageKind<TRequest> =>
        send.MapPost(route, SendMediaAsync<TRequest, TKind>).TakesFiles(send).WithName("Send" + typeof(TKind).Name[..^"Kind".Length]);

    /// <summary>The one way of a message with a file: to the store, and on.</summary>
    public static async Task<Ok<SentMessageResponse>> SendMediaAsync<TRequest, TKind>(
        InstanceScope scope,
        MediaBody<TRequest> body,
        MediaIntake intake,
        MediaStore store,
        MessageKinds kinds,
        MessageSender sender,
        CancellationToken cancellationToken)
        where TRequest : SendMediaRequest
        where TKind : MessageKind<TRequest>
    {
        var taken = await intake.TakeAsync(scope.Tenant, body, kinds.Get<TKind>().Check, cancellationToken).ConfigureAwait(false);
        try
        {
            return await SendAsync<TRequest, TKind>(scope, taken.Request, kinds, sender, cancellationToken).ConfigureAwait(false);
        }
        catch when (taken.Added is not null)
        {
            await store.ReleaseAsync(taken.Added).ConfigureAwait(false);
            throw;
        }
    }
}
