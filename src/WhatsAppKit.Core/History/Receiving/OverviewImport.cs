using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.History;

/// <summary>Takes what a part tells besides messages, a batch in each transaction.</summary>
internal sealed class OverviewImport(DeviceState state, PrivacyTokenStore tokens, HistoryKind kind, HistoryOptions options, TimeProvider time)
{
    private const int MaxMembers = 2048;
    private const ulong MutedForEver = ulong.MaxValue;

    private readonly List<OverviewItem> _batch = [];

    /// <summary>False when the phone says of some chat that it has more messages of it, true when it says of none.</summary>
    public bool IsEnd { get; private set; } = true;

    public async ValueTask TakeAsync(OverviewItem item, CancellationToken cancellationToken)
    {
        _batch.Add(item);
        if (_batch.Count >= options.BatchSize)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Commits what is gathered.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        await state.UpdateAsync(transaction => ImportAsync(transaction, cancellationToken), cancellationToken).ConfigureAwait(false);
        _batch.Clear();
    }

    private async Task ImportAsync(StateTransaction transaction, CancellationToken cancellationToken)
    {
        // First of all: what follows is kept under LIDs.
        await transaction.LearnLidsAsync([.. _batch.Select(Pair).OfType<(Jid, Jid)>()], cancellationToken).ConfigureAwait(false);
        var chats = new List<HistoryChat>();
        foreach (var conversation in _batch.Select(item => item.Chat).OfType<Conversation>())
        {
            await LearnTokenAsync(transaction, conversation, cancellationToken).ConfigureAwait(false);
            IsEnd &= !conversation.HasEndOfHistoryTransferType
                || conversation.EndOfHistoryTransferType == Conversation.Types.EndOfHistoryTransferType.CompleteAndNoMoreMessageRemainOnPrimary;
            if (Chat(conversation) is { } chat)
            {
                chats.Add(chat);
            }
        }

        foreach (var salt in _batch.Select(item => item.Salt).OfType<ReadOnlyMemory<byte>>())
        {
            PrivacyTokenStore.LearnSalt(transaction, salt);
        }

        RaiseAll(transaction, chats);
    }

    private void RaiseAll(StateTransaction transaction, List<HistoryChat> chats)
    {
        Raise(transaction, [.. chats], all => new HistoryChatsReceived(kind, all));
        Raise(transaction, [.. _batch.Select(item => item.Name).OfType<Pushname>().Select(Name).OfType<HistoryName>()], all => new HistoryNamesReceived(all));
        Raise(transaction, [.. _batch.Select(item => item.Call).OfType<CallLogRecord>().Select(Call)], all => new HistoryCallsReceived(all));
        foreach (var item in _batch)
        {
            if (item.Settings is { } settings)
            {
                transaction.Raise(Settings(settings));
            }

            if (item.PastMembers is { } past && Jid.TryParse(past.GroupJid, out var group))
            {
                transaction.Raise(new HistoryPastMembersReceived(group, [.. past.PastParticipants_.Take(MaxMembers).Select(Member).OfType<HistoryPastMember>()]));
            }
        }
    }

    private static void Raise<T>(StateTransaction transaction, T[] all, Func<IReadOnlyList<T>, WhatsAppEvent> create)
    {
        if (all.Length > 0)
        {
            transaction.Raise(create(all));
        }
    }

    private static (Jid, Jid)? Pair(OverviewItem item)
    {
        if (item.Lid is { } told)
        {
            return Jid.TryParse(told.PnJid, out var phone) && Jid.TryParse(told.LidJid, out var lid) ? Pair(phone, lid) : null;
        }

        return item.Chat is { } chat && Jid.TryParse(chat.Id, out var id)
            ? (Jid.TryParse(chat.LidJid, out var lidOfChat) && Pair(id, lidOfChat) is { } one ? one
                : Jid.TryParse(chat.PnJid, out var phoneOfChat) ? Pair(phoneOfChat, id) : null)
            : null;
    }

    private static (Jid, Jid)? Pair(Jid phone, Jid lid) => phone.IsPhoneNumber && lid.IsLid ? (phone.ToUser(), lid.ToUser()) : null;

