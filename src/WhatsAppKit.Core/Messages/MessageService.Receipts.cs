namespace WhatsAppKit.Core.Messages;

public sealed partial class MessageService
{
    /// <summary>
    /// Marks messages as read: on this account's other devices, and for those who wrote them unless the account's owner
    /// turned read receipts off. Own messages are passed over. Returns when the receipts are sent.
    /// </summary>
    /// <param name="messages">The messages, of any number of chats.</param>
    /// <param name="cancellationToken">Stops between two receipts.</param>
    /// <exception cref="ArgumentException">A reference lacks its chat, id or sender.</exception>
    public Task MarkReadAsync(IReadOnlyList<MessageReference> messages, CancellationToken cancellationToken = default) =>
        _reads.MarkAsync(messages, "read", cancellationToken);

    /// <summary>Marks voice messages, video notes and view-once files as played, as <see cref="MarkReadAsync"/> does for reading.</summary>
    /// <param name="messages">The messages, of any number of chats.</param>
    /// <param name="cancellationToken">Stops between two receipts.</param>
    /// <exception cref="ArgumentException">A reference lacks its chat, id or sender.</exception>
    public Task MarkPlayedAsync(IReadOnlyList<MessageReference> messages, CancellationToken cancellationToken = default) =>
        _reads.MarkAsync(messages, "played", cancellationToken);
}
