using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Account;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Channels;

/// <summary>What the server tells in JSON about channels of this account.</summary>
internal sealed class ChannelMexNotifications(DeviceState state)
{
    private const string Joined = "xwa2_notify_newsletter_on_join";
    private const string Left = "xwa2_notify_newsletter_on_leave";
    private const string Mute = "xwa2_notify_newsletter_on_mute_change";

    private static readonly string[] Changed =
    [
        "xwa2_notify_newsletter_on_metadata_update", "xwa2_notify_newsletter_on_admin_metadata_update", "xwa2_notify_newsletter_on_state_change",
    ];

    public async Task HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        WhatsAppEvent[] happened = [.. MexUpdate.DataOf(notification).SelectMany(Read)];
        if (happened.Length > 0)
        {
            await state.UpdateAsync(
                transaction =>
                {
                    Array.ForEach(happened, transaction.Raise);
                    return Task.CompletedTask;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<WhatsAppEvent> Read(JsonElement data)
    {
        if (data.TryGetProperty(Joined, out var joined) && ChannelJson.Read(joined) is { } channel)
        {
            yield return new ChannelJoined(channel);
        }

        if (data.TryGetProperty(Left, out var left) && left.ValueKind == JsonValueKind.Object && ChannelJson.AddressIn(left) is { } gone)
        {
            yield return new ChannelLeft(gone);
        }

        if (data.TryGetProperty(Mute, out var mute) && mute.ValueKind == JsonValueKind.Object && ChannelJson.AddressIn(mute) is { } muted)
        {
            yield return new ChannelMuteChanged(muted, ChannelJson.Is(ChannelJson.Text(mute, "mute"), "ON"));
        }

        foreach (var name in Changed)
        {
            if (data.TryGetProperty(name, out var changed) && ChannelJson.Read(changed) is { } now)
            {
                yield return new ChannelChanged(now);
            }
        }
    }
}
