using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Tests.Signal;

public sealed class WireFormatTests
{
    private readonly SignalParty _alice = new();
    private readonly SignalParty _bob = new();

    public WireFormatTests() => _alice.Start(_bob.Bundle(77));

    [Fact]
    public void Fields_are_written_in_order_and_zero_counters_too()
    {
        var bytes = _alice.Encrypt("x").Bytes;
        Assert.StartsWith("33084d122105", Convert.ToHexStringLower(bytes), StringComparison.Ordinal);
        var inner = Convert.ToHexStringLower(PreKeyMessage.Parse(bytes).Message.Bytes.Span);
        Assert.StartsWith("330a2105", inner, StringComparison.Ordinal);
        Assert.Equal("100018002210", inner[(4 + 68)..(4 + 68 + 12)]);
    }

    [Fact]
    public void A_message_with_unknown_fields_in_another_order_and_absent_counters_opens()
    {
        using var record = _alice.Record;
        var state = record.Current!;
        var seed = new byte[32];
        state.Sending!.DeriveSeed(seed);
        using var keys = new MessageKeys(seed, new byte[MessageKeys.Length]);
        var original = PreKeySignalMessage.Parser.ParseFrom(_alice.Encrypt("x").Bytes.AsSpan(1));
        var inner = SignalMessage.Parser.ParseFrom(original.Message.Span[1..^8]);
        inner.ClearCounter();
        inner.ClearPreviousCounter();

        // Field 15 first, then the known ones: their MAC is over the bytes as they are.
        byte[] signed = [0x33, 0x7A, 2, 1, 2, .. inner.ToByteArray(), 0, 0, 0, 0, 0, 0, 0, 0];
        RatchetMessage.Mac(keys.MacKey, _alice.Local.Identity.PublicKey, state.RemoteIdentity, signed.AsSpan(..^8), signed.AsSpan(^8..));
        original.Message = ByteString.CopyFrom(signed);

        Assert.Equal("x", _bob.Decrypt(new EncryptedMessage(true, [0x33, .. original.ToByteArray()])));
    }

    [Fact]
    public void A_message_without_a_required_field_or_with_a_key_of_another_kind_is_malformed()
    {
        var valid = PreKeySignalMessage.Parser.ParseFrom(_alice.Encrypt("x").Bytes.AsSpan(1));
        Refused(message => message.ClearBaseKey());
        Refused(message => message.ClearIdentityKey());
        Refused(message => message.ClearMessage());
        Refused(message => message.BaseKey = ByteString.CopyFrom(valid.BaseKey.Span[1..]));
        Refused(message => message.IdentityKey = ByteString.CopyFrom([0x06, .. valid.IdentityKey.Span[1..]]));
        Refused(message => message.Message = ByteString.CopyFrom(valid.Message.Span[..8]));
        Refused(message => message.Message = ByteString.CopyFrom([0x23, .. valid.Message.Span[1..]]));
        RefusedInner(inner => inner.ClearRatchetKey());
        RefusedInner(inner => inner.ClearCiphertext());
        RefusedInner(inner => inner.RatchetKey = ByteString.CopyFrom(inner.RatchetKey.Span[1..]));
        RefusedInner(inner => inner.Ciphertext = ByteString.CopyFrom(inner.Ciphertext.Span[1..]));

        void Refused(Action<PreKeySignalMessage> change)
        {
            var message = valid.Clone();
            change(message);
            Assert.Equal(SignalError.Malformed, _bob.Refuses(new EncryptedMessage(true, [0x33, .. message.ToByteArray()])));
        }

        void RefusedInner(Action<SignalMessage> change) => Refused(message =>
        {
            var inner = SignalMessage.Parser.ParseFrom(message.Message.Span[1..^8]);
            change(inner);
            message.Message = ByteString.CopyFrom([0x33, .. inner.ToByteArray(), .. message.Message.Span[^8..]]);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("33")]
    [InlineData("330000000000000000")]
    [InlineData("330a2105")]
    [InlineData("23000000000000000000")]
    [InlineData("43000000000000000000")]
    public void Bytes_that_are_no_message_are_malformed(string bytes)
    {
        Assert.Equal(SignalError.Malformed, _alice.Refuses(new EncryptedMessage(true, Convert.FromHexString(bytes))));
        Assert.Equal(SignalError.Malformed, _alice.Refuses(new EncryptedMessage(false, Convert.FromHexString(bytes))));
    }

    [Fact]
    public void A_pre_key_id_of_zero_means_none()
    {
        _alice.Start(_bob.Bundle());
        var message = PreKeySignalMessage.Parser.ParseFrom(_alice.Encrypt("x").Bytes.AsSpan(1));
        message.PreKeyId = 0;
        Assert.Equal("x", _bob.Decrypt(new EncryptedMessage(true, [0x33, .. message.ToByteArray()])));
    }
}
