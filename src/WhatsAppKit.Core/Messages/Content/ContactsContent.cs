using System.Text;

namespace WhatsAppKit.Core.Messages;

/// <summary>One contact or several.</summary>
/// <param name="Contacts">The cards; at least one.</param>
public sealed record ContactsContent(IReadOnlyList<ContactCard> Contacts) : MessageContent
{
    /// <summary>What is shown for several contacts; by default their number.</summary>
    public string? DisplayName { get; init; }

    /// <inheritdoc/>
    public bool Equals(ContactsContent? other) =>
        other is not null && DisplayName == other.DisplayName && Contacts.SequenceEqual(other.Contacts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DisplayName, Contacts.Count);
}

/// <summary>A contact.</summary>
/// <param name="DisplayName">The name as shown.</param>
/// <param name="VCard">The contact as a vCard 3.0.</param>
public sealed record ContactCard(string DisplayName, string VCard)
{
    /// <summary>Makes a card of a name and a phone number; the recipient can tap it to open a chat.</summary>
    /// <param name="name">The name.</param>
    /// <param name="phoneNumber">The number in international form, digits only, without <c>+</c>.</param>
    public static ContactCard Of(string name, string phoneNumber)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrEmpty(phoneNumber);
        if (!phoneNumber.All(char.IsAsciiDigit))
        {
            throw new ArgumentException("The number has digits only.", nameof(phoneNumber));
        }

        var card = new StringBuilder()
            .Append("BEGIN:VCARD\nVERSION:3.0\nFN:").Append(Escape(name))
            .Append("\nTEL;type=CELL;type=VOICE;waid=").Append(phoneNumber).Append(":+").Append(phoneNumber)
            .Append("\nEND:VCARD");
        return new ContactCard(name, card.ToString());
    }

    // RFC 2426, section 5: these would end the value or start another.
    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\r", "", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace(",", "\\,", StringComparison.Ordinal)
            .Replace(";", "\\;", StringComparison.Ordinal);
}
