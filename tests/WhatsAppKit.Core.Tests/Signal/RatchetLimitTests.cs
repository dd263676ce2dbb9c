using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Tests.Signal;

public sealed class RatchetLimitTests
{
    private readonly SignalParty _alice = new();
    private readonly SignalParty _bob = new();

    public RatchetLimitTests()
    {
        _alice.Start(_bob.Bundle(1));
        _bob.Decrypt(_alice.Encrypt("hello"));
        _alice.Decrypt(_bob.Encrypt("hi"));
        _bob.Decrypt(_alice.Encrypt("first of a chain"));
    }

    [Fact]
    public void Two_thousand_missing_messages_are_bridged_and_can_still_arrive()
    {
        var messages = Send(2001);
        Assert.Equal("2000", _bob.Decrypt(messages[2000]));
        Assert.Equal(2000, _bob.Record.Current!.Receiving[^1].Skipped.Count);
        Assert.Equal("0", _bob.Decrypt(messages[0]));
        Assert.Equal("1999", _bob.Decrypt(messages[1999]));
        Assert.Equal("1000", _bob.Decrypt(messages[1000]));
        Assert.Equal(SignalError.DuplicateMessage, _bob.Refuses(messages[1000]));
        Assert.Equal(1997, _bob.Record.Current!.Receiving[^1].Skipped.Count);
    }

    [Fact]
    public void One_more_missing_message_is_too_many()
    {
        var messages = Send(2002);
        Assert.Equal(SignalError.TooFarInFuture, _bob.Refuses(messages[2001]));
        Assert.Equal("0", _bob.Decrypt(messages[0]));
        Assert.Equal("2001", _bob.Decrypt(messages[2001]));
    }

    [Fact]
    public void A_new_chain_too_far_ahead_is_refused_too()
    {
        _alice.Decrypt(_bob.Encrypt("a turn"));
        var messages = Send(2002);
        Assert.Equal(SignalError.TooFarInFuture, _bob.Refuses(messages[2001]));
        Assert.Equal("2000", _bob.Decrypt(messages[2000]));
        Assert.Equal("2001", _bob.Decrypt(messages[2001]));
    }

    [Fact]
    public void Of_more_than_two_thousand_skipped_keys_the_oldest_are_dropped()
    {
        var messages = Send(3001);
        Assert.Equal("1500", _bob.Decrypt(messages[1500]));
        Assert.Equal("3000", _bob.Decrypt(messages[3000]));

        Assert.Equal(SignalLimits.MaxSkippedKeys, _bob.Record.Current!.Receiving[^1].Skipped.Count);

        // 1500 + 1499 keys were kept, so the first 999 are gone.
        Assert.Equal(SignalError.DuplicateMessage, _bob.Refuses(messages[998]));
        Assert.Equal("999", _bob.Decrypt(messages[999]));
    }

    [Fact]
    public void Five_chains_of_the_peer_are_kept()
    {
        var late = new List<EncryptedMessage>();
        for (var i = 0; i < 6; i++)
        {
            late.Add(_alice.Encrypt($"late {i}"));
            _bob.Decrypt(_alice.Encrypt("turn"));
            _alice.Decrypt(_bob.Encrypt("turn"));
        }

        Assert.Equal(SignalLimits.MaxReceivingChains, _bob.Record.Current!.Receiving.Count);
        Assert.Equal(SignalError.InvalidMessage, _bob.Refuses(late[0]));
        for (var i = 1; i < 6; i++)
        {
            Assert.Equal($"late {i}", _bob.Decrypt(late[i]));
        }
    }

    [Fact]
    public void A_chain_that_ends_is_announced_by_its_last_number_and_an_unused_one_by_zero()
    {
        Assert.Equal(0U, _bob.Record.Current!.PreviousCounter);
        _bob.Decrypt(_alice.Encrypt("x"));
        _alice.Decrypt(_bob.Encrypt("1"));
        _alice.Decrypt(_bob.Encrypt("2"));
        _bob.Decrypt(_alice.Encrypt("turn"));
        Assert.Equal(1U, _bob.Record.Current!.PreviousCounter);

        using var record = _bob.Record;
        record.Current!.Turn(new byte[32], KeyPair.Generate(), new ChainKey(new byte[32], 0));
        record.Current!.Turn(new byte[32], KeyPair.Generate(), new ChainKey(new byte[32], 0));
        Assert.Equal(0U, record.Current!.PreviousCounter);
    }

    [Fact]
    public void A_message_with_our_own_ratchet_key_is_refused()
    {
        var own = _bob.Encrypt("mine");
        Assert.Equal(SignalError.InvalidMessage, _bob.Refuses(own));
    }

    [Fact]
    public void An_absurd_previous_counter_is_ignored()
    {
        using var record = _alice.Record;
        record.Current!.PreviousCounter = uint.MaxValue;
        _alice.Stored = record.Serialize();
        Assert.Equal("hello", _bob.Decrypt(_alice.Encrypt("hello")));
    }

    [Fact]
    public void A_chain_ends_before_its_numbers_do()
    {
        var last = new ChainKey(new byte[32], uint.MaxValue);
        var remote = _bob.Local.Identity.PublicKey;
        var state = new SessionState(remote, 1, KeyPair.Generate().PublicKey, new byte[32], KeyPair.Generate(), last);
        using var record = new SessionRecord(state, []);
        Assert.Throws<SignalException>(() => SessionCipher.Encrypt(record, _alice.Local, [1]));

        using var chain = new ReceivingChain(KeyPair.Generate().PublicKey, new ChainKey(new byte[32], uint.MaxValue - 1));
        Assert.Null(chain.FindSeed(uint.MaxValue - 1, new byte[32]));
        Assert.Equal(SignalError.TooFarInFuture, chain.FindSeed(uint.MaxValue, new byte[32]));
    }

    private EncryptedMessage[] Send(int count) => [.. Enumerable.Range(0, count).Select(i => _alice.Encrypt($"{i}"))];
}
