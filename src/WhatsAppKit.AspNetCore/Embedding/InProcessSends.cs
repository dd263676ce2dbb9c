using System.Collections.Frozen;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Messages;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.AspNetCore.Messages.Queue;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Embedding;

/// <summary>Sends a request by its type, in the way its endpoint does.</summary>
internal sealed class InProcessSends(MessageKinds kinds, MessageSender sender, MediaIntake intake, MediaStore store)
{
    private static readonly FrozenDictionary<Type, Send> Ways = new[]
    {
        Plain<SendTextRequest, TextKind>(),
        Plain<SendLocationRequest, LocationKind>(),
        Plain<SendLiveLocationRequest, LiveLocationKind>(),
        Plain<SendContactRequest, ContactKind>(),
        Plain<SendContactsRequest, ContactsKind>(),
        Plain<SendPollRequest, PollKind>(),
        Plain<SendEventRequest, EventKind>(),
        Plain<SendGroupInviteRequest, GroupInviteKind>(),
        Plain<SendChannelInviteRequest, ChannelInviteKind>(),
        Plain<SendAlbumRequest, AlbumKind>(),
        Plain<SendChoiceRequest, ChoiceKind>(),
        Plain<SendPhoneNumberRequestRequest, PhoneNumberRequestKind>(),
        Plain<SendPhoneNumberRequest, PhoneNumberKind>(),
        Plain<ForwardRequest, ForwardKind>(),
        Plain<SendReactionRequest, ReactionKind>(),
        Plain<SendVoteRequest, VoteKind>(),
        Plain<SendEventAnswerRequest, EventAnswerKind>(),
        Plain<PinMessageRequest, PinKind>(),
        Plain<UnpinMessageRequest, UnpinKind>(),
        Plain<KeepMessageRequest, KeepKind>(),
        Media<SendImageRequest, ImageKind>(),
        Media<SendVideoRequest, VideoKind>(),
        Media<SendAudioRequest, AudioKind>(),
        Media<SendVoiceRequest, VoiceKind>(),
        Media<SendDocumentRequest, DocumentKind>(),
        Media<SendStickerRequest, StickerKind>(),
    }.ToFrozenDictionary(way => way.Request, way => way.Send);

    private readonly MessageKinds _kinds = kinds;
    private readonly MessageSender _sender = sender;
    private readonly MediaIntake _intake = intake;
    private readonly MediaStore _store = store;

    private delegate Task<string> Send(
        InProcessSends from, InstanceScope scope, SendRequest request, MessageFile? file, CancellationToken cancellationToken);

    /// <summary>Every type of request that can be sent.</summary>
    public static IEnumerable<Type> Requests => Ways.Keys;

    /// <summary>Returns the id of the message.</summary>
    public Task<string> SendAsync(InstanceScope scope, SendRequest request, MessageFile? file, CancellationToken cancellationToken) =>
        Ways.TryGetValue(request.GetType(), out var send)
            ? send(this, scope, request, file, cancellationToken)
            : throw new ArgumentException($"Requests of the type {request.GetType().Name} cannot be sent.", nameof(request));

    private static (Type Request, Send Send) Plain<TRequest, TKind>()
        where TRequest : SendRequest
        where TKind : MessageKind<TRequest> => (typeof(TRequest), async (from, scope, request, _, cancellationToken) =>
            (await SendEndpoints.SendAsync<TRequest, TKind>(from.Context(scope, cancellationToken), (TRequest)request).ConfigureAwait(false)).Id);

    private static (Type Request, Send Send) Media<TRequest, TKind>()
        where TRequest : SendMediaRequest
        where TKind : MessageKind<TRequest> => (typeof(TRequest), async (from, scope, request, file, cancellationToken) =>
            (await SendEndpoints.SendMediaAsync<TRequest, TKind>(
                from.Context(scope, cancellationToken), MediaBody<TRequest>.Of((TRequest)request, file), from._intake, from._store).ConfigureAwait(false)).Id);

    private SendContext Context(InstanceScope scope, CancellationToken cancellationToken) =>
        new(scope.Tenant, SendPreferences.None, _kinds, _sender, cancellationToken);
}
