using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.AspNetCore.Messages.Receiving;

/// <summary>Shows on a message's row what was done to the message: edits, deletions, reactions, votes, answers, pins.</summary>
internal sealed class MessageChanges(BodySealer bodies, EventLog events)
{
    // Longer is no emoji, whatever a sender writes.
    private const int MaxEmoji = 64;

    /// <summary>Applies what arrived; a message that is not here is passed over.</summary>
    public async Task ApplyAsync(GatewayDbContext context, InstanceRef instance, ChatEvent happened, CancellationToken cancellationToken)
    {
        if (TargetOf(happened) is not { } target)
        {
            return;
        }

        var rows = await context.Messages.IgnoreQueryFilters()
            .Where(row => row.InstanceId == instance.InstanceId && row.MessageId == target.Id && row.IsOutgoing == target.FromMe)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (rows.Find(row => IsIn(row, happened)) is { } found && MayChange(found, happened))
        {
            await ApplyAsync(context, found, happened, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Applies it to a row of the context, which is saved.</summary>
    public async Task ApplyAsync(GatewayDbContext context, StoredMessage row, ChatEvent happened, CancellationToken cancellationToken)
    {
        var isMetadataOnly = await context.IsMetadataOnlyAsync(row.SubscriptionId, cancellationToken).ConfigureAwait(false);
        switch (happened)
        {
            case MessageEdited edited:
                Edit(row, edited, isMetadataOnly);
                break;
            case ReactionChanged or PollVoted or EventAnswered when isMetadataOnly:
                break;
            case MessageRevoked:
                await RevokeAsync(context, row, happened.Timestamp, cancellationToken).ConfigureAwait(false);
                break;
            default:
                await MarkAsync(context, row, happened, cancellationToken).ConfigureAwait(false);
                break;
        }

        if (ChangeEvents.Of(row, happened) is var (type, data))
        {
            events.Append(context, new InstanceRef(row.SubscriptionId, row.InstanceId), type, data, isMetadataOnly);
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private static MessageReference? TargetOf(ChatEvent happened) => happened switch
    {
        MessageEdited edited => edited.Target,
        MessageRevoked revoked => revoked.Target,
        ReactionChanged reaction => reaction.Target,
        PollVoted vote => vote.Target,
        EventAnswered answer => answer.Target,
        MessagePinned pin => pin.Target,
        MessageKept kept => kept.Target,
        _ => null,
    };

    /// <summary>An id alone names nothing: somebody in another chat may know it.</summary>
    private static bool IsIn(StoredMessage row, ChatEvent happened)
    {
        string?[] names = [happened.Chat.ToString(), happened.ChatAlternate?.ToString()];
        return names.Contains(row.Chat) || (row.ChatAlternate is not null && names.Contains(row.ChatAlternate));
    }

    /// <summary>
    /// Only its writer edits or deletes a message, unless an administrator deletes it. The claim in the event is not enough: it is the
    /// row that knows who wrote it.
    /// </summary>
    private static bool MayChange(StoredMessage row, ChatEvent happened) => happened switch
    {
        MessageRevoked { ByAdmin: true } => true,
        MessageEdited or MessageRevoked => row.IsOutgoing ? happened.FromMe : !happened.FromMe && IsWriter(row, happened),
        _ => true,
    };

    private static bool IsWriter(StoredMessage row, ChatEvent happened) =>
        happened.Chat.IsPhoneNumber || happened.Chat.IsLid
        || row.Sender == happened.Sender.ToString() || row.Sender == happened.SenderAlternate?.ToString();

    private void Edit(StoredMessage row, MessageEdited edited, bool isMetadataOnly)
    {
        if (row.RevokedAt is not null || row.EditedAt > edited.Timestamp)
        {
            return;
        }

        row.EditedAt = edited.Timestamp;
        if (isMetadataOnly)
        {
            return;
        }

        var before = bodies.Open(row);
        var content = Merged(before?.Content, edited.Content);
        row.Body = bodies.Seal(row.InstanceId, row.MessageId, (before ?? new StoredBody { Content = content }) with { Content = content });
        row.Text = ContentKinds.TextOf(content);
    }

    /// <summary>A file stays what it was: only its caption can be edited, whatever an edit names.</summary>
    private static MessageContent Merged(MessageContent? before, MessageContent now) =>
        before is MediaContent media ? media with { Caption = ContentKinds.TextOf(now) } : now;

    /// <summary>Deleted for everyone is deleted here too: neither text nor file stays.</summary>
    private static async Task RevokeAsync(GatewayDbContext context, StoredMessage row, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (!row.IsOutgoing && row.MediaId is { } id)
        {
            await context.Media.IgnoreQueryFilters().Where(media => media.Id == id)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(media => media.Source, (byte[]?)null).SetProperty(media => media.ExpiresAt, DateTimeOffset.UnixEpoch), cancellationToken)
                .ConfigureAwait(false);
        }

        row.Body = null;
        row.Text = null;
        row.MediaId = null;
        row.Request = row is { Request: not null, Status: not MessageStatus.Accepted } ? "" : row.Request;
        row.RevokedAt ??= at;
    }

    private static async Task MarkAsync(GatewayDbContext context, StoredMessage row, ChatEvent happened, CancellationToken cancellationToken)
    {
        if (MarkOf(happened) is not var (kind, by, value) || row.RevokedAt is not null)
        {
            return;
        }

        var mark = await context.MessageMarks.IgnoreQueryFilters()
            .FirstOrDefaultAsync(each => each.MessageSequence == row.Sequence && each.Kind == kind && each.By == by, cancellationToken).ConfigureAwait(false);
        if (mark?.At > happened.Timestamp)
        {
            return;
        }

        if (value is null)
        {
            if (mark is not null)
            {
                context.MessageMarks.Remove(mark);
            }

            return;
        }

        mark ??= context.MessageMarks.Add(
            new MessageMark { MessageSequence = row.Sequence, Kind = kind, By = by, SubscriptionId = row.SubscriptionId }).Entity;
        mark.Name = happened.FromMe ? RowMapping.Me : RowMapping.Name(happened.Sender, happened.SenderAlternate);
        mark.Value = value;
        mark.At = happened.Timestamp;
    }

    /// <summary>Whose mark of which kind becomes what: no value takes it away.</summary>
    private static (MarkKind Kind, string By, string? Value)? MarkOf(ChatEvent happened) => happened switch
    {
        ReactionChanged { Emoji.Length: > MaxEmoji } => null,
        ReactionChanged reaction => (MarkKind.Reaction, RowMapping.By(happened), reaction.Emoji),
        PollVoted vote => (MarkKind.Vote, RowMapping.By(happened), vote.Options.Count == 0 ? null : JsonSerializer.Serialize(vote.Options)),
        EventAnswered answer => (MarkKind.EventAnswer, RowMapping.By(happened), JsonSerializer.Serialize(new StoredAnswer(answer.Answer, answer.ExtraGuests))),
        MessagePinned pin => (MarkKind.Pin, "", pin.IsPinned ? Until(happened.Timestamp, pin.Duration) : null),
        MessageKept kept => (MarkKind.Keep, "", kept.IsKept ? "" : null),
        _ => null,
    };

    private static string Until(DateTimeOffset from, TimeSpan? duration)
    {
        // What a sender names may end beyond all time.
        var longest = TimeSpan.FromDays(36_500);
        return (from + (duration is { } time && time < longest ? time : longest)).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>An answer to an event, as marks keep it.</summary>
internal sealed record StoredAnswer(EventAnswer Answer, int Guests);
