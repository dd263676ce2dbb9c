using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Storage;
using NoiseCertificate = WhatsAppKit.Core.Protobuf.CertChain.Types.NoiseCertificate;

namespace WhatsAppKit.Sandbox.Listener;

/// <summary>The server's keys and its certificate chain, which ends in a root key of its own.</summary>
internal sealed class ServerKeys
{
    private const string Kind = "sandbox-keys";
    private const uint IntermediateSerial = 21;
    private const int ValidDays = 3650;

    private ServerKeys(KeyPair root, KeyPair serverStatic, DateTimeOffset now)
    {
        Root = root.PublicKey;
        Static = serverStatic;
        using var intermediate = KeyPair.Generate();
        CertificateChain = new CertChain
        {
            Intermediate = Certificate(root, intermediate.PublicKey, IntermediateSerial, 0, now),
            Leaf = Certificate(intermediate, serverStatic.PublicKey, IntermediateSerial + 1, IntermediateSerial, now),
        }.ToByteArray();
    }

    public PublicKey Root { get; }

    public KeyPair Static { get; }

    public byte[] CertificateChain { get; }

    public static async Task<ServerKeys> LoadAsync(ISessionStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var root = await LoadOneAsync(store, "root", cancellationToken).ConfigureAwait(false);
        var serverStatic = await LoadOneAsync(store, "static", cancellationToken).ConfigureAwait(false);
        return new ServerKeys(root, serverStatic, now);
    }

    private static async Task<KeyPair> LoadOneAsync(ISessionStore store, string name, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(Kind, name, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            return new KeyPair(new PrivateKey(stored.Span));
        }

        var bytes = RandomNumberGenerator.GetBytes(PrivateKey.Length);
        await store.CommitAsync(new StoreCommit([StoreChange.Set(Kind, name, bytes)]), cancellationToken).ConfigureAwait(false);
        return new KeyPair(new PrivateKey(bytes));
    }

    private static NoiseCertificate Certificate(KeyPair issuer, PublicKey subject, uint serial, uint issuerSerial, DateTimeOffset now)
    {
        var details = new NoiseCertificate.Types.Details
        {
            Serial = serial,

            // Written even when it is 0: Baileys refuses a certificate without it.
            IssuerSerial = issuerSerial,
            Key = ByteString.CopyFrom(subject.Span),
            NotBefore = (ulong)now.AddDays(-1).ToUnixTimeSeconds(),
            NotAfter = (ulong)now.AddDays(ValidDays).ToUnixTimeSeconds(),
        }.ToByteString();
        return new NoiseCertificate
        {
            Details = details,
            Signature = ByteString.CopyFrom(XEdDsa.Sign(issuer.PrivateKey, details.Span)),
        };
    }
}
