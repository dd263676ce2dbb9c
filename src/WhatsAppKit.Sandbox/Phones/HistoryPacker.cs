using System.IO.Compression;
using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>Packs parts of a history as phones do.</summary>
internal static class HistoryPacker
{
    public static MemoryStream Pack(HistorySync part)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            part.WriteTo(zlib);
        }

        packed.Position = 0;
        return packed;
    }

    /// <summary>Cuts conversations into parts of at most so many messages; the newest come first.</summary>
    public static IEnumerable<List<Conversation>> Cut(IEnumerable<Conversation> conversations, int most)
    {
        var part = new List<Conversation>();
        var count = 0;
        foreach (var conversation in conversations)
        {
            for (var at = 0; at < conversation.Messages.Count || at == 0;)
            {
                var taken = Math.Min(most - count, conversation.Messages.Count - at);
                part.Add(Only(conversation, conversation.Messages.Skip(at).Take(taken)));
                at += Math.Max(taken, 1);
                count += taken;
                if (count >= most)
                {
                    yield return part;
                    (part, count) = ([], 0);
                }
            }
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    /// <summary>The conversation with messages that came later.</summary>
    public static Conversation With(Conversation conversation, IEnumerable<WebMessageInfo> later)
    {
        var order = (ulong)conversation.Messages.Count;
        var added = later.Select(message => new HistorySyncMsg { Message = message, MsgOrderId = ++order }).Reverse().ToArray();
        var whole = Only(conversation, added.Concat(conversation.Messages));
        if (added.Length > 0)
        {
            whole.ConversationTimestamp = added[0].Message.MessageTimestamp;
        }

        return whole;
    }

    /// <summary>The conversation with some of its messages.</summary>
    public static Conversation Only(Conversation conversation, IEnumerable<HistorySyncMsg> messages)
    {
        var head = new Conversation
        {
            Id = conversation.Id,
            Name = conversation.Name,
            UnreadCount = conversation.UnreadCount,
            ConversationTimestamp = conversation.ConversationTimestamp,
            PnJid = conversation.PnJid,
            LidJid = conversation.LidJid,
            EndOfHistoryTransferType = conversation.EndOfHistoryTransferType,
        };
        if (conversation.HasTcToken)
        {
            head.TcToken = conversation.TcToken;
            head.TcTokenTimestamp = conversation.TcTokenTimestamp;
        }

        head.Messages.AddRange(messages);
        return head;
    }
}
