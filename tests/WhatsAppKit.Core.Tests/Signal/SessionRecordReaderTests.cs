using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Tests.Signal;

public sealed class SessionRecordReaderTests
{
    private readonly SignalParty _alice = new();
    private readonly SignalParty _bob = new();

    public SessionRecordReaderTests()
    {
        _alice.Start(_bob.Bundle(1));
        _bob.Decrypt(_alice.Encrypt("hello"));
        _bob.Encrypt("skipped");
        _bob.Encrypt("skipped");
        _alice.Decrypt(_bob.Encrypt("overtakes"));
        _alice.Start(_bob.Bundle(3));
    }

    [Fact]
    public void A_record_with_any_part_missing_of_another_length_or_out_of_bounds_is_corrupt()
    {
        RefusedRecord(record => record.Version = 2);
        RefusedRecord(record => record.ClearVersion());
        RefusedRecord(record => record.Archived.Add(Enumerable.Repeat(record.Archived[0], SignalLimits.MaxArchivedSessions)));
        Refused(state => state.ClearRemoteIdentity());
        Refused(state => state.ClearBaseKey());
        Refused(state => state.ClearRatchetPrivateKey());
        Refused(state => state.ClearRatchetPublicKey());
        Refused(state => state.RootKey = Cut(state.RootKey));
        Refused(state => state.RootKey = ByteString.CopyFrom([.. state.RootKey.Span, 0]));
        Refused(state => state.Sending = null);
        Refused(state => state.Sending.Key = Cut(state.Sending.Key));
        Refused(state => state.Receiving.Add(Enumerable.Repeat(state.Receiving[0], SignalLimits.MaxReceivingChains)));
        RefusedChain(chain => chain.RatchetKey = Cut(chain.RatchetKey));
        RefusedChain(chain => chain.Chain = null);
        RefusedChain(chain => chain.Chain.Index = 1);
        RefusedChain(chain => chain.Skipped[0].Seed = Cut(chain.Skipped[0].Seed));
        RefusedChain(chain => chain.Skipped.Add(chain.Skipped[0]));
        RefusedChain(chain => (chain.Skipped[0].Index, chain.Skipped[1].Index) = (1, 0));
        RefusedChain(chain =>
        {
            chain.Chain.Index = 3000;
            chain.Skipped.Clear();
            chain.Skipped.Add(Enumerable.Range(0, SignalLimits.MaxSkippedKeys + 1).Select(i => new StoredSkippedKey
            {
                Index = (uint)i,
                Seed = chain.Chain.Key,
            }));
        });
    }

    [Fact]
    public void Damaged_bytes_are_reported_as_a_corrupt_record_or_read_as_one()
    {
        const int seed = 20_240;
        var random = new Random(seed);
        var corrupt = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = Mutation.Of(_alice.Stored, random);
            try
            {
                SessionRecord.Deserialize(damaged).Dispose();
            }
            catch (SignalException e)
            {
                Assert.True(e.Error == SignalError.CorruptRecord, $"seed {seed}, round {i}: {e.Error}");
                corrupt++;
            }
        }

        Assert.True(corrupt > 5_000, $"{corrupt}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("0802")]
    [InlineData("ff")]
    [InlineData("08011200")]
    public void Bytes_of_another_version_or_without_keys_are_a_corrupt_record(string bytes)
    {
        var error = Assert.Throws<SignalException>(() => SessionRecord.Deserialize(Convert.FromHexString(bytes)));
        Assert.Equal(SignalError.CorruptRecord, error.Error);
    }

    private static ByteString Cut(ByteString bytes) => ByteString.CopyFrom(bytes.Span[1..]);

    private void RefusedChain(Action<StoredReceivingChain> damage) => Refused(state => damage(state.Receiving[^1]));

    /// <summary>The archived session is the one with a chain of the peer.</summary>
    private void Refused(Action<StoredSessionState> damage) => RefusedRecord(record => damage(record.Archived[0]));

    private void RefusedRecord(Action<StoredSessionRecord> damage)
    {
        var record = StoredSessionRecord.Parser.ParseFrom(_alice.Stored);
        Assert.Equal(2, record.Archived[0].Receiving[^1].Skipped.Count);
        damage(record);
        var error = Assert.Throws<SignalException>(() => SessionRecord.Deserialize(record.ToByteArray()));
        Assert.Equal(SignalError.CorruptRecord, error.Error);
    }
}
