using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>The <c>blocklist</c> namespace: whom an account has blocked.</summary>
internal sealed class BlockListAnswers(AccountDirectory accounts, ProfileArchive profiles, ProfileNotices notices)
{
    public async Task<BinaryNode> AnswerAsync(Device sender, BinaryNode iq)
    {
        if (iq["type"] == "get")
        {
            lock (accounts.Gate)
            {
                return Nodes.Result(iq, List(sender.Account));
            }
        }

        var item = iq.Child("item");
        string before;
        BinaryNode list;
        lock (accounts.Gate)
        {
            if (Refusal(iq, item, out var blocked) is { } refusal)
            {
                return refusal;
            }

            before = Hash(sender.Account);
            Change(sender.Account, item!["action"] == "block", blocked!);
            list = List(sender.Account);
        }

        await profiles.SaveAsync(sender.Account).ConfigureAwait(false);
        await notices.TellOwnAsync(sender.Account, sender, new BinaryNode(
            "blocklist",
            [("dhash", list["dhash"]), ("prev_dhash", before)],
            new BinaryNode("item", [("jid", item.Jid("jid")), ("action", item["action"])]))).ConfigureAwait(false);
        return Nodes.Result(iq, list);
    }

    /// <summary>People are blocked by LID, and for a new one the server wants the number beside it.</summary>
    private BinaryNode? Refusal(BinaryNode iq, BinaryNode? item, out Account? blocked)
    {
        blocked = item?.Jid("jid") is { IsLid: true } lid ? accounts.Find(lid) : null;
        return item?["action"] is not ("block" or "unblock") || item.Jid("jid") is not { IsLid: true } ? Nodes.Error(iq, 400, "bad-request")
            : blocked is null ? Nodes.Error(iq, 404, "item-not-found")
            : item["action"] == "block" ? (item.Jid("pn_jid") == blocked.PhoneJid ? null : Nodes.Error(iq, 400, "bad-request"))
            : item["pn_jid"] is null ? null : Nodes.Error(iq, 400, "bad-request");
    }

    private static void Change(Account account, bool isBlocked, Account other)
    {
        if (isBlocked)
        {
            account.Profile.Blocked.Add(other.Number);
        }
        else
        {
            account.Profile.Blocked.Remove(other.Number);
        }
    }

    private BinaryNode List(Account account) => new(
        "list",
        [("dhash", Hash(account))],
        [.. account.Profile.Blocked.Select(number => new BinaryNode("item", [("jid", accounts.FindNumber(number)!.LidJid)]))]);

    private static string Hash(Account account) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(',', account.Profile.Blocked.Order(StringComparer.Ordinal)))).AsSpan(0, 8));
}
