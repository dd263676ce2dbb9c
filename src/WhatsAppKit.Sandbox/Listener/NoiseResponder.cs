using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Noise;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Sandbox.Listener;

/// <summary>The server's side of the XX handshake: the mirror of the client's.</summary>
internal sealed class NoiseResponder : IDisposable
{
    private readonly NoiseSymmetricState _state = new();
    private readonly KeyPair _ephemeral = KeyPair.Generate();

    /// <summary>Reads the client's hello and answers with the server's key and certificates.</summary>
    public byte[] Answer(ReadOnlySpan<byte> prologue, ReadOnlySpan<byte> message, KeyPair serverStatic, ReadOnlySpan<byte> certificateChain)
    {
        var hello = HandshakeMessage.Parser.ParseFrom(message).ClientHello ?? throw new InvalidDataException("No client hello.");
        var client = new PublicKey(hello.Ephemeral.Span);
        _state.MixHash(prologue);
        _state.MixHash(client.Span);                                     // -> e
        _state.MixHash(_ephemeral.PublicKey.Span);                       // <- e
        MixAgreement(_ephemeral.PrivateKey, client);                     //    ee
        var sealedStatic = _state.Seal(serverStatic.PublicKey.Span);      //    s
        MixAgreement(serverStatic.PrivateKey, client);                    //    es
        var sealedChain = _state.Seal(certificateChain);
        return new HandshakeMessage
        {
            ServerHello = new HandshakeMessage.Types.ServerHello
            {
                Ephemeral = ByteString.CopyFrom(_ephemeral.PublicKey.Span),
                Static = ByteString.CopyFrom(sealedStatic),
                Payload = ByteString.CopyFrom(sealedChain),
            },
        }.ToByteArray();
    }

    /// <summary>Reads the client's key and what it says about itself.</summary>
    public (PublicKey ClientStatic, ClientPayload Payload) Finish(ReadOnlySpan<byte> message)
    {
        var finish = HandshakeMessage.Parser.ParseFrom(message).ClientFinish ?? throw new InvalidDataException("No client finish.");
        var client = new PublicKey(_state.Open(finish.Static.Span));     // -> s
        MixAgreement(_ephemeral.PrivateKey, client);                     //    se
        return (client, ClientPayload.Parser.ParseFrom(_state.Open(finish.Payload.Span)));
    }

    /// <summary>The ciphers of the connection: the server reads with the initiator's and writes with its own.</summary>
    public (NoiseFrameCipher Write, NoiseFrameCipher Read) Split()
    {
        var (initiator, responder) = _state.Split();
        return (responder, initiator);
    }

    public void Dispose()
    {
        _ephemeral.Dispose();
        _state.Dispose();
    }

    private void MixAgreement(PrivateKey ours, PublicKey theirs)
    {
        Span<byte> shared = stackalloc byte[Curve25519.SharedSecretLength];
        Curve25519.Agree(ours, theirs, shared);
        _state.MixKey(shared);
        CryptographicOperations.ZeroMemory(shared);
    }
}
