using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Contacts;

/// <summary>What the server tells about changes people make to what they show of themselves.</summary>
internal sealed class ContactNotifications(DeviceState state, TimeProvider time)
{
    public Task OnPictureAsync(BinaryNode notification, CancellationToken cancellationToken) => RaiseAsync(
        notification.Children.Select(change => Picture(notification, change)), cancellationToken);

    public Task OnAboutAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        var from = From(notification);
        return RaiseAsync(
            notification.ChildrenOf("set").Take(1).Select(set => new AboutChanged(from, set.Text.Length == 0 ? null : set.Text, At(notification))),
            cancellationToken);
    }

    public Task OnBusinessAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        var from = From(notification);
        return RaiseAsync(
            notification.Children.Take(1).Select(child => new BusinessChanged(
                child.Jid("jid")?.ToUser() ?? from, child.Tag == "verified_name" ? BusinessReader.Name(child) : null, At(notification))),
            cancellationToken);
    }

    /// <summary>This account's own picture changed on another of its devices.</summary>
    public Task OnOwnAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        var own = state.Credentials.PhoneJid?.ToUser();
        return notification.Child("picture") is { } picture && own is { } of
            ? RaiseAsync([new PictureChanged(of, picture["id"], IsRemoved: picture["action"] == "delete", At(notification))], cancellationToken)
            : Task.CompletedTask;
    }

    private PictureChanged? Picture(BinaryNode notification, BinaryNode change) => change.Tag is not ("set" or "add" or "delete")
        ? null
        : new PictureChanged(
            (change.Jid("jid") ?? From(notification)).ToUser(), change.Tag == "delete" ? null : change["id"], change.Tag == "delete", At(notification))
        {
            Author = change.Jid("author")?.ToUser(),
        };

    private static Jid From(BinaryNode notification) =>
        notification.Jid("from")?.ToUser() ?? throw new ProtocolException("A notification about somebody does not say about whom.");

    private DateTimeOffset At(BinaryNode notification) => UnixTime.FromSeconds(notification.Number("t")) ?? time.GetUtcNow();

    private Task RaiseAsync(IEnumerable<WhatsAppEvent?> events, CancellationToken cancellationToken)
    {
        var happened = events.OfType<WhatsAppEvent>().ToArray();
        return happened.Length == 0
            ? Task.CompletedTask
            : state.UpdateAsync(
                transaction =>
                {
                    Array.ForEach(happened, transaction.Raise);
                    return Task.CompletedTask;
                },
                cancellationToken);
    }
}
