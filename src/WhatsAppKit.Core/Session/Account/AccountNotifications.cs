using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Session.Account;

/// <summary>What the server tells in JSON about the account's own standing.</summary>
internal sealed class AccountNotifications(AccountLimits limits, TimeProvider time)
{
    private const string Restriction = "xwa2_notify_account_reachout_timelock";
    private const string NewChats = "xwa2_notify_new_chat_messages_capping_info_update";
    private const string DefaultEnforcement = "DEFAULT";
    private const int MaxEnforcementLength = 128;

    // What the web client assumes when the server does not say when a restriction ends.
    private static readonly TimeSpan AssumedRestriction = TimeSpan.FromSeconds(60);

    public async Task HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        foreach (var data in MexUpdate.DataOf(notification))
        {
            if (data.TryGetProperty(Restriction, out var restriction) && restriction.ValueKind == JsonValueKind.Object)
            {
                await limits.ApplyAsync(ReadRestriction(restriction, Told(notification)), cancellationToken).ConfigureAwait(false);
            }

            if (data.TryGetProperty(NewChats, out var newChats) && newChats.ValueKind == JsonValueKind.Object)
            {
                await limits.ApplyAsync(ReadLimit(newChats), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static AccountRestricted ReadRestriction(JsonElement restriction, DateTimeOffset told)
    {
        var isActive = restriction.TryGetProperty("is_active", out var active) && active.ValueKind == JsonValueKind.True;
        var type = MexUpdate.Text(restriction, "enforcement_type") is { Length: > 0 and <= MaxEnforcementLength } named ? named : DefaultEnforcement;
        return isActive
            ? new AccountRestricted(true, type, MexUpdate.Time(restriction, "time_enforcement_ends") ?? told + AssumedRestriction)
            : new AccountRestricted(false, DefaultEnforcement, null);
    }

    private static NewChatLimitChanged ReadLimit(JsonElement limit) => new(
        MexUpdate.Text(limit, "capping_status") switch
        {
            "FIRST_WARNING" => NewChatLimitStage.FirstWarning,
            "SECOND_WARNING" => NewChatLimitStage.SecondWarning,
            "CAPPED" => NewChatLimitStage.Capped,
            _ => NewChatLimitStage.None,
        },
        Count(limit, "used_quota"),
        Count(limit, "total_quota"),
        MexUpdate.Time(limit, "cycle_start_timestamp"),
        MexUpdate.Time(limit, "cycle_end_timestamp"));

    private static int? Count(JsonElement limit, string name) => MexUpdate.Number(limit, name) is { } count and >= 0 and <= int.MaxValue ? (int)count : null;

    /// <summary>When the server said so: the same at every repetition.</summary>
    private DateTimeOffset Told(BinaryNode notification) =>
        notification.Number("t") is { } seconds and > 0 and <= 253402300000 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : time.GetUtcNow();
}
