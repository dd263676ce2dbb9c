using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Strict;

/// <summary>A stanza that a device must answer: a message by a receipt, everything else by an ack.</summary>
internal sealed class Debt(BinaryNode stanza)
{
    public BinaryNode Stanza { get; } = stanza;

    /// <summary>How often it was delivered: faults repeat, and what was not confirmed is delivered anew.</summary>
    public int Deliveries { get; set; }

    public int Answers { get; set; }

    /// <summary>Since when it has been open; null when it was answered since, when its connection has ended, or when it was reported.</summary>
    public DateTimeOffset? Since { get; set; }

    public bool IsOpen => Since is not null;
}
