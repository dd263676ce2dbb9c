using System.Security.Cryptography;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Makes the tokens that people issue to their contacts, and tells those.</summary>
internal sealed class PrivacyTokenAnswers(AccountDirectory accounts, ProfileArchive profiles, Delivery delivery, TimeProvider time)
{
    private const int TokenLength = 24;

    public async Task<BinaryNode> AnswerAsync(Device sender, BinaryNode iq)
    {
        var issued = (iq.Child("tokens")?.ChildrenOf("token") ?? [])
            .Where(token => token["type"] == "trusted_contact" && token.Jid("jid") is not null && token.Number("t") is > 0).ToArray();
        foreach (var token in issued)
        {
            Device[] devices;
            var bytes = RandomNumberGenerator.GetBytes(TokenLength);
            lock (accounts.Gate)
            {
                var contact = accounts.Find(token.Jid("jid")!.Value);
                devices = [.. contact?.Devices.Values ?? Enumerable.Empty<Device>()];
                if (contact is not null)
                {
                    sender.Account.Profile.IssuedTokens[contact.Number] = bytes;
                }
            }

            await profiles.SaveAsync(sender.Account).ConfigureAwait(false);
            foreach (var device in devices)
            {
                await delivery.DeliverAsync(device, Notice(sender.Account, device.Account, token["t"]!, bytes)).ConfigureAwait(false);
            }
        }

        return Nodes.Result(iq, new BinaryNode("tokens"));
    }

    private BinaryNode Notice(Account issuer, Account contact, string timestamp, byte[] token) =>
        new(
            "notification",
            [
                ("from", issuer.PhoneJid),
                ("sender_lid", issuer.LidJid),
                ("type", "privacy_token"),
                ("id", Nodes.Text(RandomNumberGenerator.GetInt32(1, int.MaxValue))),
                ("t", Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds())),
            ],
            new BinaryNode(
                "tokens",
                null,
                new BinaryNode("token", [("type", "trusted_contact"), ("t", timestamp), ("jid", contact.PhoneJid)], token)));
}
