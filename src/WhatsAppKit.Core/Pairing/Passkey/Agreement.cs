using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>Both shares of one agreement, and the secret they lead to. It owns the prologue.</summary>
internal sealed class Agreement : IDisposable
{
    private readonly byte[] _shared = GC.AllocateUninitializedArray<byte>(Curve25519.SharedSecretLength, pinned: true);
    private readonly Prologue _prologue;
    private readonly Continuation _phone;

    /// <exception cref="CryptoException">The phone's key is of low order; the prologue stays the caller's.</exception>
    public Agreement(Prologue prologue, Continuation phone, bool isProven)
    {
        Curve25519.Agree(prologue.Ephemeral.PrivateKey, phone.PublicKey, _shared);
        (_prologue, _phone, IsProven) = (prologue, phone, isProven);
    }

    /// <summary>True when the phone was given a proof, so that nobody needs to compare codes.</summary>
    public bool IsProven { get; }

    /// <summary>What opens the commitment.</summary>
    public ReadOnlyMemory<byte> Nonce => _prologue.Nonce;

    /// <summary>The code that the phone shows, too.</summary>
    public string Code => ComparedCode.Of(_prologue.Nonce.Span, _phone.Nonce.Span, _phone.PublicKey);

    public PairingKey DeriveKey() => PairingKey.Derive(_shared, _prologue.DeviceType, _prologue.Reference);

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_shared);
        _prologue.Dispose();
    }

    public override string ToString() => "[passkey agreement]";
}
