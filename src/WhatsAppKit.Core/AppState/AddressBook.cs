using WhatsAppKit.Core.AppState.Actions;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Sync;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.AppState;

/// <summary>The account's contacts, as its devices share them. Lists are answered from what this device has; no connection is needed.</summary>
/// <remarks>
/// Changes throw <see cref="AppStateException"/> when they could not be made, <see cref="WhatsAppNotConnectedException"/> without a
/// connection, and <see cref="RequestTimeoutException"/> when the server did not answer and may have made the change.
/// </remarks>
public sealed class AddressBook : IContactList
{
    private const int ContactVersion = 2;

    private static readonly string[] Kinds = [ActionNames.Contact, ActionNames.LidContact];

    private readonly AppStateWriter _writer;
    private readonly ListedEntries _entries;
    private readonly DeviceState _state;

    internal AddressBook(AppStateWriter writer, ListedEntries entries, DeviceState state)
    {
        _writer = writer;
        _entries = entries;
        _state = state;
    }

    /// <summary>All contacts; empty before the first synchronisation, and for a device that is not paired.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<AddressBookContact>> ListAsync(CancellationToken cancellationToken = default) =>
        await AllAsync(cancellationToken).ConfigureAwait(false) ?? [];

    /// <summary>A person's entry, whichever of the person's addresses it is kept under; null when there is none.</summary>
    /// <param name="person">The person by phone number or LID.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentException">The address is no person's.</exception>
    public async Task<AddressBookContact?> FindAsync(Jid person, CancellationToken cancellationToken = default)
    {
        var user = Person(person);
        if (!_state.IsLoaded)
        {
            return null;
        }

        foreach (var address in new[] { user, await OtherAsync(user, cancellationToken).ConfigureAwait(false) }.OfType<Jid>())
        {
            foreach (var kind in Kinds)
            {
                if (await _entries.FindAsync(CollectionNames.CriticalUnblockLow, [kind, address.ToString()], cancellationToken).ConfigureAwait(false) is { } entry)
                {
                    return StateActionReader.Contact(entry.Index, entry.Value);
                }
            }
        }

        return null;
    }

    /// <summary>Adds a contact, or changes the names of one.</summary>
    /// <param name="person">The person by phone number or LID.</param>
    /// <param name="fullName">The full name, not empty.</param>
    /// <param name="firstName">The first name; the first word of the full name when null.</param>
    /// <param name="saveOnPhone">True to have the phone keep it in its own address book too.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <exception cref="ArgumentException">The address is no person's, or the name is empty.</exception>
    public async Task SaveAsync(
        Jid person, string fullName, string? firstName = null, bool saveOnPhone = true, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fullName);
        var user = Person(person);
        var other = _state.IsLoaded ? await OtherAsync(user, cancellationToken).ConfigureAwait(false) : null;
        var contact = new SyncActionValue.Types.ContactAction
        {
            FullName = fullName,
            FirstName = firstName ?? fullName.Split(' ', 2)[0],
            SaveOnPrimaryAddressbook = saveOnPhone,
        };
        if (other is { } known)
        {
            (contact.LidJid, contact.PnJid) = known.IsLid ? (known.ToString(), user.ToString()) : (user.ToString(), known.ToString());
        }

        await _writer.SendAsync(
            CollectionNames.CriticalUnblockLow,
            [new StateAction([ActionNames.Contact, user.ToString()], ContactVersion, new SyncActionValue { ContactAction = contact })],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a contact. Does nothing when there is none.</summary>
    /// <param name="person">The person by phone number or LID, as <see cref="AddressBookContact.Jid"/> of the entry.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <exception cref="ArgumentException">The address is no person's.</exception>
    public Task RemoveAsync(Jid person, CancellationToken cancellationToken = default) => _writer.SendAsync(
        CollectionNames.CriticalUnblockLow,
        [new StateAction([ActionNames.Contact, Person(person).ToString()], ContactVersion, new SyncActionValue { ContactAction = new() }, IsRemoval: true)],
        cancellationToken);

    /// <inheritdoc/>
    async Task<IReadOnlyList<ListedContact>?> IContactList.ContactsAsync(CancellationToken cancellationToken) =>
        await AllAsync(cancellationToken).ConfigureAwait(false) is { } all
            ? [.. all.Select(contact => new ListedContact(contact.Jid, contact.PhoneJid, contact.LidJid))]
            : null;

    private static Jid Person(Jid person) => person.IsPhoneNumber || person.IsLid
        ? person.ToUser()
        : throw new ArgumentException("The address is no person's.", nameof(person));

    private async Task<IReadOnlyList<AddressBookContact>?> AllAsync(CancellationToken cancellationToken) => _state.IsLoaded
        && await _entries.ListAsync(CollectionNames.CriticalUnblockLow, Kinds, cancellationToken).ConfigureAwait(false) is { } entries
            ? [.. entries.Select(entry => StateActionReader.Contact(entry.Index, entry.Value)).OfType<AddressBookContact>()]
            : null;

    private ValueTask<Jid?> OtherAsync(Jid user, CancellationToken cancellationToken) =>
        user.IsLid ? _state.LidMap.PhoneOfAsync(user, cancellationToken) : _state.LidMap.LidOfAsync(user, cancellationToken);
}
