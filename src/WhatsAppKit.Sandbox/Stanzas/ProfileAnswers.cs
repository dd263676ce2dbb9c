using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Profile;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Takes what an account's owner sets, and tells the account's other devices.</summary>
internal sealed class ProfileAnswers(AccountDirectory accounts, Delivery delivery, TimeProvider time)
{
    private const int MaxAbout = 2048;

    public async Task<BinaryNode> AnswerAsync(Device sender, BinaryNode iq)
    {
        BinaryNode? told;
        Device[] others;
        lock (accounts.Gate)
        {
            told = (iq["xmlns"], iq.Children.Count > 0 ? iq.Children[0].Tag : null) switch
            {
                ("privacy", "privacy") => SetPrivacy(sender.Account, iq.Children[0]),
                ("status", "status") => SetAbout(sender.Account, iq.Children[0]),
                ("disappearing_mode", "disappearing_mode") => SetTimer(sender.Account, iq.Children[0]),
                _ => null,
            };
            others = [.. sender.Account.Devices.Values.Where(device => device != sender)];
        }

        if (told is null)
        {
            return Nodes.Error(iq, 400, "bad-request");
        }

        foreach (var device in others)
        {
            await delivery.DeliverAsync(device, new BinaryNode(
                "notification",
                [
                    ("from", sender.Account.PhoneJid), ("type", "account_sync"), ("id", Nodes.Text(Random.Shared.NextInt64(1, long.MaxValue))), ("t", Now()),
                ],
                told)).ConfigureAwait(false);
        }

        return Nodes.Result(iq, told.Tag == "privacy" ? [told] : []);
    }

    private static BinaryNode? SetPrivacy(Account account, BinaryNode privacy)
    {
        var categories = privacy.ChildrenOf("category").ToArray();
        if (categories.Length == 0 || !Array.TrueForAll(categories, category => PrivacyTable.Allows(category["name"], category["value"])))
        {
            return null;
        }

        foreach (var category in categories)
        {
            account.Privacy[category["name"]!] = category["value"]!;
        }

        return new BinaryNode("privacy", null, categories);
    }

    private static BinaryNode? SetAbout(Account account, BinaryNode status)
    {
        if (status.Bytes.Length > MaxAbout)
        {
            return null;
        }

        account.About = status.Text ?? "";
        return new BinaryNode("status", null, status.Bytes);
    }

    private BinaryNode? SetTimer(Account account, BinaryNode mode)
    {
        if (mode.Number("duration") is not (0 or 86400 or 604800 or 7776000))
        {
            return null;
        }

        account.DefaultTimer = mode.Number("duration")!.Value;
        return new BinaryNode("disappearing_mode", [("duration", Nodes.Text(account.DefaultTimer)), ("t", Now())]);
    }

    private string Now() => Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds());
}
