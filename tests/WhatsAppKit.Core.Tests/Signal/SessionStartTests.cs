using System.Numerics;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Tests.Signal;

public sealed class SessionStartTests
{
    private readonly SignalParty _alice = new();
    private readonly SignalParty _bob = new();

    [Fact]
    public void A_bundle_with_any_bit_of_its_signature_flipped_is_refused_and_leaves_no_session()
    {
        var bundle = _bob.Bundle(7);
        var empty = _alice.Stored;
        for (var bit = 0; bit < 512; bit++)
        {
            var signature = bundle.SignedPreKeySignature.ToArray();
            signature[bit / 8] ^= (byte)(1 << (bit % 8));

            var error = Assert.Throws<SignalException>(() => _alice.Start(bundle with { SignedPreKeySignature = signature }));

            Assert.Equal(SignalError.InvalidSignature, error.Error);
            Assert.Equal(empty, _alice.Stored);
        }

        _alice.Start(bundle);
        Assert.True(_alice.Record.HasSession);
    }

    [Fact]
    public void A_refused_bundle_leaves_the_session_that_exists()
    {
        _alice.Start(_bob.Bundle(7));
        var before = _alice.Stored;

        Assert.Throws<SignalException>(() => _alice.Start(_bob.Bundle() with { SignedPreKeySignature = new byte[64] }));
        Assert.Throws<SignalException>(() => _alice.Start(_bob.Bundle() with { SignedPreKeySignature = new byte[63] }));
        Assert.Throws<SignalException>(() => _alice.Start(_bob.Bundle() with { SignedPreKey = KeyPair.Generate().PublicKey }));
        Assert.Throws<SignalException>(() => _alice.Start(_bob.Bundle() with { IdentityKey = KeyPair.Generate().PublicKey }));

        Assert.Equal(before, _alice.Stored);
    }

    [Fact]
    public void A_one_time_pre_key_of_low_order_is_refused()
    {
        var bundle = _bob.Bundle() with { PreKeyId = 3, PreKey = new PublicKey(new byte[32]) };
        var error = Assert.Throws<SignalException>(() => _alice.Start(bundle));
        Assert.Equal(SignalError.Malformed, error.Error);
        Assert.False(_alice.Record.HasSession);
    }

    [Theory]
    [InlineData(7U)]
    [InlineData(null)]
    public void A_session_starts_with_or_without_a_one_time_pre_key(uint? preKeyId)
    {
        _alice.Start(_bob.Bundle(preKeyId));

        var first = _alice.Encrypt("hello");

        Assert.True(first.IsPreKey);
        Assert.Equal(preKeyId, PreKeyMessage.Parse(first.Bytes).PreKeyId);
        Assert.Equal("hello", _bob.Decrypt(first));
        Assert.Empty(_bob.PreKeys);
        Assert.Equal(_alice.Local.Identity.PublicKey, _bob.Record.RemoteIdentity);
        Assert.Equal(_alice.Local.RegistrationId, _bob.Record.RemoteRegistrationId);
        Assert.Equal(_alice.Record.BaseKey, _bob.Record.BaseKey);
        Assert.Equal("hi", _alice.Decrypt(_bob.Encrypt("hi")));
        Assert.False(_alice.Encrypt("and so on").IsPreKey);
    }

    [Theory]
    [InlineData(0U)]
    [InlineData(null)]
    public void A_one_time_pre_key_without_a_usable_id_is_left_aside(uint? preKeyId)
    {
        _alice.Start(_bob.Bundle(7) with { PreKeyId = preKeyId });
        Assert.Equal("hello", _bob.Decrypt(_alice.Encrypt("hello")));
        Assert.Single(_bob.PreKeys);
    }

    [Fact]
    public void Messages_name_the_pre_keys_until_the_first_answer_and_open_in_any_order_without_them()
    {
        _alice.Start(_bob.Bundle(7));
        var messages = Enumerable.Range(0, 5).Select(i => _alice.Encrypt($"{i}")).ToArray();
        Assert.All(messages, message => Assert.True(message.IsPreKey));

        Assert.Equal("3", _bob.Decrypt(messages[3]));
        Assert.Empty(_bob.PreKeys);
        Assert.True(_bob.Record.KnowsBaseKey(PreKeyMessage.Parse(messages[0].Bytes).BaseKey));
        foreach (var i in new[] { 4, 0, 2, 1 })
        {
            Assert.Equal($"{i}", _bob.Decrypt(messages[i]));
        }

        Assert.All(messages, message => Assert.Equal(SignalError.DuplicateMessage, _bob.Refuses(message)));
        Assert.Empty(_bob.Record.Archived);
    }

    [Fact]
    public void Only_the_first_message_consumes_the_pre_key()
    {
        _alice.Start(_bob.Bundle(7));
        var (first, second) = (PreKeyMessage.Parse(_alice.Encrypt("1").Bytes), PreKeyMessage.Parse(_alice.Encrypt("2").Bytes));
        using var record = new SessionRecord();

        var opened = SessionCipher.DecryptPreKey(record, _bob.Local, first, _bob.SignedPreKey, _bob.PreKeys[7]);
        var again = SessionCipher.DecryptPreKey(record, _bob.Local, second, null, null);

        Assert.Equal(7U, opened.ConsumedPreKeyId);
        Assert.Null(again.ConsumedPreKeyId);
    }

