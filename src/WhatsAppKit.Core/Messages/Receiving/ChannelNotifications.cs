using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Messages;

/// <summary>Takes what the server tells about messages of channels: new ones, and how often those that stand were seen and liked.</summary>
internal sealed class ChannelNotifications(DeviceState state, ChannelMessages messages, TimeProvider time)
{
    private const int MaxMessages = 1000;
    private const int MaxReactions = 100;

    public async Task HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        if (notification.Jid("from") is not { Server: JidServer.Newsletter } channel)
        {
            throw new ProtocolException("A notification about a channel has no channel.");
        }

        foreach (var message in MessagesIn(notification).Take(MaxMessages))
        {
            var source = new MessageSource(channel, null, channel, null, FromMe: false) { Timestamp = Time(message) ?? Time(notification) ?? time.GetUtcNow() };
            await messages.TakeAsync(message, source, cancellationToken).ConfigureAwait(false);
            if (Counts(message, channel) is { } counts)
            {
                await state.UpdateAsync(
                    transaction =>
                    {
                        transaction.Raise(counts);
                        return Task.CompletedTask;
                    },
                    cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static IEnumerable<BinaryNode> MessagesIn(BinaryNode carrier) => carrier.Children.SelectMany(child => child.Tag switch
    {
        "message" => [child],
        "live_updates" => child.ChildrenOf("message").Concat(child.ChildrenOf("messages").SelectMany(list => list.ChildrenOf("message"))),
        "messages" => child.ChildrenOf("message"),
        _ => [],
    });

    private static ChannelMessageCounted? Counts(BinaryNode message, Jid channel)
    {
        if (message.Number("server_id") is not { } number || (message.Child("views_count") ?? message.Child("reactions")) is null)
        {
            return null;
        }

        var reactions = message.Child("reactions")?.ChildrenOf("reaction")
            .Where(reaction => reaction["code"] is { Length: > 0 } && reaction.Number("count") is > 0)
            .Take(MaxReactions)
            .Select(reaction => new ReactionCount(reaction["code"]!, reaction.Number("count")!.Value))
            .ToArray();
        return new ChannelMessageCounted(channel, number, message["id"], message.Child("views_count")?.Number("count"), reactions);
    }

    private static DateTimeOffset? Time(BinaryNode node) =>
        UnixTime.FromSeconds(node.Number("t"));
}
