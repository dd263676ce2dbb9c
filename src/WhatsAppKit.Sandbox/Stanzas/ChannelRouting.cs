using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Faults;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Takes messages to channels and hands them to all who follow; takes reactions and tells those who watch.</summary>
internal sealed class ChannelRouting(AccountDirectory accounts, ChannelRegistry channels, Delivery delivery, DeliveryFaults faults, TimeProvider time)
{
    private const int LiveSeconds = 300;

    /// <summary>True for a message that is addressed to a channel.</summary>
    public static bool IsFor(BinaryNode message) => message.Jid("to") is { Server: JidServer.Newsletter };

    public async Task RouteAsync(Device sender, ISandboxClient client, BinaryNode message)
    {
        faults.Sending?.Invoke(sender, message);
        var deliveries = new List<(Device Device, BinaryNode Stanza)>();
        string? error = faults.RefusalOf(sender) is { } code ? Nodes.Text(code) : null;
        ChannelPost? post = null;
        lock (accounts.Gate)
        {
            if (error is null)
            {
                (error, post) = Take(sender, message, deliveries);
            }
        }

        await client.SendAsync(new BinaryNode(
            "ack",
            [
                ("class", "message"),
                ("id", message["id"]),
                ("from", message.Jid("to")),
                ("t", Now()),
                ("server_id", post is null ? null : Nodes.Text(post.Number)),
                ("error", error),
            ])).ConfigureAwait(false);
        foreach (var (device, stanza) in deliveries)
        {
            await delivery.DeliverAsync(device, stanza).ConfigureAwait(false);
        }
    }

    /// <summary>Lets a device hear of reactions for a while.</summary>
    public BinaryNode Watch(Device sender, BinaryNode iq)
    {
        lock (accounts.Gate)
        {
            if (iq.Jid("to") is not { } jid || channels.Find(jid) is not { } channel || iq.Child("live_updates") is null)
            {
                return Nodes.Error(iq, 404, "item-not-found");
            }

            channel.Watchers.Add(sender);
            return Nodes.Result(iq, new BinaryNode("live_updates", [("duration", Nodes.Text(LiveSeconds))]));
        }
    }

    private (string? Error, ChannelPost? Post) Take(Device sender, BinaryNode message, List<(Device, BinaryNode)> deliveries)
    {
        if (message["id"] is not { } id || message.Jid("to") is not { } to || channels.Find(to) is not { } channel)
        {
            return ("404", null);
        }

        if (message["type"] == "reaction")
        {
            return React(sender, message, channel, deliveries);
        }

        // Whoever does not own the channel may not write, and what is encrypted cannot be read by all.
        if (!channel.MayWrite(sender.Account) || message.Child("plaintext") is not { } plaintext)
        {
            return (!channel.MayWrite(sender.Account) ? "405" : "479", null);
        }

        var known = channel.Find(id);
        var isChange = message["edit"] is "3" or "8";
        if (isChange == known is null)
        {
            // A change of nothing is refused; a repetition is taken without being handed on again.
            return isChange ? ("479", null) : (null, known);
        }

        var post = known ?? channel.Add(id, time.GetUtcNow().ToUnixTimeSeconds());
        post.Plaintext = plaintext.Bytes;
        post.Type = message["type"] ?? post.Type;
        post.ChangedAt = time.GetUtcNow().ToUnixTimeSeconds();
        deliveries.AddRange(channel.Readers.Where(device => device != sender).Select(device => (device, Stanza(channel, post, message, plaintext, isChange))));
        return (null, post);
    }

    private (string? Error, ChannelPost? Post) React(Device sender, BinaryNode message, NewsChannel channel, List<(Device, BinaryNode)> deliveries)
    {
        if (channel.Find(message.Number("server_id")) is not { } post || message.Child("reaction") is not { } reaction)
        {
            return ("479", null);
        }

        if (reaction["code"] is { } code)
        {
            post.Reactions[sender.Account.Number] = code;
        }
        else
        {
            post.Reactions.Remove(sender.Account.Number);
        }

        post.ChangedAt = time.GetUtcNow().ToUnixTimeSeconds();
        deliveries.AddRange(channel.Watchers.Select(device => (device, Update(channel, post))));
        return (null, post);
    }

    private BinaryNode Stanza(NewsChannel channel, ChannelPost post, BinaryNode message, BinaryNode plaintext, bool isChange)
    {
        NodeAttribute[] attributes =
        [
            ("from", channel.Jid),
            ("id", post.Id),
            ("server_id", Nodes.Text(post.Number)),
            ("type", message["type"] ?? "text"),
            ("t", isChange ? Nodes.Text(post.At) : Now()),
            ("edit", message["edit"] == "8" ? "8" : null),
        ];
        return isChange
            ? new BinaryNode("message", attributes, plaintext, new BinaryNode("meta", [("msg_edit_t", Nodes.Text(time.GetUtcNow().ToUnixTimeMilliseconds())), ("original_msg_t", Nodes.Text(post.At))]))
            : new BinaryNode("message", attributes, plaintext);
    }

    private BinaryNode Update(NewsChannel channel, ChannelPost post)
    {
        BinaryNode[] counts = [.. post.Reactions.Values.GroupBy(code => code).Select(
            group => new BinaryNode("reaction", [("code", group.Key), ("count", Nodes.Text(group.Count()))]))];
        var message = new BinaryNode(
            "message",
            [("server_id", Nodes.Text(post.Number)), ("id", post.Id), ("t", Nodes.Text(post.At))],
            new BinaryNode("reactions", null, counts));
        return new BinaryNode(
            "notification",
            [("from", channel.Jid), ("type", "newsletter"), ("id", Nodes.NewId()), ("t", Now())],
            new BinaryNode("live_updates", null, message));
    }

    private string Now() => Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds());
}
