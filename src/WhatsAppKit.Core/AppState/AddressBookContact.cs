using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.AppState;

/// <summary>A person in the account's address book.</summary>
/// <param name="Jid">The person, as the entry names it: by phone number or LID.</param>
public sealed record AddressBookContact(Jid Jid)
{
    /// <summary>The person's phone number; null when the entry does not tell it.</summary>
    public Jid? PhoneJid { get; init; }

    /// <summary>The person's LID; null when the entry does not tell it.</summary>
    public Jid? LidJid { get; init; }

    /// <summary>The full name the owner gave; null when there is none.</summary>
    public string? FullName { get; init; }

    /// <summary>The first name the owner gave; null when there is none.</summary>
    public string? FirstName { get; init; }

    /// <summary>The name the person chose in WhatsApp; null when there is none.</summary>
    public string? Username { get; init; }

    /// <summary>The name to show: the full name, else the first name, else the user name; null when there is none.</summary>
    public string? Name => FullName ?? FirstName ?? Username;

    /// <summary>True when the entry is in the phone's own address book too.</summary>
    public bool IsOnPhone { get; init; }

    /// <summary>The kind alone: the rest is about a person.</summary>
    public override string ToString() => nameof(AddressBookContact);
}
