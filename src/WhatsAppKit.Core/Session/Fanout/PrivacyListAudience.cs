using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>The audience the account's owner chose on the phone, as far as it names people one by one.</summary>
internal sealed class PrivacyListAudience(IWhatsAppSession session) : IStatusAudience
{
    /// <exception cref="StatusAudienceUnknownException">The owner chose all contacts, or all but some.</exception>
    public async Task<IReadOnlyList<Jid>> RecipientsAsync(CancellationToken cancellationToken)
    {
        var query = new BinaryNode("iq", [("to", Jid.WhatsAppServer), ("type", "get"), ("xmlns", "status")], new BinaryNode("privacy"));
        var answer = await session.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        var lists = answer.Child("privacy")?.ChildrenOf("list").ToArray() ?? [];
        var chosen = Array.Find(lists, list => list["default"] == "true") ?? lists.FirstOrDefault();

        // Contacts are in the address book, which this device has no copy of.
        return chosen?["type"] == "whitelist"
            ? [.. chosen.ChildrenOf("user").Select(user => user.Jid("jid")).OfType<Jid>()]
            : throw new StatusAudienceUnknownException();
    }
}
