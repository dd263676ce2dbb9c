using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>The audience the account's owner chose on the phone: some people, all contacts, or all but some.</summary>
internal sealed class PrivacyListAudience(IWhatsAppSession session, Func<IContactList> contacts, DeviceState state) : IStatusAudience
{
    /// <exception cref="StatusAudienceUnknownException">It is made of contacts, and this device has no copy of the address book.</exception>
    public async Task<IReadOnlyList<Jid>> RecipientsAsync(CancellationToken cancellationToken)
    {
        var answer = await session.QueryAsync(StatusLists.Query(), cancellationToken).ConfigureAwait(false);
        var (type, people) = StatusLists.Chosen(answer.Child("privacy"));
        Jid[] named = [.. people];
        return type switch
        {
            "whitelist" => named,
            "contacts" => await ContactsAsync([], cancellationToken).ConfigureAwait(false),
            "blacklist" => await ContactsAsync(named, cancellationToken).ConfigureAwait(false),
            _ => throw new StatusAudienceUnknownException(),
        };
    }

    /// <summary>All contacts without some people, whichever addresses these and the contacts go by.</summary>
    private async Task<IReadOnlyList<Jid>> ContactsAsync(IReadOnlyList<Jid> without, CancellationToken cancellationToken)
    {
        var all = await contacts().ContactsAsync(cancellationToken).ConfigureAwait(false) ?? throw new StatusAudienceUnknownException();
        var excluded = new HashSet<Jid>();
        foreach (var person in without)
        {
            excluded.Add(await SoleAsync(person, cancellationToken).ConfigureAwait(false));
        }

        var recipients = new List<Jid>();
        var seen = new HashSet<Jid>();
        foreach (var contact in all)
        {
            // One person may stand there by number and by LID.
            var person = await SoleAsync(contact.Lid ?? contact.Jid, cancellationToken).ConfigureAwait(false);
            if (!excluded.Contains(person) && !without.Contains(contact.Phone ?? contact.Jid) && !state.Credentials.IsOwnUser(person) && seen.Add(person))
            {
                recipients.Add(contact.Phone ?? contact.Jid);
            }
        }

        return recipients;
    }

    /// <summary>The one address a person is compared by: the LID where it is known.</summary>
    private async Task<Jid> SoleAsync(Jid person, CancellationToken cancellationToken) =>
        await state.LidMap.LidOfAsync(person.ToUser(), cancellationToken).ConfigureAwait(false) ?? person.ToUser();
}
