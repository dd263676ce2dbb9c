using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Messages.Receiving;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

internal sealed class ReactionKind(StoredMessages rows, OwnActions done) : ActionKind<SendReactionRequest>(rows, done)
{
    // One emoji may be a family of several, joined.
    private const int MaxEmoji = 64;

    public override string Name => "reaction";

    public override void Check(SendReactionRequest request)
    {
        base.Check(request);
        Fields.Optional(request.Emoji, "emoji", MaxEmoji);
    }

    protected override string? TextOf(SendReactionRequest request) => Emoji(request);

    protected override void CheckTarget(SendReactionRequest request, StoredMessage row)
    {
        if (row.ServerId is null && Jid.Parse(row.Chat).Server == JidServer.Newsletter)
        {
            throw GatewayException.Invalid("messageId", "The number of this message in its channel is not known.");
        }
    }

    protected override Task<SentMessage> ActAsync(
        WhatsAppClient client, StoredMessage row, MessageReference target, SendReactionRequest request, string id, CancellationToken cancellationToken) =>
        client.Messages.ReactAsync(target, Emoji(request), id, cancellationToken);

    protected override ChatEvent Happened(StoredMessage row, MessageReference target, SendReactionRequest request) => new ReactionChanged(target, Emoji(request));

    private static string? Emoji(SendReactionRequest request) => request.Emoji is { Length: > 0 } emoji ? emoji : null;
}

internal sealed class VoteKind(StoredMessages rows, OwnActions done) : ActionKind<SendVoteRequest>(rows, done)
{
    public override string Name => "vote";

    protected override void CheckTarget(SendVoteRequest request, StoredMessage row)
    {
        var poll = Rows.Body(row)?.Content as PollContent ?? throw GatewayException.Invalid("messageId", "That message is no poll.");
        if (request.Options is not { } options || options.Distinct(StringComparer.Ordinal).Count() != options.Count || options.Except(poll.Options).Any()
            || (poll.MaxSelections > 0 && options.Count > poll.MaxSelections))
        {
            throw GatewayException.Invalid("options", "Answers of the poll in its words are needed, no more than it lets one person choose.");
        }
    }

    protected override Task<SentMessage> ActAsync(
        WhatsAppClient client, StoredMessage row, MessageReference target, SendVoteRequest request, string id, CancellationToken cancellationToken) =>
        client.Messages.VoteAsync(target, request.Options!, id, cancellationToken);

    protected override ChatEvent Happened(StoredMessage row, MessageReference target, SendVoteRequest request) => new PollVoted(target, request.Options!, 0);
}

internal sealed class EventAnswerKind(StoredMessages rows, OwnActions done) : ActionKind<SendEventAnswerRequest>(rows, done)
{
    private const int MaxGuests = 100;

    public override string Name => "event-answer";

    public override void Check(SendEventAnswerRequest request)
    {
        base.Check(request);
        Answer(request);
        Fields.Number(request.ExtraGuests, "extraGuests", 0, MaxGuests, 0);
    }

    protected override void CheckTarget(SendEventAnswerRequest request, StoredMessage row)
    {
        if (Rows.Body(row)?.Content is not EventContent)
        {
            throw GatewayException.Invalid("messageId", "That message is no event.");
        }
    }

    protected override Task<SentMessage> ActAsync(
        WhatsAppClient client, StoredMessage row, MessageReference target, SendEventAnswerRequest request, string id, CancellationToken cancellationToken) =>
        client.Messages.AnswerEventAsync(target, Answer(request), request.ExtraGuests ?? 0, id, cancellationToken);

    protected override ChatEvent Happened(StoredMessage row, MessageReference target, SendEventAnswerRequest request) =>
        new EventAnswered(target, Answer(request), request.ExtraGuests ?? 0);

    private static EventAnswer Answer(SendEventAnswerRequest request) =>
        Answers.Parse(request.Answer) ?? throw GatewayException.Invalid("answer", "going, not-going or maybe is needed.");
}

internal sealed class PinKind(StoredMessages rows, OwnActions done) : ActionKind<PinMessageRequest>(rows, done)
{
    private const int Week = 604_800;
    private const int MaxSeconds = 2_592_000;

    public override string Name => "pin";

    public override void Check(PinMessageRequest request)
    {
        base.Check(request);
        Duration(request);
    }

    protected override Task<SentMessage> ActAsync(
        WhatsAppClient client, StoredMessage row, MessageReference target, PinMessageRequest request, string id, CancellationToken cancellationToken) =>
        client.Messages.PinAsync(target, Duration(request), id, cancellationToken);

    protected override ChatEvent Happened(StoredMessage row, MessageReference target, PinMessageRequest request) =>
        new MessagePinned(target, IsPinned: true, Duration(request));

    private static TimeSpan Duration(PinMessageRequest request) =>
        TimeSpan.FromSeconds(Fields.Number(request.DurationSeconds, "durationSeconds", 1, MaxSeconds, Week));
}

internal sealed class UnpinKind(StoredMessages rows, OwnActions done) : ActionKind<UnpinMessageRequest>(rows, done)
{
    public override string Name => "unpin";

    protected override Task<SentMessage> ActAsync(
        WhatsAppClient client, StoredMessage row, MessageReference target, UnpinMessageRequest request, string id, CancellationToken cancellationToken) =>
        client.Messages.UnpinAsync(target, id, cancellationToken);

    protected override ChatEvent Happened(StoredMessage row, MessageReference target, UnpinMessageRequest request) => new MessagePinned(target, IsPinned: false, null);
}

internal sealed class KeepKind(StoredMessages rows, OwnActions done) : ActionKind<KeepMessageRequest>(rows, done)
{
    public override string Name => "keep";

    protected override Task<SentMessage> ActAsync(
        WhatsAppClient client, StoredMessage row, MessageReference target, KeepMessageRequest request, string id, CancellationToken cancellationToken) =>
        client.Messages.KeepAsync(target, request.Keep ?? true, id, cancellationToken);

    protected override ChatEvent Happened(StoredMessage row, MessageReference target, KeepMessageRequest request) => new MessageKept(target, request.Keep ?? true);
}