    [Fact]
    public void The_callers_signed_pre_key_survives_the_sessions_it_starts()
    {
        var before = _bob.SignedPreKey.PrivateKey.Span.ToArray();
        _alice.Start(_bob.Bundle(7));
        _bob.Decrypt(_alice.Encrypt("hello"));
        Assert.Equal(before, _bob.SignedPreKey.PrivateKey.Span.ToArray());
    }

    [Fact]
    public void A_message_that_names_a_pre_key_which_is_gone_is_not_opened_without_it()
    {
        _alice.Start(_bob.Bundle(7));
        _bob.PreKeys.Clear();
        Assert.Equal(SignalError.MissingPreKey, _bob.Refuses(_alice.Encrypt("hello")));
    }

    [Fact]
    public void A_message_for_another_signed_pre_key_is_refused()
    {
        var bundle = _bob.Bundle(7);
        _alice.Start(bundle with { SignedPreKeyId = 2 });
        Assert.Equal(SignalError.MissingPreKey, _bob.Refuses(_alice.Encrypt("hello")));
        Assert.Single(_bob.PreKeys);
    }

    [Fact]
    public void A_first_message_with_a_wrong_pre_key_changes_nothing()
    {
        _alice.Start(_bob.Bundle(7));
        _bob.PreKeys[7] = KeyPair.Generate();
        Assert.Equal(SignalError.InvalidMessage, _bob.Refuses(_alice.Encrypt("hello")));
        Assert.False(_bob.Record.HasSession);
        Assert.Single(_bob.PreKeys);
    }

    [Fact]
    public void An_envelope_with_another_identity_is_refused_in_a_session_that_exists()
    {
        _alice.Start(_bob.Bundle(7));
        _bob.Decrypt(_alice.Encrypt("1"));
        var second = _alice.Encrypt("2");
        var identity = second.Bytes.AsSpan().IndexOf(_alice.Local.Identity.PublicKey.Serialized);
        var forged = second.Bytes.ToArray();
        KeyPair.Generate().PublicKey.Serialized.CopyTo(forged.AsSpan(identity));

        Assert.Equal(SignalError.InvalidMessage, _bob.Refuses(second with { Bytes = forged }));
        Assert.Equal("2", _bob.Decrypt(second));
    }

    [Fact]
    public void A_message_without_a_one_time_pre_key_cannot_be_replayed_under_another_form_of_its_base_key()
    {
        _alice.Start(_bob.Bundle());
        var message = _alice.Encrypt("once");
        var baseKey = _alice.Record.BaseKey!.Span.ToArray();
        Assert.Equal("once", _bob.Decrypt(message));

        foreach (var form in OtherForms(baseKey))
        {
            var forged = message.Bytes.ToArray();
            form.CopyTo(forged.AsSpan(forged.AsSpan().IndexOf(baseKey)));
            Assert.Equal(SignalError.InvalidMessage, _bob.Refuses(message with { Bytes = forged }));
        }

        Assert.Equal(SignalError.DuplicateMessage, _bob.Refuses(message));
    }

    [Fact]
    public void A_base_key_of_low_order_is_refused()
    {
        _alice.Start(_bob.Bundle(7));
        var message = _alice.Encrypt("hello");
        var forged = message.Bytes.ToArray();
        var baseKey = forged.AsSpan().IndexOf(_alice.Record.BaseKey!.Serialized);
        forged.AsSpan(baseKey + 1, 32).Clear();

        Assert.Equal(SignalError.InvalidMessage, _bob.Refuses(message with { Bytes = forged }));
    }

    [Fact]
    public void Without_a_session_nothing_is_encrypted_or_opened()
    {
        Assert.Equal(SignalError.NoSession, Assert.Throws<SignalException>(() => _alice.Encrypt("hello")).Error);
        _alice.Start(_bob.Bundle(7));
        _bob.Decrypt(_alice.Encrypt("hello"));
        _alice.Stored = new SessionRecord().Serialize();
        Assert.Equal(SignalError.NoSession, _alice.Refuses(_bob.Encrypt("hi")));
    }

    /// <summary>Other bytes that agree on the same secrets: bit 255 set, and the point plus the one of order two.</summary>
    private static IEnumerable<byte[]> OtherForms(byte[] key)
    {
        var high = key.ToArray();
        high[31] |= 0x80;
        yield return high;

        var p = BigInteger.Pow(2, 255) - 19;
        var shifted = new byte[32];
        BigInteger.ModPow(new BigInteger(key, isUnsigned: true), p - 2, p).TryWriteBytes(shifted, out _, isUnsigned: true);
        using var scalar = PrivateKey.Generate();
        byte[] expected = new byte[32], actual = new byte[32];
        Curve25519.Agree(scalar, new PublicKey(key), expected);
        Curve25519.Agree(scalar, new PublicKey(shifted), actual);
        Assert.Equal(expected, actual);
        yield return shifted;
    }
}
