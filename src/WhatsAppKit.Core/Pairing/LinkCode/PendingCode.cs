using System.Security.Cryptography;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Pairing.LinkCode;

/// <summary>A code somebody is asked to type, with the key pair behind it.</summary>
internal sealed record PendingCode(Jid Phone, string Code, KeyPair Ephemeral, ReadOnlyMemory<byte> Reference) : IDisposable
{
    public bool IsFor(PrimaryHello hello) => CryptographicOperations.FixedTimeEquals(hello.Reference.Span, Reference.Span);

    public void Dispose() => Ephemeral.Dispose();

    public override string ToString() => "[pending pairing code]";
}
