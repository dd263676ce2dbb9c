using Google.Protobuf;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Tests.Signal;

public sealed class SenderKeyRecordTests : IDisposable
{
    private readonly SenderKeyRecord _own = new();
    private readonly SenderKeyRecord _theirs = new();

    public SenderKeyRecordTests() => _own.Renew();

    public void Dispose()
    {
        _own.Dispose();
        _theirs.Dispose();
    }

    [Fact]
    public void Iterations_are_consecutive_and_never_used_twice()
    {
        Assert.Equal([0u, 1u, 2u, 3u], Send(4).Select(bytes => GroupMessage.Parse(bytes).Iteration));
    }

    [Fact]
    public void Messages_open_in_any_order_and_each_once()
    {
        Give();
        var sent = Send(20);
        foreach (var i in new[] { 7, 0, 19, 3, 18, 1 })
        {
            Assert.Equal($"m{i}", Open(sent[i]));
            Assert.Equal(SignalError.DuplicateMessage, Refused(sent[i]));
        }
    }

    [Fact]
    public void A_member_reads_nothing_from_before_it_was_given_the_key_and_is_not_told_it_had_read_it()
    {
        var before = Send(3);
        Give();
        Assert.Equal("m3", Open(Send(1, from: 3)[0]));
        Assert.All(before, message => Assert.Equal(SignalError.NoSenderKey, Refused(message)));
    }

    [Fact]
    public void The_same_key_again_does_not_turn_its_chain_back()
    {
        var first = SenderKeyDistribution.Of(_own.Current!);
        _theirs.Add(first);
        var sent = Send(5);
        Open(sent[3]);
        Open(sent[1]);
        var before = _theirs.Serialize();

        _theirs.Add(first);

        Assert.Equal(before, _theirs.Serialize());
        Assert.Equal(SignalError.DuplicateMessage, Refused(sent[3]));
        Assert.Equal("m2", Open(sent[2]));
    }

    [Fact]
    public void An_earlier_snapshot_of_the_same_key_that_arrives_late_opens_the_messages_before()
    {
        var early = SenderKeyDistribution.Of(_own.Current!);
        var sent = Send(3);
        Give();
        var later = Send(2, from: 3);
        Assert.Equal("m4", Open(later[1]));

        _theirs.Add(early);

        Assert.Equal(["m0", "m1", "m2"], sent.Select(Open));
        Assert.Equal("m3", Open(later[0]));
        Assert.All(sent.Concat(later), message => Assert.Equal(SignalError.DuplicateMessage, Refused(message)));
    }

    [Fact]
    public void An_earlier_snapshot_out_of_reach_is_not_computed()
    {
        var chain = new ChainKey(new byte[32], SignalLimits.MaxGap + 1);
        using var signing = KeyPair.Generate();
        using var state = new SenderKeyState(7, signing.PublicKey, null, chain, SignalLimits.MaxGap + 1);
        state.Extend(new SenderKeyDistribution(7, 0, new byte[32], signing.PublicKey));
        Assert.Equal(0, state.Skipped.Count);
        Assert.Equal(SignalLimits.MaxGap + 1, state.FirstIteration);
    }

    [Fact]
    public void A_key_with_a_known_id_but_another_signer_stands_beside_the_old_one()
    {
        Give();
        var sent = Send(1)[0];
        using var other = KeyPair.Generate();
        using var forged = new SenderKeyRecord([new SenderKeyState(
            _own.Current!.KeyId, other.PublicKey, new PrivateKey(other.PrivateKey.Span), new ChainKey(new byte[32], 0), 0)]);
        _theirs.Add(SenderKeyDistribution.Of(forged.Current!));

        Assert.Equal(other.PublicKey, _theirs.Current!.SigningKey);
        Assert.Equal("m0", Open(sent));
        Assert.Equal("other", Open(SenderKeyCipher.Encrypt(forged, "other"u8)));
    }

    [Fact]
    public void Only_the_five_newest_keys_are_kept()
    {
        var messages = new List<byte[]>();
        for (var i = 0; i < SignalLimits.MaxSenderKeyStates + 1; i++)
        {
            _own.Renew();
            Give();
            messages.Add(SenderKeyCipher.Encrypt(_own, "text"u8));
        }

        Assert.Equal(SignalLimits.MaxSenderKeyStates, _theirs.States.Count);
        Assert.Equal(SignalError.NoSenderKey, Refused(messages[0]));
        Assert.All(messages.Skip(1), message => Assert.Equal("text", Open(message)));
    }

    [Fact]
    public void A_jump_of_2000_opens_and_one_more_does_not()
    {
        Give();
        var far = Send((int)SignalLimits.MaxGap + 2);
        Assert.Equal(SignalError.TooFarInFuture, Refused(far[^1]));
        Assert.Equal($"m{SignalLimits.MaxGap}", Open(far[^2]));
        Assert.Equal(SignalLimits.MaxSkippedKeys, _theirs.Current!.Skipped.Count);
        Assert.Equal("m0", Open(far[0]));
        Assert.Equal($"m{SignalLimits.MaxGap + 1}", Open(far[^1]));
    }

