using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.Account;

/// <summary>What WhatsApp does not let the account do for now, as the server told last; kept over restarts.</summary>
internal sealed class AccountLimits(DeviceState state, ISessionStore store)
{
    private const string RestrictionKey = "restriction";
    private const string NewChatsKey = "new-chats";

    /// <summary>Keeps what the server told, and raises it when it is news.</summary>
    public Task ApplyAsync(AccountRestricted told, CancellationToken cancellationToken)
    {
        var stored = new StoredRestriction { IsActive = told.IsActive, EnforcementType = told.EnforcementType };
        if (told.Ends is { } ends)
        {
            stored.Ends = ends.ToUnixTimeSeconds();
        }

        return KeepAsync(RestrictionKey, stored, told, cancellationToken);
    }

    /// <summary>Keeps what the server told, and raises it when it is news.</summary>
    public Task ApplyAsync(NewChatLimitChanged told, CancellationToken cancellationToken)
    {
        var stored = new StoredNewChatLimit { Stage = (int)told.Stage };
        if (told.Used is { } used)
        {
            stored.Used = used;
        }

        if (told.Total is { } total)
        {
            stored.Total = total;
        }

        if (told.CycleStarts is { } starts)
        {
            stored.CycleStarts = starts.ToUnixTimeSeconds();
        }

        if (told.CycleEnds is { } ends)
        {
            stored.CycleEnds = ends.ToUnixTimeSeconds();
        }

        return KeepAsync(NewChatsKey, stored, told, cancellationToken);
    }

    /// <summary>The restriction that was told last; null when none ever was.</summary>
    public async ValueTask<AccountRestricted?> RestrictionAsync(CancellationToken cancellationToken)
    {
        if (await store.GetAsync(StoreKind.AccountLimit, RestrictionKey, cancellationToken).ConfigureAwait(false) is not { } record)
        {
            return null;
        }

        var stored = StoredRestriction.Parser.ParseFrom(record.Span);
        return new AccountRestricted(stored.IsActive, stored.EnforcementType, Time(stored.HasEnds, stored.Ends));
    }

    /// <summary>The limit that was told last; null when none ever was.</summary>
    public async ValueTask<NewChatLimitChanged?> NewChatsAsync(CancellationToken cancellationToken)
    {
        if (await store.GetAsync(StoreKind.AccountLimit, NewChatsKey, cancellationToken).ConfigureAwait(false) is not { } record)
        {
            return null;
        }

        var stored = StoredNewChatLimit.Parser.ParseFrom(record.Span);
        return new NewChatLimitChanged(
            (NewChatLimitStage)stored.Stage,
            stored.HasUsed ? stored.Used : null,
            stored.HasTotal ? stored.Total : null,
            Time(stored.HasCycleStarts, stored.CycleStarts),
            Time(stored.HasCycleEnds, stored.CycleEnds));
    }

    private static DateTimeOffset? Time(bool isKnown, long seconds) => isKnown ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private Task KeepAsync(string key, IMessage record, WhatsAppEvent told, CancellationToken cancellationToken) =>
        state.UpdateAsync(
            async transaction =>
            {
                // The server repeats what was not acknowledged in time.
                var bytes = record.ToByteArray();
                var before = await transaction.GetAsync(StoreKind.AccountLimit, key, cancellationToken).ConfigureAwait(false);
                if (before is not { } known || !known.Span.SequenceEqual(bytes))
                {
                    transaction.Set(StoreChange.Set(StoreKind.AccountLimit, key, bytes));
                    transaction.Raise(told);
                }
            },
            cancellationToken);
}
