using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Faults;

/// <summary>Where this project's tests make the server or its phones lie. Each takes what would be sent and returns what is.</summary>
internal sealed record SandboxFaults
{
    /// <summary>The certificate chain shown in the handshake.</summary>
    public Func<byte[], byte[]> CertificateChain { get; init; } = static chain => chain;

    /// <summary>The signature of a phone's account key over a new device.</summary>
    public Func<byte[], byte[]> AccountSignature { get; init; } = static signature => signature;

    /// <summary>A phone's first word to a device whose code was typed.</summary>
    public Func<BinaryNode, BinaryNode> PrimaryHello { get; init; } = static hello => hello;
}
