using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Tests.Signal;

/// <summary>One device with its keys and its record of one peer, stored and loaded again around every step.</summary>
internal sealed class SignalParty
{
    private readonly IKeyPairSource? _keys;

    public SignalParty(IKeyPairSource? keys = null, LocalIdentity? local = null)
    {
        _keys = keys;
        Local = local ?? new LocalIdentity(KeyPair.Generate(), 4711);
    }

    public LocalIdentity Local { get; }

    public KeyPair SignedPreKey { get; init; } = KeyPair.Generate();

    public uint SignedPreKeyId { get; init; } = 1;

    /// <summary>The one-time pre-keys not used yet.</summary>
    public Dictionary<uint, KeyPair> PreKeys { get; } = [];

    /// <summary>The stored record.</summary>
    public byte[] Stored { get; set; } = new SessionRecord().Serialize();

    public SessionRecord Record => SessionRecord.Deserialize(Stored);

    public PreKeyBundle Bundle(uint? preKeyId = null)
    {
        if (preKeyId is { } id)
        {
            PreKeys.TryAdd(id, KeyPair.Generate());
        }

        return new PreKeyBundle(
            Local.RegistrationId,
            Local.Identity.PublicKey,
            SignedPreKeyId,
            SignedPreKey.PublicKey,
            XEdDsa.Sign(Local.Identity.PrivateKey, SignedPreKey.PublicKey.Serialized),
            preKeyId,
            preKeyId is null ? null : PreKeys[preKeyId.Value].PublicKey);
    }

    public void Start(PreKeyBundle bundle) => Change(record => SessionBuilder.Start(record, Local, bundle, _keys));

    public EncryptedMessage Encrypt(string text)
    {
        EncryptedMessage? message = null;
        Change(record => message = SessionCipher.Encrypt(record, Local, System.Text.Encoding.UTF8.GetBytes(text)));
        return message!;
    }

    public string Decrypt(EncryptedMessage message)
    {
        DecryptedMessage? opened = null;
        Change(record => opened = message.IsPreKey
            ? DecryptPreKey(record, PreKeyMessage.Parse(message.Bytes))
            : SessionCipher.Decrypt(record, Local, message.Bytes, _keys));
        if (opened!.ConsumedPreKeyId is { } used)
        {
            PreKeys.Remove(used);
        }

        return System.Text.Encoding.UTF8.GetString(opened.Plaintext);
    }

    /// <summary>Expects a refusal and checks that it left no trace.</summary>
    public SignalError Refuses(EncryptedMessage message)
    {
        var error = Assert.Throws<SignalException>(() => Decrypt(message));
        return error.Error;
    }

    private DecryptedMessage DecryptPreKey(SessionRecord record, PreKeyMessage message)
    {
        var known = record.KnowsBaseKey(message.BaseKey);
        var preKey = !known && message.PreKeyId is { } id ? PreKeys.GetValueOrDefault(id) : null;
        var signedPreKey = !known && message.SignedPreKeyId == SignedPreKeyId ? SignedPreKey : null;
        return SessionCipher.DecryptPreKey(record, Local, message, signedPreKey, preKey, _keys);
    }

    /// <summary>One step on the loaded record: it is stored when the step succeeds, and must be unchanged when it fails.</summary>
    private void Change(Action<SessionRecord> step)
    {
        using var record = Record;
        try
        {
            step(record);
            Stored = record.Serialize();
        }
        catch (SignalException)
        {
            Assert.Equal(Stored, record.Serialize());
            throw;
        }
    }
}
