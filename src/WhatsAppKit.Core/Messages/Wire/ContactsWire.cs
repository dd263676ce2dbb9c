using System.Globalization;
using WhatsAppKit.Core.Protobuf;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Messages;

/// <summary>Contacts on the wire: one alone, or several in an array.</summary>
internal static class ContactsWire
{
    public static Message Write(ContactsContent content)
    {
        if (content.Contacts.Count == 0)
        {
            throw new ArgumentException("There is no contact.", nameof(content));
        }

        if (content.Contacts.Count == 1)
        {
            return new Message { ContactMessage = Write(content.Contacts[0]) };
        }

        var several = new ContactsArrayMessage
        {
            DisplayName = content.DisplayName ?? string.Create(CultureInfo.InvariantCulture, $"{content.Contacts.Count} contacts"),
        };
        several.Contacts.AddRange(content.Contacts.Select(Write));
        return new Message { ContactsArrayMessage = several };
    }

    public static ContactsContent? Read(Message message) =>
        message.ContactMessage is { } one ? new ContactsContent([Read(one)])
        : message.ContactsArrayMessage is { } several ? new ContactsContent([.. several.Contacts.Select(Read)]) { DisplayName = several.DisplayName }
        : null;

    private static ContactMessage Write(ContactCard card) => new() { DisplayName = card.DisplayName, Vcard = card.VCard };

    private static ContactCard Read(ContactMessage contact) => new(contact.DisplayName, contact.Vcard);
}
