using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Storage;

/// <summary>Changes that belong together, and the events that become facts with them.</summary>
/// <param name="Changes">The records to write and delete, in order.</param>
/// <param name="Events">
/// What the application must not lose, such as a decrypted message: a store that keeps application data too writes it in
/// the same transaction. Other stores ignore the events; they are published after the commit either way.
/// </param>
public sealed record StoreCommit(IReadOnlyList<StoreChange> Changes, IReadOnlyList<WhatsAppEvent> Events)
{
    /// <summary>Changes without events.</summary>
    public StoreCommit(params IReadOnlyList<StoreChange> changes)
        : this(changes, [])
    {
    }
}
