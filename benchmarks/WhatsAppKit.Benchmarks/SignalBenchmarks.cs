using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Benchmarks;

/// <summary>
/// One message of a session as the client handles it: the stored record is read, the ratchet moves, the record is written.
/// The yardstick is the cryptography that a message cannot do without.
/// </summary>
[MemoryDiagnoser]
public class SignalBenchmarks
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes("a message of ordinary length, as people write them");
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly LocalIdentity _alice = new(KeyPair.Generate(), 1);
    private readonly LocalIdentity _bob = new(KeyPair.Generate(), 2);
    private byte[] _aliceRecord = [];
    private byte[] _bobRecord = [];
    private byte[] _message = [];

    [GlobalSetup]
    public void StartSession()
    {
        var signedPreKey = KeyPair.Generate();
        using var alice = new SessionRecord();
        using var bob = new SessionRecord();
        SessionBuilder.Start(alice, _alice, new PreKeyBundle(
            _bob.RegistrationId, _bob.Identity.PublicKey, 1, signedPreKey.PublicKey, XEdDsa.Sign(_bob.Identity.PrivateKey, signedPreKey.PublicKey.Serialized), null, null));
        SessionCipher.DecryptPreKey(bob, _bob, PreKeyMessage.Parse(SessionCipher.Encrypt(alice, _alice, _text).Bytes), signedPreKey, null);
        SessionCipher.Decrypt(alice, _alice, SessionCipher.Encrypt(bob, _bob, _text).Bytes);

        // The first answer turns the ratchet; what is measured are the messages after it.
        SessionCipher.Decrypt(bob, _bob, SessionCipher.Encrypt(alice, _alice, _text).Bytes);
        _bobRecord = bob.Serialize();
        _message = SessionCipher.Encrypt(alice, _alice, _text).Bytes.ToArray();
        _aliceRecord = alice.Serialize();
    }

    [Benchmark(Baseline = true)]
    public int CryptographyAlone()
    {
        Span<byte> keys = stackalloc byte[80];
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(_key, [1], mac);
        HMACSHA256.HashData(_key, [2], mac);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, mac, keys, [], "WhisperMessageKeys"u8);
        using var aes = Aes.Create();
        aes.Key = keys[..32].ToArray();
        var body = aes.EncryptCbc(_text, keys[64..]);
        HMACSHA256.HashData(keys[32..64], body, mac);
        return body.Length;
    }

    [Benchmark]
    public int Encrypt()
    {
        using var record = SessionRecord.Deserialize(_aliceRecord);
        return SessionCipher.Encrypt(record, _alice, _text).Bytes.Length + record.Serialize().Length;
    }

    [Benchmark]
    public int Decrypt()
    {
        using var record = SessionRecord.Deserialize(_bobRecord);
        return SessionCipher.Decrypt(record, _bob, _message).Plaintext.Length + record.Serialize().Length;
    }
}
