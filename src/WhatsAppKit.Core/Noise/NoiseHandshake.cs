using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Noise;

/// <summary>
/// The client's side of the XX pattern, once for each connection. WhatsApp deviates from the standard in one place: the
/// first message has no payload, and no empty payload is mixed in for it.
/// </summary>
/// <remarks>The client's static key leaves only after the server's certificate has verified.</remarks>
internal sealed class NoiseHandshake : IDisposable
{
    private readonly NoiseSymmetricState _state = new();
    private readonly KeyPair _ephemeral;
    private PublicKey? _serverEphemeral;

    public NoiseHandshake(KeyPair? ephemeral = null) => _ephemeral = ephemeral ?? KeyPair.Generate();

    /// <summary>What both sides hash first, and what opens the stream: "WA", the protocol, the dictionary.</summary>
    public static ReadOnlyMemory<byte> Prologue { get; } = new byte[] { 0x57, 0x41, 0x06, TokenDictionary.Version };

    /// <summary>The symmetric state, for tests.</summary>
    internal NoiseSymmetricState State => _state;

    public byte[] WriteClientHello()
    {
        _state.MixHash(Prologue.Span);
        _state.MixHash(_ephemeral.PublicKey.Span);                                    // -> e
        return new HandshakeMessage
        {
            ClientHello = new HandshakeMessage.Types.ClientHello { Ephemeral = ByteString.CopyFrom(_ephemeral.PublicKey.Span) },
        }.ToByteArray();
    }

    /// <exception cref="NoiseException">The message is malformed or does not authenticate.</exception>
    /// <exception cref="ServerCertificateException">The server is not who it must be.</exception>
    public void ReadServerHello(ReadOnlySpan<byte> message, PublicKey trustedRoot, DateTimeOffset now)
    {
        var hello = Parse(message);
        _serverEphemeral = new PublicKey(hello.Ephemeral.Span);
        _state.MixHash(_serverEphemeral.Span);                                        // <- e
        MixAgreement(_ephemeral.PrivateKey, _serverEphemeral);                        //    ee
        var serverStatic = _state.Open(hello.Static.Span);                            //    s
        if (serverStatic.Length != PublicKey.Length)
        {
            throw new NoiseException("The server's static key has the wrong length.");
        }

        MixAgreement(_ephemeral.PrivateKey, new PublicKey(serverStatic));             //    es
        var certificates = _state.Open(hello.Payload.Span);
        ServerCertificate.Verify(certificates, serverStatic, trustedRoot, now);
    }

    public byte[] WriteClientFinish(KeyPair staticKey, ReadOnlySpan<byte> payload)
    {
        var serverEphemeral = _serverEphemeral ?? throw new InvalidOperationException("The server has not been heard yet.");
        var sealedStatic = _state.Seal(staticKey.PublicKey.Span);                     // -> s
        MixAgreement(staticKey.PrivateKey, serverEphemeral);                          //    se
        var sealedPayload = _state.Seal(payload);
        return new HandshakeMessage
        {
            ClientFinish = new HandshakeMessage.Types.ClientFinish
            {
                Static = ByteString.CopyFrom(sealedStatic),
                Payload = ByteString.CopyFrom(sealedPayload),
            },
        }.ToByteArray();
    }

    /// <summary>The ciphers of the connection: the client writes with the first and reads with the second.</summary>
    public (NoiseFrameCipher Write, NoiseFrameCipher Read) Split() => _state.Split();

    public void Dispose()
    {
        _ephemeral.Dispose();
        _state.Dispose();
    }

    private static HandshakeMessage.Types.ServerHello Parse(ReadOnlySpan<byte> message)
    {
        try
        {
            if (HandshakeMessage.Parser.ParseFrom(message).ServerHello is { HasEphemeral: true, HasStatic: true, HasPayload: true } hello
                && hello.Ephemeral.Length == PublicKey.Length)
            {
                return hello;
            }
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new NoiseException("The server's hello is no protobuf message.", error);
        }

        throw new NoiseException("The server's hello is incomplete.");
    }

    private void MixAgreement(PrivateKey ours, PublicKey theirs)
    {
        Span<byte> shared = stackalloc byte[Curve25519.SharedSecretLength];
        try
        {
            Curve25519.Agree(ours, theirs, shared);
            _state.MixKey(shared);
        }
        catch (CryptoException error)
        {
            throw new NoiseException("The server's key is not acceptable.", error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
        }
    }
}
