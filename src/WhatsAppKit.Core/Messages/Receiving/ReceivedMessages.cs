using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Messages;

/// <summary>
/// Remembers which messages were raised. A sender that is asked for a message again may answer although the first copy
/// arrives too, and both can be opened.
/// </summary>
internal static class ReceivedMessages
{
    // As long as the server keeps a message for a device that is away.
    private static readonly TimeSpan Retention = TimeSpan.FromDays(14);

    private static readonly byte[] Mark = [1];

    /// <summary>Notes a message in the transaction that raises it; false when it was raised before.</summary>
    public static async ValueTask<bool> TakeAsync(
        StateTransaction transaction, MessageSource source, string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(transaction, source, id, cancellationToken).ConfigureAwait(false);
        if (await transaction.GetAsync(StoreKind.ReceivedMessage, key, cancellationToken).ConfigureAwait(false) is not null)
        {
            return false;
        }

        transaction.Set(StoreChange.Set(StoreKind.ReceivedMessage, key, Mark, now + Retention));
        return true;
    }

    /// <summary>True when a message was raised before.</summary>
    public static async ValueTask<bool> HasAsync(StateTransaction transaction, MessageSource source, string id, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(transaction, source, id, cancellationToken).ConfigureAwait(false);
        return await transaction.GetAsync(StoreKind.ReceivedMessage, key, cancellationToken).ConfigureAwait(false) is not null;
    }

    private static async ValueTask<string> KeyAsync(StateTransaction transaction, MessageSource source, string id, CancellationToken cancellationToken)
    {
        var writer = await transaction.AddressOfAsync(source.Sender.ToUser(), cancellationToken).ConfigureAwait(false);
        return $"{(source.IsManyToMany ? source.Chat : "")}|{writer.Key}|{id}";
    }
}
