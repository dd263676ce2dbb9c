using System.Globalization;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;

namespace WhatsAppKit.Core.Channels;

/// <summary>Shapes what is asked about messages of channels, and reads the answers.</summary>
internal static class ChannelNodes
{
    // The terms of use for those who make channels.
    private const string TermsNotice = "20601218";
    private const string TermsStage = "5";
    private const int MaxMessages = 1000;
    private const int MaxReactions = 100;

    public static BinaryNode AcceptTerms() => new(
        "iq",
        [("to", Jid.WhatsAppServer), ("type", "set"), ("xmlns", "tos")],
        new BinaryNode("notice", [("id", TermsNotice), ("stage", TermsStage)]));

    public static BinaryNode Messages(Jid channel, int count, long? before) => new(
        "iq",
        [("to", Jid.WhatsAppServer), ("type", "get"), ("xmlns", "newsletter")],
        new BinaryNode("messages", [("type", "jid"), ("jid", channel), ("count", Text(count)), ("before", Text(before))]));

    public static BinaryNode Updates(Jid channel, int count, DateTimeOffset? since, long? after) => new(
        "iq",
        [("to", channel), ("type", "get"), ("xmlns", "newsletter")],
        new BinaryNode("message_updates", [("count", Text(count)), ("since", Text(since?.ToUnixTimeSeconds())), ("after", Text(after))]));

    public static BinaryNode Viewed(Jid channel, string id, IEnumerable<long> numbers) => new(
        "receipt",
        [("to", channel), ("type", "view"), ("id", id)],
        new BinaryNode("list", null, [.. numbers.Select(number => new BinaryNode("item", [("server_id", Text(number))]))]));

    /// <summary>The messages in an answer, wherever the server put the list.</summary>
    public static IReadOnlyList<ChannelMessage> ReadAll(BinaryNode answer, Jid channel)
    {
        var list = answer.Child("messages") ?? answer.Child("message_updates")?.Child("messages");
        return [.. (list?.ChildrenOf("message") ?? []).Take(MaxMessages).Select(message => Read(message, channel)).OfType<ChannelMessage>()];
    }

    private static ChannelMessage? Read(BinaryNode message, Jid channel)
    {
        if (message.Number("server_id") is not { } number)
        {
            return null;
        }

        var reactions = message.Child("reactions")?.ChildrenOf("reaction")
            .Where(reaction => reaction["code"] is { Length: > 0 } && reaction.Number("count") is > 0)
            .Take(MaxReactions)
            .Select(reaction => new ReactionCount(reaction["code"]!, reaction.Number("count")!.Value));
        return new ChannelMessage(
            new MessageReference(channel, message["id"] ?? "", channel, FromMe: false) { ServerId = number },
            message.Child("plaintext") is { } plaintext ? Content(plaintext.Bytes) : null,
            UnixTime.FromSeconds(message.Number("t")),
            message.Child("views_count")?.Number("count"),
            [.. reactions ?? []]);
    }

    private static MessageContent? Content(ReadOnlyMemory<byte> plaintext)
    {
        try
        {
            return ContentReader.Read(MessageWrappers.Unwrap(Message.Parser.ParseFrom(plaintext.Span)));
        }
        catch (InvalidProtocolBufferException)
        {
            // One bad message shall not hide the others.
            return null;
        }
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
