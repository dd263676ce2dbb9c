using System.Text;
using System.Text.Json;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Signal;

/// <summary>Group messages recorded from a reference client: opened by us, and encrypted by us to the same bytes.</summary>
public sealed class SenderKeyVectorTests
{
    private readonly JsonElement _vectors = Vectors.Json("signal.json").GetProperty("senderKeys");
    private readonly JsonElement[] _messages;

    public SenderKeyVectorTests() => _messages = [.. _vectors.GetProperty("messages").EnumerateArray()];

    [Fact]
    public void The_recorded_steps_open_and_refuse_as_recorded()
    {
        var store = new SenderKeyRecord().Serialize();
        foreach (var step in _vectors.Text("steps").Split(' '))
        {
            using var record = SenderKeyRecord.Deserialize(store);
            var index = int.Parse(step.AsSpan(1), null);
            switch (step[0])
            {
                case 'D':
                    record.Add(Distribution(index));
                    break;
                case 'R':
                    Assert.Equal(Plaintext(index), Encoding.UTF8.GetString(SenderKeyCipher.Decrypt(record, Body(index))));
                    break;
                default:
                    Assert.Equal('X', step[0]);
                    Assert.Throws<SignalException>(() => SenderKeyCipher.Decrypt(record, Body(index)));
                    Assert.Equal(store, record.Serialize());
                    break;
            }

            store = record.Serialize();
        }
    }

    [Fact]
    public void What_we_encrypt_with_the_recorded_keys_are_the_recorded_bytes_up_to_the_signature()
    {
        foreach (var state in _vectors.GetProperty("states").EnumerateArray())
        {
            using var record = Own(state);
            foreach (var message in _messages.Where(message => message[0].GetUInt32() == state.GetProperty("id").GetUInt32()))
            {
                while (record.Current!.Chain.Index < message[1].GetUInt32())
                {
                    SenderKeyCipher.Encrypt(record, "between"u8);
                }

                var recorded = message[3].GetBytesFromBase64();
                var ours = SenderKeyCipher.Encrypt(record, Encoding.UTF8.GetBytes(message[2].GetString()!));
                Assert.Equal(recorded[..^XEdDsa.SignatureLength], ours[..^XEdDsa.SignatureLength]);
                Assert.True(GroupMessage.Parse(ours).IsSignedBy(record.Current.SigningKey));
            }
        }
    }

    [Fact]
    public void A_key_given_to_others_has_the_recorded_bytes()
    {
        var state = _vectors.GetProperty("states")[0];
        using var record = Own(state);
        Assert.Equal(_vectors.GetProperty("skdm")[0].GetBytesFromBase64(), SenderKeyDistribution.Of(record.Current!).Serialize());
    }

    [Fact]
    public void The_keys_of_one_message_are_derived_as_recorded()
    {
        var expected = _vectors.GetProperty("iteration0");
        using var record = Own(_vectors.GetProperty("states")[0]);
        Span<byte> seed = stackalloc byte[ChainKey.SeedLength];
        record.Current!.Chain.DeriveSeed(seed);
        using var keys = new GroupMessageKeys(seed, new byte[GroupMessageKeys.Length]);
        Assert.Equal(expected.Base64("seed"), seed.ToArray());
        Assert.Equal(expected.Base64("iv"), keys.Iv.ToArray());
        Assert.Equal(expected.Base64("cipherKey"), keys.CipherKey.ToArray());
    }

    [Fact]
    public void A_message_whose_signature_is_wrong_is_refused_and_leaves_no_trace()
    {
        using var record = new SenderKeyRecord();
        record.Add(Distribution(1));
        var before = record.Serialize();
        var error = Assert.Throws<SignalException>(() => SenderKeyCipher.Decrypt(record, _vectors.Base64("badSignatureBody")));
        Assert.Equal(SignalError.InvalidSignature, error.Error);
        Assert.Equal(before, record.Serialize());
        Assert.Equal("h4", Encoding.UTF8.GetString(SenderKeyCipher.Decrypt(record, Body(9))));
    }

    [Fact]
    public void A_message_with_any_bit_flipped_is_refused_and_leaves_no_trace()
    {
        using var record = new SenderKeyRecord();
        record.Add(Distribution(0));
        var before = record.Serialize();
        for (var message = 0; message < 5; message++)
        {
            var body = Body(message);
            for (var bit = 0; bit < body.Length * 8; bit++)
            {
                var altered = body.ToArray();
                altered[bit / 8] ^= (byte)(1 << (bit % 8));

                // The low nibble of the first byte is the sender's highest version: only the signature covers it.
                Assert.Throws<SignalException>(() => SenderKeyCipher.Decrypt(record, altered));
                Assert.Equal(before, record.Serialize());
            }
        }
    }

    private static SenderKeyRecord Own(JsonElement state)
    {
        var signing = new PrivateKey(state.Base64("signingPriv"));
        return new SenderKeyRecord([new SenderKeyState(
            state.GetProperty("id").GetUInt32(), Curve25519.PublicKeyOf(signing), signing, new ChainKey(state.Base64("chainKey"), 0), 0)]);
    }

    private SenderKeyDistribution Distribution(int index) => SenderKeyDistribution.Parse(_vectors.GetProperty("skdm")[index].GetBytesFromBase64());

    private byte[] Body(int index) => _messages[index][3].GetBytesFromBase64();

    private string Plaintext(int index) => _messages[index][2].GetString()!;
}
