using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>The <c>w:qr</c> namespace: short links to accounts.</summary>
internal sealed class ContactLinkAnswers(AccountDirectory accounts, ProfileArchive profiles)
{
    public async Task<BinaryNode> AnswerAsync(Device sender, BinaryNode iq)
    {
        var qr = iq.Child("qr") ?? new BinaryNode("qr");
        if (iq["type"] == "get")
        {
            return Resolve(iq, qr["code"]);
        }

        if (qr["type"] != "contact" || qr["action"] is not ("get" or "revoke"))
        {
            return Nodes.Error(iq, 400, "bad-request");
        }

        string code;
        lock (accounts.Gate)
        {
            var profile = sender.Account.Profile;
            code = profile.ContactCode = qr["action"] == "revoke" || profile.ContactCode is null ? GroupDoor.NewCode() : profile.ContactCode;
        }

        await profiles.SaveAsync(sender.Account).ConfigureAwait(false);
        return Nodes.Result(iq, new BinaryNode("qr", [("code", code)]));
    }

    private BinaryNode Resolve(BinaryNode iq, string? code)
    {
        lock (accounts.Gate)
        {
            var account = accounts.All.FirstOrDefault(each => code is not null && each.Profile.ContactCode == code);
            return account is null
                ? Nodes.Error(iq, 404, "item-not-found")
                : Nodes.Result(iq, new BinaryNode(
                    "qr",
                    [("jid", account.PhoneJid), ("notify", account.Number), ("type", "contact")],
                    account.Profile.Business is { } business
                        ? [new BinaryNode("business", [("is_signed", "true"), ("verified_name", business.Name), ("verified_level", "high")])]
                        : []));
        }
    }
}