    [Fact]
    public void Of_the_keys_of_missing_messages_the_oldest_go_first()
    {
        Give();
        var sent = Send(2 * (int)SignalLimits.MaxGap);
        Open(sent[(int)SignalLimits.MaxGap]);
        Open(sent[^1]);
        Assert.Equal(SignalLimits.MaxSkippedKeys, _theirs.Current!.Skipped.Count);
        Assert.Equal(SignalError.DuplicateMessage, Refused(sent[5]));
        Assert.Equal($"m{sent.Count - 2}", Open(sent[^2]));
    }

    [Fact]
    public void A_record_kept_under_an_earlier_address_is_appended_and_overwrites_nothing()
    {
        Give();
        var sent = Send(2);
        using var older = SenderKeyRecord.Deserialize(_theirs.Serialize());
        Open(sent[0]);
        using var elsewhere = new SenderKeyRecord();
        elsewhere.Renew();
        older.Add(SenderKeyDistribution.Of(elsewhere.Current!));

        _theirs.AppendOlder(older);

        Assert.Equal(SignalError.DuplicateMessage, Refused(sent[0]));
        Assert.Equal("m1", Open(sent[1]));
        Assert.Equal("text", Open(SenderKeyCipher.Encrypt(elsewhere, "text"u8)));
        Assert.Equal(_own.Current!.KeyId, _theirs.Current!.KeyId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("33")]
    [InlineData("23080110001a10")]
    public void Bytes_that_are_no_group_message_are_malformed(string hex)
    {
        Give();
        Assert.Equal(SignalError.Malformed, Refused(Convert.FromHexString(hex)));
        Assert.Equal(SignalError.Malformed, Assert.Throws<SignalException>(() => SenderKeyDistribution.Parse(Convert.FromHexString(hex))).Error);
    }

    [Fact]
    public void A_key_with_a_part_missing_or_of_another_length_is_malformed()
    {
        var good = SenderKeyDistributionMessage.Parser.ParseFrom(SenderKeyDistribution.Of(_own.Current!).Serialize().AsSpan(1));
        Malformed(wire => wire.ClearChainKey());
        Malformed(wire => wire.ClearSigningKey());
        Malformed(wire => wire.ChainKey = ByteString.CopyFrom(new byte[31]));
        Malformed(wire => wire.SigningKey = ByteString.CopyFrom(new byte[32]));
        Malformed(wire => wire.SigningKey = ByteString.CopyFrom([6, .. wire.SigningKey.Span[1..]]));

        void Malformed(Action<SenderKeyDistributionMessage> damage)
        {
            var wire = good.Clone();
            damage(wire);
            byte[] bytes = [0x33, .. wire.ToByteArray()];
            Assert.Equal(SignalError.Malformed, Assert.Throws<SignalException>(() => SenderKeyDistribution.Parse(bytes)).Error);
        }
    }

    [Fact]
    public void A_stored_record_with_any_part_missing_or_out_of_bounds_is_corrupt()
    {
        Give();
        Open(Send(4)[3]);
        Corrupt(record => record.Version = 2);
        Corrupt(record => record.States.Add(Enumerable.Repeat(record.States[0], SignalLimits.MaxSenderKeyStates)));
        Corrupt(record => record.States[0].ChainKey = ByteString.CopyFrom(new byte[31]));
        Corrupt(record => record.States[0].ClearSigningKey());
        Corrupt(record => record.States[0].FirstIteration = record.States[0].Iteration + 1);
        Corrupt(record => record.States[0].Skipped[0].Seed = ByteString.Empty);
        Corrupt(record => record.States[0].Skipped[2].Iteration = record.States[0].Iteration);
        Corrupt(record => record.States[0].Skipped.Add(record.States[0].Skipped[0]));

        void Corrupt(Action<StoredSenderKeyRecord> damage)
        {
            var stored = StoredSenderKeyRecord.Parser.ParseFrom(_theirs.Serialize());
            damage(stored);
            var error = Assert.Throws<SignalException>(() => SenderKeyRecord.Deserialize(stored.ToByteArray()));
            Assert.Equal(SignalError.CorruptRecord, error.Error);
        }
    }

    [Fact]
    public void Mutated_messages_and_records_are_refused_with_one_error_and_change_nothing()
    {
        const int Seed = 20_250;
        var random = new Random(Seed);
        Give();
        var message = Send(1)[0];
        var stored = _theirs.Serialize();
        for (var i = 0; i < 5_000; i++)
        {
            var altered = Mutation.Of(message, random);
            if (!altered.AsSpan().SequenceEqual(message))
            {
                Assert.Throws<SignalException>(() => SenderKeyCipher.Decrypt(_theirs, altered));
                Assert.Equal(stored, _theirs.Serialize());
            }

            try
            {
                SenderKeyRecord.Deserialize(Mutation.Of(stored, random)).Dispose();
            }
            catch (SignalException e)
            {
                Assert.True(e.Error == SignalError.CorruptRecord, $"seed {Seed}, round {i}: {e.Error}");
            }
        }
    }

    private void Give() => _theirs.Add(SenderKeyDistribution.Parse(SenderKeyDistribution.Of(_own.Current!).Serialize()));

    private List<byte[]> Send(int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(i => SenderKeyCipher.Encrypt(_own, System.Text.Encoding.UTF8.GetBytes($"m{i}")))];

    private string Open(byte[] message) => System.Text.Encoding.UTF8.GetString(SenderKeyCipher.Decrypt(_theirs, message));

    private SignalError Refused(byte[] message) => Assert.Throws<SignalException>(() => SenderKeyCipher.Decrypt(_theirs, message)).Error;
}