    private async ValueTask LearnTokenAsync(StateTransaction transaction, Conversation conversation, CancellationToken cancellationToken)
    {
        if (!Jid.TryParse(conversation.Id, out var contact) || !RegularContact.Is(contact))
        {
            return;
        }

        if (conversation.HasTcToken && Seconds(conversation.TcTokenTimestamp) is { } told)
        {
            await tokens.LearnAsync(transaction, contact, conversation.TcToken.Memory, told, cancellationToken).ConfigureAwait(false);
        }

        if (Seconds(conversation.TcTokenSenderTimestamp) is { } issued && TokenPeriod.IsValid(issued, time.GetUtcNow())
            && issued <= time.GetUtcNow().ToUnixTimeSeconds()
            && issued > ((await tokens.FindAsync(contact, cancellationToken).ConfigureAwait(false)).IssuedAt ?? 0))
        {
            await PrivacyTokenStore.IssuedAsync(transaction, contact, issued, cancellationToken).ConfigureAwait(false);
        }
    }

    private static HistoryChat? Chat(Conversation told)
    {
        if (!Jid.TryParse(told.Id, out var chat) || chat.User.Length == 0)
        {
            return null;
        }

        return new HistoryChat
        {
            Chat = chat.ToUser(),
            Alternate = Jid.TryParse(chat.IsLid ? told.PnJid : told.LidJid, out var other) && other.ToUser() != chat.ToUser() ? other.ToUser() : null,
            Name = Text(told.Name) ?? Text(told.DisplayName),
            Username = Text(told.Username),
            LastMessageAt = UnixTime.FromSeconds(Seconds(told.ConversationTimestamp) ?? Seconds(told.LastMsgTimestamp)),
            UnreadCount = (int)Math.Min(told.UnreadCount, int.MaxValue),
            IsMarkedUnread = told.MarkedAsUnread,
            IsArchived = told.Archived,
            IsReadOnly = told.ReadOnly,
            PinnedAt = UnixTime.FromSeconds(told.Pinned),
            MutedUntil = Muted(told.MuteEndTime),
            DisappearsAfter = told.EphemeralExpiration > 0 ? TimeSpan.FromSeconds(told.EphemeralExpiration) : null,
            HasMore = told.HasEndOfHistoryTransferType
                ? told.EndOfHistoryTransferType != Conversation.Types.EndOfHistoryTransferType.CompleteAndNoMoreMessageRemainOnPrimary
                : null,
        };
    }

    /// <summary>Seconds in older versions, milliseconds in newer ones; all ones for ever.</summary>
    private static DateTimeOffset? Muted(ulong end) => end switch
    {
        0 => null,
        MutedForEver => DateTimeOffset.MaxValue,
        > UnixTime.MaxSeconds => UnixTime.FromSeconds(Seconds(end / 1000)),
        _ => UnixTime.FromSeconds((long)(end > 100_000_000_000 ? end / 1000 : end)),
    };

    private static HistoryName? Name(Pushname told) =>
        Jid.TryParse(told.Id, out var person) && told.Pushname_ is { Length: > 0 } name and not "-" ? new HistoryName(person.ToUser(), name, null) : null;

    private static HistoryCall Call(CallLogRecord told) => new(
        told.CallId,
        Jid.TryParse(told.CallCreatorJid, out var caller) ? caller.ToUser() : null,
        Jid.TryParse(told.GroupJid, out var group) ? group : null,
        Enum.IsDefined((HistoryCallResult)told.CallResult) ? (HistoryCallResult)told.CallResult : HistoryCallResult.Failed,
        told.IsIncoming,
        told.IsVideo,
        UnixTime.FromSeconds(told.StartTime > 100_000_000_000 ? told.StartTime / 1000 : told.StartTime),
        TimeSpan.FromSeconds(Math.Clamp(told.Duration, 0, 10_000_000)),
        [.. told.Participants.Take(MaxMembers).Select(each => Jid.TryParse(each.UserJid, out var person) ? person.ToUser() : (Jid?)null).OfType<Jid>()]);

    private static HistoryPastMember? Member(PastParticipant told) => Jid.TryParse(told.UserJid, out var person)
        ? new HistoryPastMember(person.ToUser(), told.LeaveReason == PastParticipant.Types.LeaveReason.Removed, UnixTime.FromSeconds(Seconds(told.LeaveTs)))
        : null;

    private static HistorySettingsReceived Settings(GlobalSettings told) => new(
        told.HasAutoUnarchiveChats ? told.AutoUnarchiveChats : null,
        told.DisappearingModeDuration > 0 ? TimeSpan.FromSeconds(told.DisappearingModeDuration) : null,
        told.HasSecurityNotifications ? told.SecurityNotifications : null,
        UnixTime.FromSeconds(told.ChatDbLidMigrationTimestamp));

    private static string? Text(string text) => text.Length > 0 ? text : null;

    private static long? Seconds(ulong seconds) => seconds is > 0 and <= UnixTime.MaxSeconds ? (long)seconds : null;
}
