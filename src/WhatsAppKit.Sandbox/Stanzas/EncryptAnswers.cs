using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>The <c>encrypt</c> namespace: counts, takes and hands out pre-keys.</summary>
internal sealed class EncryptAnswers(AccountDirectory accounts, AccountArchive archive, Delivery delivery, TimeProvider time)
{
    private const int LowWater = 5;
    private static readonly byte[] KeyType = [5];

    public async Task<BinaryNode> AnswerAsync(Device sender, BinaryNode iq)
    {
        if (iq.Child("count") is not null)
        {
            return Nodes.Result(iq, new BinaryNode("count", [("value", Nodes.Text(Held(sender)))]));
        }

        if (iq.Child("digest") is not null)
        {
            return Nodes.Result(iq, new BinaryNode("digest"));
        }

        if (iq.Child("key") is { } asked)
        {
            return Nodes.Result(iq, new BinaryNode("list", null, await ServeAsync(asked).ConfigureAwait(false)));
        }

        if (iq.Child("list") is not null || iq.Child("rotate") is not null)
        {
            lock (accounts.Gate)
            {
                Take(sender, iq.Child("rotate") ?? iq);
            }

            await archive.SaveAsync(sender.Account).ConfigureAwait(false);
            return Nodes.Result(iq);
        }

        return Nodes.Unknown(iq);
    }

    private int Held(Device device)
    {
        lock (accounts.Gate)
        {
            return device.PreKeys.Count;
        }
    }

    private static void Take(Device device, BinaryNode upload)
    {
        if (upload.Child("skey") is { } signed)
        {
            device.SignedPreKeyId = Bytes(signed, "id");
            device.SignedPreKey = Bytes(signed, "value");
            device.SignedPreKeySignature = Bytes(signed, "signature");
        }

        if (upload.Child("identity") is { } identity)
        {
            device.Identity = identity.Bytes.ToArray();
        }

        if (upload.Child("registration") is { } registration)
        {
            device.Registration = registration.Bytes.ToArray();
        }

        foreach (var key in upload.Child("list")?.ChildrenOf("key") ?? [])
        {
            var id = Bytes(key, "id");
            if (!device.PreKeys.Any(held => held.Id.AsSpan().SequenceEqual(id)))
            {
                device.PreKeys.Enqueue((id, Bytes(key, "value")));
            }
        }
    }

    private static byte[] Bytes(BinaryNode parent, string tag) => parent.Child(tag)?.Bytes.ToArray() ?? [];

    private async Task<BinaryNode[]> ServeAsync(BinaryNode asked)
    {
        var answers = new List<BinaryNode>();
        var low = new List<Device>();
        lock (accounts.Gate)
        {
            foreach (var user in asked.ChildrenOf("user"))
            {
                var jid = user.Jid("jid") ?? default;
                var device = accounts.FindDevice(jid);
                answers.Add(device is { SignedPreKey.Length: > 0 } ? Bundle(jid, device) : Missing(jid));
                if (device is { Id: > 0, PreKeys.Count: < LowWater })
                {
                    low.Add(device);
                }
            }
        }

        foreach (var device in low)
        {
            await archive.SaveAsync(device.Account).ConfigureAwait(false);
            await delivery.DeliverAsync(device, Low(device)).ConfigureAwait(false);
        }

        return [.. answers];
    }

    private BinaryNode Low(Device device) =>
        new(
            "notification",
            [
                ("from", Jid.WhatsAppServer),
                ("type", "encrypt"),
                ("id", Nodes.NewId()),
                ("t", Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds())),
            ],
            new BinaryNode("count", [("value", Nodes.Text(device.PreKeys.Count))]));

    private BinaryNode Bundle(Jid jid, Device device)
    {
        var children = new List<BinaryNode>
        {
            new("registration", null, device.Registration),
            new("type", null, KeyType),
            new("identity", null, device.Identity),
        };
        if (device.PreKeys.TryDequeue(out var key))
        {
            children.Add(new BinaryNode("key", null, new BinaryNode("id", null, key.Id), new BinaryNode("value", null, key.Value)));
        }

        children.Add(new BinaryNode(
            "skey",
            null,
            new BinaryNode("id", null, device.SignedPreKeyId),
            new BinaryNode("value", null, device.SignedPreKey),
            new BinaryNode("signature", null, device.SignedPreKeySignature)));
        return new BinaryNode("user", [("jid", jid), ("t", Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds()))], [.. children]);
    }

    private static BinaryNode Missing(Jid jid) =>
        new("user", [("jid", jid)], new BinaryNode("error", [("code", "404"), ("text", "item-not-found")]));
}
