using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Who speaks for a device: a connection, or a phone in this process.</summary>
internal interface ISandboxClient
{
    /// <summary>The device it logged in as; null while it pairs.</summary>
    Device? Device { get; }

    ValueTask SendAsync(BinaryNode node);

    /// <summary>Sends a last stanza and closes.</summary>
    ValueTask CloseAsync(BinaryNode? farewell);
}
