using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Contacts;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.AspNetCore.Contacts;

/// <summary>What instances are asked about people.</summary>
internal static class ContactOperations
{
    public static readonly InstanceOperation<IReadOnlyList<string>, IReadOnlyList<NumberCheckResponse>> Check = new(
        "contacts.check",
        async (client, numbers, cancellationToken) =>
            (await client.Contacts.CheckNumbersAsync(numbers, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<PageRequest, ContactPage> List = new(
        "contacts.list",
        async (client, page, cancellationToken) => Page(await client.AddressBook.ListAsync(cancellationToken).ConfigureAwait(false), page));

    public static readonly InstanceOperation<Jid, PersonResponse> Get = new(
        "contacts.get",
        async (client, person, cancellationToken) => new PersonResponse(
            person.ToString(),
            (await client.AddressBook.FindAsync(person, cancellationToken).ConfigureAwait(false))?.ToResponse(),
            (await client.Contacts.GetAboutAsync(person, cancellationToken).ConfigureAwait(false)).ToResponse(),
            (await client.Pictures.GetAsync(person, null, cancellationToken).ConfigureAwait(false)).ToResponse(),
            await BusinessAsync(client, person, cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<ContactToSave, Nothing> Save = Operation.Do<ContactToSave>(
        "contacts.save",
        (client, contact, cancellationToken) =>
            client.AddressBook.SaveAsync(contact.Person, contact.FullName, contact.FirstName, contact.SaveOnPhone, cancellationToken));

    public static readonly InstanceOperation<Jid, Nothing> Remove = Operation.Do<Jid>(
        "contacts.remove", (client, person, cancellationToken) => client.AddressBook.RemoveAsync(person, cancellationToken));

    public static readonly InstanceOperation<Jid, AboutResponse> About = new(
        "contacts.about",
        async (client, person, cancellationToken) => (await client.Contacts.GetAboutAsync(person, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<Jid, Found<BusinessResponse>> Business = new(
        "contacts.business",
        async (client, person, cancellationToken) => new Found<BusinessResponse>(await BusinessAsync(client, person, cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<Nothing, BlockedResponse> Blocked = new(
        "contacts.blocked",
        async (client, _, cancellationToken) => (await client.Contacts.BlockList.GetAsync(cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<Jid, BlockedResponse> Block = new(
        "contacts.block",
        async (client, person, cancellationToken) => (await client.Contacts.BlockList.BlockAsync(person, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<Jid, BlockedResponse> Unblock = new(
        "contacts.unblock",
        async (client, person, cancellationToken) => (await client.Contacts.BlockList.UnblockAsync(person, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<Nothing, ContactLinkResponse> Link = new(
        "contacts.link",
        async (client, _, cancellationToken) => new ContactLinkResponse(await client.Contacts.Links.GetOwnAsync(cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<Nothing, ContactLinkResponse> RevokeLink = new(
        "contacts.link.revoke",
        async (client, _, cancellationToken) => new ContactLinkResponse(await client.Contacts.Links.RevokeOwnAsync(cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<string, Found<ContactLinkTargetResponse>> ResolveLink = new(
        "contacts.link.resolve",
        async (client, link, cancellationToken) =>
        {
            try
            {
                return new((await client.Contacts.Links.ResolveAsync(link, cancellationToken).ConfigureAwait(false))?.ToResponse());
            }
            catch (ArgumentException)
            {
                throw GatewayException.Invalid("link", "A link to a contact, or its code, is needed.");
            }
        });

    public static readonly InstanceOperation<Jid, Nothing> SharePhoneNumber = Operation.Do<Jid>(
        "contacts.share-phone-number", (client, person, cancellationToken) => client.Messages.SharePhoneNumberAsync(person, null, cancellationToken));

    private static async Task<BusinessResponse?> BusinessAsync(Core.WhatsAppClient client, Jid person, CancellationToken cancellationToken)
    {
        var profile = await client.Contacts.GetBusinessProfileAsync(person, cancellationToken).ConfigureAwait(false);
        var name = await client.Contacts.GetBusinessNameAsync(person, cancellationToken).ConfigureAwait(false);
        return ContactMapping.ToResponse(profile, name);
    }

    /// <summary>The cursor is the last address of the page before, so what is saved meanwhile moves nothing.</summary>
    private static ContactPage Page(IReadOnlyList<AddressBookContact> contacts, PageRequest page)
    {
        var rest = contacts.Select(contact => contact.ToResponse()).OrderBy(contact => contact.Jid, StringComparer.Ordinal)
            .Where(contact => page.After is null || string.CompareOrdinal(contact.Jid, page.After) > 0).Take(page.Limit + 1).ToArray();
        return new ContactPage([.. rest.Take(page.Limit)], rest.Length > page.Limit ? rest[page.Limit - 1].Jid : null);
    }
}

/// <summary>A page: so many entries after that one.</summary>
internal sealed record PageRequest(int Limit, string? After);

/// <summary>An entry of the address book.</summary>
internal sealed record ContactToSave(Jid Person, string FullName, string? FirstName, bool SaveOnPhone);
