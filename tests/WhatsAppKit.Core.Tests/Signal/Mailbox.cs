using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Tests.Signal;

/// <summary>One side of a random conversation: what is on its way to it, what it opened, and what it must have forgotten.</summary>
internal sealed class Mailbox(SignalParty party)
{
    private readonly HashSet<PublicKey> _chains = [];

    public SignalParty Party { get; } = party;

    public List<(EncryptedMessage Message, string Text)> InTransit { get; } = [];

    public List<EncryptedMessage> Opened { get; } = [];

    /// <summary>Delivers a message: it must open, unless its chain was pushed out by five newer ones.</summary>
    public void Open(int position, string context)
    {
        var (message, text) = InTransit[position];
        InTransit.RemoveAt(position);
        if (IsForgotten(message))
        {
            Assert.True(Party.Refuses(message) == SignalError.InvalidMessage, context);
            return;
        }

        try
        {
            Assert.True(Party.Decrypt(message) == text, context);
        }
        catch (SignalException e)
        {
            Assert.Fail($"{context}: {text}: {e.Error}");
        }

        _chains.Add(Chain(message));
        Opened.Add(message);
    }

    /// <summary>Delivers a message again: it must be recognised, or at least not open.</summary>
    public void Repeat(int position, string context)
    {
        var expected = IsForgotten(Opened[position]) ? SignalError.InvalidMessage : SignalError.DuplicateMessage;
        Assert.True(Party.Refuses(Opened[position]) == expected, context);
    }

    private bool IsForgotten(EncryptedMessage message)
    {
        var chain = Chain(message);
        return _chains.Contains(chain) && Party.Record.All.All(state => state.FindChain(chain) is null);
    }

    private static PublicKey Chain(EncryptedMessage message) =>
        (message.IsPreKey ? PreKeyMessage.Parse(message.Bytes).Message : RatchetMessage.Parse(message.Bytes)).RatchetKey;
}
