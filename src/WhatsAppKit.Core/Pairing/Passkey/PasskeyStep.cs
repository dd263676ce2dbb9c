using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>What one connection knows while a passkey proves its pairing. Whoever calls it holds the gate of <see cref="PasskeyPairing"/>.</summary>
internal sealed class PasskeyStep(byte[] advSecret, HandoffKey handoff, DateTimeOffset until) : IDisposable
{
    private HandoffKey? _handoff = handoff;
    private Prologue? _prologue;
    private PairingKey? _key;
    private bool _isProven;

    public PasskeyStage Stage { get; private set; } = PasskeyStage.Requested;

    public DateTimeOffset Until => until;

    /// <summary>The secret that proves this pairing; it is stored only with the pairing itself.</summary>
    public byte[] AdvSecret => advSecret;

    public bool IsAnswering { get; set; }

    public bool IsConfirming { get; set; }

    /// <summary>True while an answer of the passkey can be sent, for the first time or again.</summary>
    public bool TakesAnswers => Stage is PasskeyStage.Requested or PasskeyStage.PrologueSent;

    /// <summary>The server asks again: what was answered before counts no more.</summary>
    public void AskAgain() => Withdraw(_prologue);

    /// <summary>Keeps the share that is about to be sent, in place of any before; returns its proof, if it still can be proven.</summary>
    public byte[]? Send(Prologue prologue)
    {
        Withdraw(_prologue);
        _prologue = prologue;
        Stage = PasskeyStage.PrologueSent;
        var proof = _handoff?.Prove(prologue.Payload);
        _isProven = proof is not null;
        return proof;
    }

    /// <summary>The server did not take that share; another may follow.</summary>
    public void Withdraw(Prologue? prologue)
    {
        if (prologue is not null && prologue == _prologue)
        {
            prologue.Dispose();
            _prologue = null;
            Stage = PasskeyStage.Requested;
        }
    }

    /// <summary>The server has taken a share: the proof was good for that one.</summary>
    public void ForgetHandoff()
    {
        _handoff?.Dispose();
        _handoff = null;
    }

    /// <summary>Joins the phone's share with ours, once; null when there is none of ours.</summary>
    /// <exception cref="CryptoException">The phone's key is of low order; ours stays.</exception>
    public Agreement? Continue(Continuation phone)
    {
        if (Stage != PasskeyStage.PrologueSent || _prologue is null)
        {
            return null;
        }

        var agreement = new Agreement(_prologue, phone, _isProven);
        _prologue = null;
        Stage = PasskeyStage.Continuing;
        return agreement;
    }

    /// <summary>The commitment could not be opened: that share is spent, and the passkey may be asked again.</summary>
    public void FailContinuing()
    {
        if (Stage == PasskeyStage.Continuing)
        {
            Stage = PasskeyStage.Requested;
        }
    }

    /// <summary>Both sides have the key; false when this step has ended meanwhile.</summary>
    public bool TryKeep(PairingKey key)
    {
        if (Stage != PasskeyStage.Continuing)
        {
            return false;
        }

        _key = key;
        Stage = PasskeyStage.Continued;
        return true;
    }

    /// <summary>Seals what the phone needs; null while there is nothing to confirm.</summary>
    public byte[]? Seal(PublicKey noiseKey, PublicKey identity) =>
        Stage == PasskeyStage.Continued && _key is not null ? SealedRequest.Seal(_key, noiseKey, identity, advSecret) : null;

    /// <summary>The server has the sealed request: only the secret is still needed.</summary>
    public void Confirmed()
    {
        if (Stage == PasskeyStage.Continued)
        {
            _key?.Dispose();
            _key = null;
            Stage = PasskeyStage.Confirmed;
        }
    }

    /// <summary><c>pair-success</c> is here; false when this step has ended before.</summary>
    public bool TryFinish()
    {
        if (Stage != PasskeyStage.Over)
        {
            Stage = PasskeyStage.Finishing;
        }

        return Stage == PasskeyStage.Finishing;
    }

    /// <summary>Ends the step for good; false when it is finishing.</summary>
    public bool TryEnd()
    {
        if (Stage is PasskeyStage.Finishing or PasskeyStage.Over)
        {
            return false;
        }

        Stage = PasskeyStage.Over;
        Forget();
        return true;
    }

    public void Dispose()
    {
        Stage = PasskeyStage.Over;
        Forget();
    }

    public override string ToString() => $"[passkey step, {Stage}]";

    private void Forget()
    {
        ForgetHandoff();
        _prologue?.Dispose();
        _prologue = null;
        _key?.Dispose();
        _key = null;
        CryptographicOperations.ZeroMemory(advSecret);
    }
}
