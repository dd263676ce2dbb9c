using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.AspNetCore.Messages.Queue;
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
    public static Task<SentMessageResponse> SendAsync<TRequest, TKind>(SendContext send, TRequest request, Func<byte[]>? fingerprint = null)
        where TRequest : SendRequest
        where TKind : MessageKind<TRequest>
    {
        var kind = send.Kinds.Get<TKind>();
        return send.Sender.SendAsync(
            send.Tenant,
            request,
            () => kind.DraftAsync(send.Tenant, request, send.Cancelled),
            send.Preferences,
            fingerprint ?? (() => Fingerprint.Of(kind.Name, request)),
            send.Cancelled);
    }

    private static void MapSend<TRequest, TKind>(RouteGroupBuilder send, string route)
        where TRequest : SendRequest
        where TKind : MessageKind<TRequest> =>
        send.MapPost(route, PostAsync<TRequest, TKind>).WithName("Send" + typeof(TKind).Name[..^"Kind".Length]);

    private static async Task<Results<Ok<SentMessageResponse>, Accepted<SentMessageResponse>>> PostAsync<TRequest, TKind>(
        SendContext send, JsonBody<TRequest> request)
        where TRequest : SendRequest
        where TKind : MessageKind<TRequest> =>
        send.Answer(await SendAsync<TRequest, TKind>(send, request.Value).ConfigureAwait(false));

    private static void MapSendMedia<TRequest, TKind>(RouteGroupBuilder send, string route)
        where TRequest : SendMediaRequest
        where TKind : MessageKind<TRequest> =>
        send.MapPost(route, SendMediaAsync<TRequest, TKind>).TakesFiles(send).WithName("Send" + typeof(TKind).Name[..^"Kind".Length]);

    private static async Task<Results<Ok<SentMessageResponse>, Accepted<SentMessageResponse>>> PostMediaAsync<TRequest, TKind>(
        SendContext send, MediaBody<TRequest> body, MediaIntake intake, MediaStore store)
        where TRequest : SendMediaRequest
        where TKind : MessageKind<TRequest> =>
        send.Answer(await SendMediaAsync<TRequest, TKind>(send, body, intake, store).ConfigureAwait(false));

    /// <summary>The one way of a message with a file: to the store, and on.</summary>
    public static async Task<SentMessageResponse> SendMediaAsync<TRequest, TKind>(
        SendContext send, MediaBody<TRequest> body, MediaIntake intake, MediaStore store)
        where TRequest : SendMediaRequest
        where TKind : MessageKind<TRequest>
    {
        var taken = await intake.TakeAsync(send.Tenant, body, send.Kinds.Get<TKind>().Check, send.Cancelled).ConfigureAwait(false);
        var isKept = false;
        try
        {
            var answer = await SendAsync<TRequest, TKind>(send, taken.Request, taken.Fingerprint).ConfigureAwait(false);
            isKept = true;
            return answer;
        }
        finally
        {
            // A file that no message has: the request failed, or was answered before.
            if (taken.Added is not null && (!isKept || send.Preferences.IdempotencyKey is not null))
            {
                await store.ReleaseAsync(taken.Added).ConfigureAwait(false);
            }
        }
    }
}
