using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Answers <c>usync</c>: who exists, with which LID and devices.</summary>
internal sealed class UsyncAnswers(AccountDirectory accounts, AccountArchive archive, TimeProvider time)
{
    public async Task<BinaryNode> AnswerAsync(Device sender, BinaryNode iq)
    {
        if (iq.Child("usync") is not { } usync || usync.Child("query") is not { } query)
        {
            return Nodes.Error(iq, 400, "bad-request");
        }

        var protocols = query.Children.Select(child => child.Tag).ToArray();
        var wantsLids = query.Child("contact")?["addressing_mode"] == "lid";
        var users = new List<BinaryNode>();
        var watched = new List<Account>();
        lock (accounts.Gate)
        {
            foreach (var user in usync.Child("list")?.ChildrenOf("user") ?? [])
            {
                var asked = Asked(user);
                var account = accounts.Find(asked);
                users.Add(Answer(user, wantsLids ? account?.LidJid ?? default : asked, asked, account, sender.Account, protocols));
                if (account is not null && account != sender.Account && account.Watchers.Add(sender.Account.Number))
                {
                    watched.Add(account);
                }
            }
        }

        foreach (var account in watched)
        {
            await archive.SaveAsync(account).ConfigureAwait(false);
        }

        return Nodes.Result(iq, new BinaryNode(
            "usync",
            [("sid", usync["sid"]), ("mode", usync["mode"]), ("context", usync["context"]), ("last", usync["last"]), ("index", usync["index"])],
            new BinaryNode("result", null, [.. protocols.Select(name => new BinaryNode(name))]),
            new BinaryNode("list", null, [.. users])));
    }

    /// <summary>The address asked for: a JID, or a number in a contact query.</summary>
    private static Jid Asked(BinaryNode user)
    {
        if (user.Jid("jid") is { } jid)
        {
            return jid.ToUser();
        }

        var digits = new string([.. (user.Child("contact")?.Text ?? "").TakeWhile(c => c != '@').Where(char.IsAsciiDigit)]);
        return digits.Length == 0 ? default : Jid.FromPhoneNumber(digits);
    }

    private BinaryNode Answer(BinaryNode user, Jid named, Jid asked, Account? account, Account viewer, string[] protocols)
    {
        var children = new List<BinaryNode>();
        foreach (var protocol in protocols)
        {
            switch (protocol)
            {
                case "contact":
                    children.Add(new BinaryNode("contact", [("type", account is null ? "out" : "in")], user.Child("contact")?.Bytes ?? default));
                    break;
                case "lid" when account is not null:
                    children.Add(new BinaryNode("lid", [("val", account.LidJid)]));
                    break;
                case "devices" when account is not null:
                    children.Add(DeviceLists.Node(account, time));
                    break;
                default:
                    children.Add((account is null ? null : UsyncProfile.Answer(protocol, user, account, viewer)) ?? new BinaryNode(protocol));
                    break;
            }
        }

        return new BinaryNode("user", [("jid", named), ("pn_jid", named == asked ? null : asked)], [.. children]);
    }
}
