using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

internal sealed class ContactKind(StoredMessages rows) : ContentKind<SendContactRequest>(rows)
{
    public override string Name => "contact";

    protected override MessageContent Content(SendContactRequest request) => new ContactsContent([Cards.Of(request.Contact, "contact")]);
}

internal sealed class ContactsKind(StoredMessages rows) : ContentKind<SendContactsRequest>(rows)
{
    private const int MaxContacts = 100;

    public override string Name => "contacts";

    protected override MessageContent Content(SendContactsRequest request) =>
        request.Contacts is { Count: >= 1 and <= MaxContacts } contacts
            ? new ContactsContent([.. contacts.Select((contact, i) => Cards.Of(contact, $"contacts[{i}]"))])
            {
                DisplayName = Fields.Optional(request.DisplayName, "displayName"),
            }
            : throw GatewayException.Invalid("contacts", $"1 to {MaxContacts} contacts are needed.");
}

internal static class Cards
{
    private const int MaxCard = 65536;
    private const int MaxName = 255;

    public static ContactCard Of(ContactInput? contact, string field)
    {
        if (contact is null)
        {
            throw GatewayException.Invalid(field, "A contact is needed.");
        }

        var name = Fields.Text(contact.Name, field + ".name", MaxName);
        if (contact.VCard is { } card)
        {
            return contact.Phone is not null ? throw GatewayException.Invalid(field + ".phone", "A vCard has the number already.")
                : card.Length <= MaxCard && card.StartsWith("BEGIN:VCARD", StringComparison.OrdinalIgnoreCase) ? new ContactCard(name, card)
                : throw GatewayException.Invalid(field + ".vCard", $"A vCard of at most {MaxCard} characters is needed.");
        }

        var person = Recipient.Person(contact.Phone, field + ".phone");
        return person.IsPhoneNumber ? ContactCard.Of(name, person.User) : throw GatewayException.Invalid(field + ".phone", "A phone number is needed.");
    }
}
