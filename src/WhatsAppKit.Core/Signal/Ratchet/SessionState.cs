using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>The state of one session with one device. It owns its keys; whatever is replaced or dropped is zeroed.</summary>
internal sealed class SessionState : IDisposable
{
    private readonly List<ReceivingChain> _receiving = [];
    private readonly byte[] _rootKey;

    public SessionState(
        PublicKey remoteIdentity,
        uint remoteRegistrationId,
        PublicKey baseKey,
        ReadOnlySpan<byte> rootKey,
        KeyPair ratchet,
        ChainKey? sending)
    {
        RemoteIdentity = remoteIdentity;
        RemoteRegistrationId = remoteRegistrationId;
        BaseKey = baseKey;
        _rootKey = rootKey.ToArray();
        Ratchet = ratchet;
        Sending = sending;
    }

    public PublicKey RemoteIdentity { get; }

    public uint RemoteRegistrationId { get; }

    /// <summary>The initiator's base key: it names the session on both sides.</summary>
    public PublicKey BaseKey { get; }

    public ReadOnlyMemory<byte> RootKey => _rootKey;

    /// <summary>Our current ratchet key pair.</summary>
    public KeyPair Ratchet { get; private set; }

    /// <summary>Null only while a responder has not opened the first message.</summary>
    public ChainKey? Sending { get; private set; }

    /// <summary>The last number used in the sending chain before this one.</summary>
    public uint PreviousCounter { get; set; }

    /// <summary>Set while the peer has not confirmed the session we started.</summary>
    public PendingPreKey? Pending { get; set; }

    /// <summary>The peer's chains, oldest first.</summary>
    public IReadOnlyList<ReceivingChain> Receiving => _receiving;

    public ReceivingChain? FindChain(PublicKey ratchetKey) => _receiving.Find(chain => chain.RatchetKey.Equals(ratchetKey));

    /// <summary>Takes over a chain; the oldest goes when there are too many.</summary>
    public void AddReceiving(ReceivingChain chain)
    {
        if (_receiving.Count == SignalLimits.MaxReceivingChains)
        {
            _receiving[0].Dispose();
            _receiving.RemoveAt(0);
        }

        _receiving.Add(chain);
    }

    /// <summary>Turns the ratchet on our side: from here on we send with a new key pair and chain, both taken over.</summary>
    public void Turn(ReadOnlySpan<byte> rootKey, KeyPair ratchet, ChainKey sending)
    {
        // A chain that was never used counts as 0, not as -1: some receivers fail on 0xFFFFFFFF.
        PreviousCounter = Sending is { Index: > 0 } used ? used.Index - 1 : 0;
        rootKey.CopyTo(_rootKey);
        Ratchet.Dispose();
        Ratchet = ratchet;
        Sending?.Dispose();
        Sending = sending;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_rootKey);
        Ratchet.Dispose();
        Sending?.Dispose();
        _receiving.ForEach(chain => chain.Dispose());
    }
}
