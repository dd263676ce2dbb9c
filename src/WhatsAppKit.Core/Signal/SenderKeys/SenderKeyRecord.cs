namespace WhatsAppKit.Core.Signal;

/// <summary>The sender keys of one device in one group: the current one, and earlier ones for messages still on their way.</summary>
/// <remarks>Not thread-safe: whoever loads a record holds its lock until it is stored again.</remarks>
internal sealed class SenderKeyRecord : IDisposable
{
    private readonly List<SenderKeyState> _states;

    public SenderKeyRecord()
        : this([])
    {
    }

    internal SenderKeyRecord(List<SenderKeyState> states) => _states = states;

    /// <summary>The newest key; null when there is none.</summary>
    public SenderKeyState? Current => _states.Count == 0 ? null : _states[0];

    /// <summary>The keys, newest first.</summary>
    internal IReadOnlyList<SenderKeyState> States => _states;

    /// <summary>Reads a stored record; anything else is a <see cref="SignalError.CorruptRecord"/>.</summary>
    public static SenderKeyRecord Deserialize(ReadOnlyMemory<byte> bytes) => SenderKeyRecordCodec.Read(bytes.Span);

    /// <summary>The record as the store keeps it. It contains secrets.</summary>
    public byte[] Serialize() => SenderKeyRecordCodec.Write(this);

    /// <summary>Takes a key that its owner gave us, by a message for this device alone.</summary>
    public void Add(SenderKeyDistribution given)
    {
        // The same key again must not turn its chain back: messages read once could be read a second time.
        if (Find(given) is { } known)
        {
            known.Extend(given);
            return;
        }

        Push(new SenderKeyState(
            given.KeyId, given.SigningKey, null, new ChainKey(given.ChainKey.Span, given.Iteration), given.Iteration));
    }

    /// <summary>Replaces our own key: nothing that was sent with the one before can be encrypted or read with what is left.</summary>
    public SenderKeyState Renew()
    {
        Dispose();
        var state = SenderKeyState.Generate();
        Push(state);
        return state;
    }

    /// <summary>Adds the keys of a record that was kept under an earlier address; those known here stay as they are.</summary>
    public void AppendOlder(SenderKeyRecord older)
    {
        foreach (var state in older._states)
        {
            if (Find(state.KeyId, state.SigningKey) is null && _states.Count < SignalLimits.MaxSenderKeyStates)
            {
                _states.Add(state);
            }
            else
            {
                state.Dispose();
            }
        }

        older._states.Clear();
    }

    /// <summary>Zeroes every key of the record.</summary>
    public void Dispose()
    {
        _states.ForEach(state => state.Dispose());
        _states.Clear();
    }

    private SenderKeyState? Find(SenderKeyDistribution given) => Find(given.KeyId, given.SigningKey);

    private SenderKeyState? Find(uint keyId, Crypto.PublicKey signingKey) =>
        _states.Find(state => state.KeyId == keyId && state.SigningKey.Equals(signingKey));

    private void Push(SenderKeyState state)
    {
        _states.Insert(0, state);
        while (_states.Count > SignalLimits.MaxSenderKeyStates)
        {
            _states[^1].Dispose();
            _states.RemoveAt(_states.Count - 1);
        }
    }
}
