using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Faults;

/// <summary>Where this project's tests make the server or its phones lie. Each takes what would be sent and returns what is.</summary>
internal sealed record SandboxFaults
{
    /// <summary>How long the server takes for its first word after the handshake, as one does that is far away.</summary>
    public TimeSpan FirstWordDelay { get; init; }

    /// <summary>The certificate chain shown in the handshake.</summary>
    public Func<byte[], byte[]> CertificateChain { get; init; } = static chain => chain;

    /// <summary>The signature of a phone's account key over a new device.</summary>
    public Func<byte[], byte[]> AccountSignature { get; init; } = static signature => signature;

    /// <summary>A phone's first word to a device whose code was typed.</summary>
    public Func<BinaryNode, BinaryNode> PrimaryHello { get; init; } = static hello => hello;

    /// <summary>The server's request for a passkey, and its answer to a device that asks for it again.</summary>
    public Func<BinaryNode, BinaryNode> PasskeyRequest { get; init; } = static request => request;

    /// <summary>A phone's share of the agreement after a passkey.</summary>
    public Func<BinaryNode, BinaryNode> PasskeyContinuation { get; init; } = static continuation => continuation;

    /// <summary>The code a phone shows after a passkey.</summary>
    public Func<string, string> PasskeyCode { get; init; } = static code => code;

    /// <summary>True to refuse one request of a device that pairs with a passkey.</summary>
    public Func<BinaryNode, bool> RefusesPasskey { get; init; } = static _ => false;
}
