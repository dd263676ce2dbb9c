using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.History;

/// <summary>A message of the past.</summary>
/// <param name="Event">
/// What it was, with who, where and when: a <see cref="MessageReceived"/>, a reaction, a deletion and so on; a
/// <see cref="ChatNotice"/> where no message says anything.
/// </param>
public sealed record HistoryMessage(ChatEvent Event)
{
    /// <summary>How far an own message got; null for others.</summary>
    public HistoryMessageStatus? Status { get; init; }

    /// <summary>True when its owner starred it.</summary>
    public bool IsStarred { get; init; }

    /// <summary>Its place in the chat: a later message has a larger number. 0 when not told.</summary>
    public long Order { get; init; }

    /// <summary>What others added: the reactions and votes that stand now.</summary>
    public IReadOnlyList<ChatEvent> Added { get; init; } = [];
}

/// <summary>How far an own message got.</summary>
public enum HistoryMessageStatus
{
    /// <summary>It was not sent.</summary>
    Failed = 0,

    /// <summary>It waits.</summary>
    Pending = 1,

    /// <summary>The server has it.</summary>
    Sent = 2,

    /// <summary>Another device has it.</summary>
    Delivered = 3,

    /// <summary>It was read.</summary>
    Read = 4,

    /// <summary>It was played.</summary>
    Played = 5,
}

/// <summary>Something that happened in a chat without a message saying so, as when a member left. It occurs in the history only.</summary>
/// <param name="Type">WhatsApp's number for what happened (<c>WebMessageInfo.StubType</c>).</param>
/// <param name="Parameters">What it is about, such as the members concerned.</param>
public sealed record ChatNotice(int Type, IReadOnlyList<string> Parameters) : ChatEvent;
