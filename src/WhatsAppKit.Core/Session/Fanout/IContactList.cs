using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>Whom the account's owner knows, for messages that go to all contacts.</summary>
internal interface IContactList
{
    /// <summary>All contacts; null when this device has no copy of the address book.</summary>
    Task<IReadOnlyList<ListedContact>?> ContactsAsync(CancellationToken cancellationToken);
}

/// <summary>A contact by the addresses that are known of it.</summary>
internal sealed record ListedContact(Jid Jid, Jid? Phone, Jid? Lid);
