using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Fanout;

namespace WhatsAppKit.Core.Messages;

public sealed partial class MessageService
{
    /// <summary>Reacts to a message; a new reaction replaces the one before.</summary>
    /// <param name="target">The message.</param>
    /// <param name="emoji">One emoji; null takes the reaction back.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting; the reaction may still have been sent.</param>
    public Task<SentMessage> ReactAsync(MessageReference target, string? emoji, string? id = null, CancellationToken cancellationToken = default) =>
        ActAsync(target, ActionWriter.React(NotNull(target), emoji, _time.GetUtcNow()), id, cancellationToken);

    /// <summary>Changes an own message. Other clients accept it for about 15 minutes.</summary>
    /// <param name="target">The message; this account wrote it.</param>
    /// <param name="content">What it says now: text, or the same file with another caption.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting; the edit may still have been sent.</param>
    public Task<SentMessage> EditAsync(MessageReference target, MessageContent content, string? id = null, CancellationToken cancellationToken = default) =>
        ActAsync(target, ActionWriter.Edit(NotNull(target), content, _time.GetUtcNow()), id, cancellationToken);

    /// <summary>Deletes a message for everyone: an own one, or as an administrator of the group anybody's.</summary>
    /// <param name="target">The message.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting; the request may still have been sent.</param>
    public Task<SentMessage> RevokeAsync(MessageReference target, string? id = null, CancellationToken cancellationToken = default) =>
        ActAsync(target, ActionWriter.Revoke(NotNull(target)), id, cancellationToken);

    /// <summary>Pins a message for everyone in the chat.</summary>
    /// <param name="target">The message.</param>
    /// <param name="duration">How long: official clients offer 1, 7 and 30 days.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting; the request may still have been sent.</param>
    public Task<SentMessage> PinAsync(MessageReference target, TimeSpan duration, string? id = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        return ActAsync(target, ActionWriter.Pin(NotNull(target), duration, _time.GetUtcNow()), id, cancellationToken);
    }

    /// <summary>Takes a pinned message down for everyone.</summary>
    /// <param name="target">The message.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting; the request may still have been sent.</param>
    public Task<SentMessage> UnpinAsync(MessageReference target, string? id = null, CancellationToken cancellationToken = default) =>
        ActAsync(target, ActionWriter.Pin(NotNull(target), null, _time.GetUtcNow()), id, cancellationToken);

    /// <summary>Keeps a disappearing message for everyone, or lets it disappear after all.</summary>
    /// <param name="target">The message.</param>
    /// <param name="keep">True to keep it.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting; the request may still have been sent.</param>
    public Task<SentMessage> KeepAsync(MessageReference target, bool keep, string? id = null, CancellationToken cancellationToken = default) =>
        ActAsync(target, ActionWriter.Keep(NotNull(target), keep, _time.GetUtcNow()), id, cancellationToken);

    /// <summary>Votes in a poll. Each vote replaces the one before; no answer takes it back.</summary>
    /// <param name="poll">The message with the poll; it reached this device.</param>
    /// <param name="options">The chosen answers, in the poll's words.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting; the vote may still have been sent.</param>
    /// <exception cref="MessageSecretMissingException">This device does not have the poll.</exception>
    /// <exception cref="ArgumentException">The poll has no such answer.</exception>
    public async Task<SentMessage> VoteAsync(
        MessageReference poll, IReadOnlyList<string> options, string? id = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var vote = await _sealed.VoteAsync(NotNull(poll), options, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return await ActAsync(poll, vote, id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Answers an invitation to an event. Each answer replaces the one before.</summary>
    /// <param name="appointment">The message with the event; it reached this device.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="extraGuests">How many others come along.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting; the answer may still have been sent.</param>
    /// <exception cref="MessageSecretMissingException">This device does not have the event.</exception>
    public async Task<SentMessage> AnswerEventAsync(
        MessageReference appointment, EventAnswer answer, int extraGuests = 0, string? id = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(extraGuests);
        var message = await _sealed.AnswerAsync(NotNull(appointment), answer, extraGuests, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return await ActAsync(appointment, message, id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets the timer for disappearing messages in a chat with one person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="timer">Official clients offer 1, 7 and 90 days; null turns it off.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting; the request may still have been sent.</param>
    public Task<SentMessage> SetDisappearingTimerAsync(Jid person, TimeSpan? timer, string? id = null, CancellationToken cancellationToken = default) =>
        SendActionAsync(Person(person), ActionWriter.Timer(timer, _time.GetUtcNow()), id, cancellationToken);

    /// <summary>Tells somebody, who knows this account by LID only, its phone number.</summary>
    /// <param name="person">The person.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting; the number may still have been sent.</param>
    public Task<SentMessage> SharePhoneNumberAsync(Jid person, string? id = null, CancellationToken cancellationToken = default) =>
        SendActionAsync(Person(person), ActionWriter.SharePhoneNumber(), id, cancellationToken);

    private static Jid Person(Jid jid) =>
        jid.IsPhoneNumber || jid.IsLid ? jid : throw new ArgumentException("This is for a chat with one person.", nameof(jid));

    private static MessageReference NotNull(MessageReference target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target;
    }

    private Task<SentMessage> ActAsync(MessageReference target, Message action, string? id, CancellationToken cancellationToken) =>
        target.Chat.Server == JidServer.Newsletter
            ? ActInChannelAsync(target, action, id, cancellationToken)
            : SendActionAsync(target.Chat, action, id, cancellationToken);

    private Task<SentMessage> SendActionAsync(Jid chat, Message action, string? id, CancellationToken cancellationToken) =>
        _sender.SendAsync(new OutgoingMessage(id ?? CreateId(), chat, action), cancellationToken);
}
