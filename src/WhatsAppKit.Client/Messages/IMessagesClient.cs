using Refit;
using WhatsAppKit.Client.Http;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.Client.Messages;

/// <summary>Sends, lists and changes messages. A message that is sent gets an <c>Idempotency-Key</c> of its own, unless the caller gives one: sending again after a failure sends nothing twice.</summary>
public interface IMessagesClient
{
    /// <summary>List messages. Needs the permission <c>messages:read</c>.</summary>
    [Get(Routes.Messages)]
    Task<MessagePage> ListAsync(
        int? limit = null,
        string? cursor = null,
        string? chat = null,
        string? direction = null,
        string? kind = null,
        string? status = null,
        [Query(Format = "O")] DateTimeOffset? before = null,
        [Query(Format = "O")] DateTimeOffset? after = null,
        CancellationToken cancellationToken = default);

    /// <summary>Get message. Needs the permission <c>messages:read</c>.</summary>
    [Get(Routes.Message)]
    Task<MessageDetailResponse> GetAsync(string messageId, string? chat = null, CancellationToken cancellationToken = default);

    /// <summary>Edit message. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Put(Routes.Message)]
    Task<SentMessageResponse> EditAsync(
        string messageId,
        [Body] EditMessageRequest request,
        string? chat = null,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Delete message. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Delete(Routes.Message)]
    Task<SentMessageResponse> DeleteAsync(
        string messageId,
        string? chat = null,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Read message. Needs the permission <c>messages:send</c>.</summary>
    [Post(Routes.ReadMessage)]
    Task MarkReadAsync(string messageId, string? chat = null, CancellationToken cancellationToken = default);

    /// <summary>Play message. Needs the permission <c>messages:send</c>.</summary>
    [Post(Routes.PlayMessage)]
    Task MarkPlayedAsync(string messageId, string? chat = null, CancellationToken cancellationToken = default);

    /// <summary>Mark messages. Needs the permission <c>messages:send</c>.</summary>
    [Post(Routes.MarkMessages)]
    Task MarkManyAsync([Body] MarkMessagesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Cancel message. Needs the permission <c>messages:send</c>.</summary>
    [Post(Routes.CancelMessage)]
    Task<MessageDetailResponse> CancelAsync(string messageId, string? chat = null, CancellationToken cancellationToken = default);

    /// <summary>Send text. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendText)]
    Task<SentMessageResponse> SendTextAsync(
        [Body] SendTextRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send location. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendLocation)]
    Task<SentMessageResponse> SendLocationAsync(
        [Body] SendLocationRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send live location. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendLiveLocation)]
    Task<SentMessageResponse> SendLiveLocationAsync(
        [Body] SendLiveLocationRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send contact. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendContact)]
    Task<SentMessageResponse> SendContactAsync(
        [Body] SendContactRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send contacts. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendContacts)]
    Task<SentMessageResponse> SendContactsAsync(
        [Body] SendContactsRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send poll. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendPoll)]
    Task<SentMessageResponse> SendPollAsync(
        [Body] SendPollRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send event. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendEvent)]
    Task<SentMessageResponse> SendEventAsync(
        [Body] SendEventRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send group invite. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendGroupInvite)]
    Task<SentMessageResponse> SendGroupInviteAsync(
        [Body] SendGroupInviteRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send channel invite. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendChannelInvite)]
    Task<SentMessageResponse> SendChannelInviteAsync(
        [Body] SendChannelInviteRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send album. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendAlbum)]
    Task<SentMessageResponse> SendAlbumAsync(
        [Body] SendAlbumRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send choice. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendChoice)]
    Task<SentMessageResponse> SendChoiceAsync(
        [Body] SendChoiceRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send phone number request. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.RequestPhoneNumber)]
    Task<SentMessageResponse> SendPhoneNumberRequestAsync(
        [Body] SendPhoneNumberRequestRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send phone number. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendPhoneNumber)]
    Task<SentMessageResponse> SendPhoneNumberAsync(
        [Body] SendPhoneNumberRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send forward. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.ForwardMessage)]
    Task<SentMessageResponse> ForwardAsync(
        [Body] ForwardRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send reaction. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendReaction)]
    Task<SentMessageResponse> ReactAsync(
        [Body] SendReactionRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send vote. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendVote)]
    Task<SentMessageResponse> VoteAsync(
        [Body] SendVoteRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send event answer. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendEventAnswer)]
    Task<SentMessageResponse> AnswerEventAsync(
        [Body] SendEventAnswerRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send pin. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.PinMessage)]
    Task<SentMessageResponse> PinAsync(
        [Body] PinMessageRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send unpin. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.UnpinMessage)]
    Task<SentMessageResponse> UnpinAsync(
        [Body] UnpinMessageRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send keep. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.KeepMessage)]
    Task<SentMessageResponse> KeepAsync(
        [Body] KeepMessageRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send image. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendImage)]
    Task<SentMessageResponse> SendImageAsync(
        [Body] SendImageRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send video. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendVideo)]
    Task<SentMessageResponse> SendVideoAsync(
        [Body] SendVideoRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send audio. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendAudio)]
    Task<SentMessageResponse> SendAudioAsync(
        [Body] SendAudioRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send voice. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendVoice)]
    Task<SentMessageResponse> SendVoiceAsync(
        [Body] SendVoiceRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send document. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendDocument)]
    Task<SentMessageResponse> SendDocumentAsync(
        [Body] SendDocumentRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send sticker. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendSticker)]
    Task<SentMessageResponse> SendStickerAsync(
        [Body] SendStickerRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);

    /// <summary>Send bulk. Needs the permission <c>messages:send</c>.</summary>
    [Headers(IdempotencyKeys.Wanted)]
    [Post(Routes.SendBulk)]
    Task<SendBulkResponse> SendBulkAsync(
        [Body] SendBulkRequest request,
        [Header("Prefer")] string? prefer = null,
        [Header("Idempotency-Key")] string? idempotencyKey = null,
        CancellationToken cancellationToken = default);
}
