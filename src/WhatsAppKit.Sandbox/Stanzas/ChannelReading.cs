using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Hands out the messages of channels and counts who saw them.</summary>
internal sealed class ChannelReading(AccountDirectory accounts, ChannelRegistry channels)
{
    private const int MaxMessages = 100;

    /// <summary>The messages of a channel, or what changed of them.</summary>
    public BinaryNode Answer(BinaryNode iq)
    {
        lock (accounts.Gate)
        {
            var asked = iq.Child("messages") ?? iq.Child("message_updates")!;
            var isList = asked.Tag == "messages";
            if ((isList ? asked.Jid("jid") : iq.Jid("to")) is not { } jid || channels.Find(jid) is not { } channel)
            {
                return Nodes.Error(iq, 404, "item-not-found");
            }

            var count = (int)Math.Clamp(asked.Number("count") ?? MaxMessages, 1, MaxMessages);
            var wanted = channel.Posts
                .Where(post => post.Number < (asked.Number("before") ?? long.MaxValue) && post.Number > (asked.Number("after") ?? 0))
                .Where(post => post.ChangedAt >= (asked.Number("since") ?? 0))
                .TakeLast(count);
            var messages = new BinaryNode("messages", [("jid", channel.Jid)], [.. wanted.Select(Message)]);
            return Nodes.Result(iq, isList ? messages : new BinaryNode("message_updates", null, messages));
        }
    }

    /// <summary>Notes that an account saw messages.</summary>
    public void Saw(Device device, BinaryNode receipt)
    {
        lock (accounts.Gate)
        {
            foreach (var item in receipt.Child("list")?.ChildrenOf("item") ?? [])
            {
                channels.Find(receipt.Jid("to") ?? default)?.Find(item.Number("server_id"))?.Viewers.Add(device.Account.Number);
            }
        }
    }

    private static BinaryNode Message(ChannelPost post)
    {
        var children = new List<BinaryNode>
        {
            new("plaintext", null, post.Plaintext),
            new("views_count", [("count", Nodes.Text(post.Viewers.Count))]),
        };
        if (post.Reactions.Count > 0)
        {
            children.Add(new BinaryNode("reactions", null, [.. post.Reactions.Values.GroupBy(code => code).Select(
                group => new BinaryNode("reaction", [("code", group.Key), ("count", Nodes.Text(group.Count()))]))]));
        }

        return new BinaryNode(
            "message", [("server_id", Nodes.Text(post.Number)), ("id", post.Id), ("type", post.Type), ("t", Nodes.Text(post.At))], [.. children]);
    }
}
