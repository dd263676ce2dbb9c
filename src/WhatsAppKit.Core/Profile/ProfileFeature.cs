using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Notifications;
using WhatsAppKit.Core.Session.Receipts;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Profile;

/// <summary>Composes the account's own profile: what is asked for, and what other devices and other people do with it.</summary>
internal sealed class ProfileFeature
{
    private static readonly Jid StatusChat = new("status", JidServer.Broadcast);

    private readonly DeviceState _state;
    private readonly TimeProvider _time;

    public ProfileFeature(IWhatsAppSession session, DeviceState state, NotificationHandler notifications, ReceiptHandler receipts, TimeProvider time)
    {
        _state = state;
        _time = time;
        Service = new ProfileService(session);
        notifications.Handle("account_sync", HandleAsync);
        receipts.On("read", SeenAsync);
    }

    public ProfileService Service { get; }

    private Task HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        var happened = new List<WhatsAppEvent>();
        if (notification.Child("privacy") is { } privacy)
        {
            happened.Add(new PrivacyChanged(PrivacyTable.Read(privacy)));
        }

        if (notification.Child("disappearing_mode")?.Number("duration") is { } seconds and >= 0 and <= int.MaxValue)
        {
            happened.Add(new DefaultTimerChanged(seconds == 0 ? null : TimeSpan.FromSeconds(seconds)));
        }

        if (notification.Child("status") is { } status)
        {
            happened.Add(new OwnAboutChanged(status.Text is { Length: > 0 } text ? text : null));
        }

        return happened.Count == 0 ? Task.CompletedTask : RaiseAsync(happened, cancellationToken);
    }

    /// <summary>A receipt for status updates names who saw them.</summary>
    private async ValueTask SeenAsync(BinaryNode receipt, CancellationToken cancellationToken)
    {
        if (receipt.Jid("from") == StatusChat && receipt.Jid("participant") is { } viewer && receipt["id"] is { } id && !_state.Credentials.IsOwnUser(viewer))
        {
            string[] ids = [id, .. receipt.Child("list")?.ChildrenOf("item").Select(item => item["id"]).OfType<string>() ?? []];
            var at = UnixTime.FromSeconds(receipt.Number("t")) ?? _time.GetUtcNow();
            await RaiseAsync([new StatusViewed(viewer.ToUser(), ids, at)], cancellationToken).ConfigureAwait(false);
        }
    }

    private Task RaiseAsync(IReadOnlyList<WhatsAppEvent> happened, CancellationToken cancellationToken) => _state.UpdateAsync(
        transaction =>
        {
            foreach (var each in happened)
            {
                transaction.Raise(each);
            }

            return Task.CompletedTask;
        },
        cancellationToken);
}
