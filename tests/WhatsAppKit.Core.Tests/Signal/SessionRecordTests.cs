using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Tests.Signal;

public sealed class SessionRecordTests
{
    private readonly SignalParty _alice = new();
    private readonly SignalParty _bob = new();

    [Fact]
    public void Both_sides_starting_at_once_converge_on_one_session()
    {
        _alice.Start(_bob.Bundle(1));
        _bob.Start(_alice.Bundle(2));
        var (fromAlice, fromBob) = (_alice.Encrypt("from alice"), _bob.Encrypt("from bob"));

        Assert.Equal("from bob", _alice.Decrypt(fromBob));
        Assert.Equal("from alice", _bob.Decrypt(fromAlice));
        Assert.Single(_alice.Record.Archived);
        Assert.Single(_bob.Record.Archived);

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal($"a{i}", _bob.Decrypt(_alice.Encrypt($"a{i}")));
            Assert.Equal($"b{i}", _alice.Decrypt(_bob.Encrypt($"b{i}")));
        }

        Assert.Equal(_alice.Record.BaseKey, _bob.Record.BaseKey);
        Assert.False(_alice.Encrypt("last").IsPreKey);
    }

    [Fact]
    public void A_late_message_of_an_archived_session_opens_and_makes_that_session_current()
    {
        Converse();
        var late = _alice.Encrypt("late");
        var older = _alice.Record.BaseKey;
        _alice.Start(_bob.Bundle(2));
        Assert.Equal("new", _bob.Decrypt(_alice.Encrypt("new")));
        var newer = _alice.Record.BaseKey;
        Assert.Equal(newer, _bob.Record.BaseKey);

        Assert.Equal("late", _bob.Decrypt(late));

        Assert.Equal(older, _bob.Record.BaseKey);
        Assert.Equal([newer], _bob.Record.Archived.Select(state => state.BaseKey));
        Assert.Equal(SignalError.DuplicateMessage, _bob.Refuses(late));
    }

    [Fact]
    public void Exactly_the_session_that_opened_the_message_leaves_the_archive()
    {
        Converse();
        var late = new List<EncryptedMessage>();
        var names = new List<string>();
        for (uint i = 0; i < 4; i++)
        {
            names.Insert(0, $"{_alice.Record.BaseKey}");
            late.Add(_alice.Encrypt($"late {i}"));
            _alice.Start(_bob.Bundle(10 + i));
            _bob.Decrypt(_alice.Encrypt("first"));
        }

        var current = $"{_bob.Record.BaseKey}";
        Assert.Equal(names, _bob.Record.Archived.Select(state => $"{state.BaseKey}"));

        Assert.Equal("late 1", _bob.Decrypt(late[1]));

        Assert.Equal(names[2], $"{_bob.Record.BaseKey}");
        Assert.Equal([current, names[0], names[1], names[3]], _bob.Record.Archived.Select(state => $"{state.BaseKey}"));
    }

    [Fact]
    public void Archiving_closes_the_session_for_sending_but_not_for_receiving()
    {
        Converse();
        var late = _bob.Encrypt("late");
        using var record = _alice.Record;
        record.ArchiveCurrent();
        record.ArchiveCurrent();
        _alice.Stored = record.Serialize();

        Assert.False(_alice.Record.HasSession);
        Assert.Null(_alice.Record.BaseKey);
        Assert.Null(_alice.Record.RemoteIdentity);
        Assert.Null(_alice.Record.RemoteRegistrationId);
        Assert.Single(_alice.Record.Archived);
        Assert.Equal(SignalError.NoSession, Assert.Throws<SignalException>(() => _alice.Encrypt("hello")).Error);
        Assert.Equal("late", _alice.Decrypt(late));
        Assert.True(_alice.Record.HasSession);
        Assert.Empty(_alice.Record.Archived);
    }

    [Fact]
    public void Forty_earlier_sessions_are_kept()
    {
        for (uint i = 1; i <= 43; i++)
        {
            _alice.Start(_bob.Bundle());
        }

        Assert.Equal(SignalLimits.MaxArchivedSessions, _alice.Record.Archived.Count);
    }

    [Fact]
    public void A_message_of_no_session_is_refused_by_all_of_them()
    {
        var stranger = new SignalParty();
        for (uint i = 1; i <= 5; i++)
        {
            _alice.Start(_bob.Bundle(i));
            _bob.Decrypt(_alice.Encrypt("hello"));
        }

        stranger.Start(_bob.Bundle(9));
        stranger.Decrypt(Answer(stranger));
        Assert.Equal(SignalError.InvalidMessage, _bob.Refuses(stranger.Encrypt("hello")));
    }

    [Fact]
    public void A_migrated_session_becomes_current_only_where_there_is_none()
    {
        Converse();
        using var older = _alice.Record;
        using var none = new SessionRecord();
        none.AppendArchived(older);
        Assert.Equal(older.BaseKey, none.BaseKey);
        Assert.Empty(none.Archived);

        var other = new SignalParty();
        other.Start(_bob.Bundle(5));
        using var existing = other.Record;
        var current = existing.BaseKey;
        existing.AppendArchived(older);
        Assert.Equal(current, existing.BaseKey);
        Assert.Equal([older.BaseKey!], existing.Archived.Select(state => state.BaseKey));
        Assert.Equal(_alice.Stored, older.Serialize());
    }

    [Fact]
    public void A_migrated_session_still_opens_messages()
    {
        Converse();
        var message = _bob.Encrypt("to the new address");
        using var older = _alice.Record;
        using var migrated = new SessionRecord();
        migrated.AppendArchived(older);
        _alice.Stored = migrated.Serialize();
        Assert.Equal("to the new address", _alice.Decrypt(message));
    }

    [Fact]
    public void An_old_copy_of_a_known_session_is_not_added()
    {
        Converse();
        using var copy = _alice.Record;
        var message = _bob.Encrypt("once");
        Assert.Equal("once", _alice.Decrypt(message));
        using var record = _alice.Record;

        record.AppendArchived(copy);

        Assert.Equal(_alice.Stored, record.Serialize());
        Assert.Equal(SignalError.DuplicateMessage, _alice.Refuses(message));
    }

    [Fact]
    public void A_record_reads_back_as_it_was_written()
    {
        Converse();
        var skipped = _bob.Encrypt("skipped");
        _alice.Decrypt(_bob.Encrypt("overtakes"));
        _alice.Start(_bob.Bundle(3));

        Assert.Equal(_alice.Stored, SessionRecord.Deserialize(_alice.Stored).Serialize());
        Assert.NotNull(_alice.Record.Current!.Pending);
        Assert.Equal(1, _alice.Record.Archived[0].Receiving[^1].Skipped.Count);
        Assert.Equal("skipped", _alice.Decrypt(skipped));
    }

    [Fact]
    public void A_disposed_record_holds_no_keys()
    {
        Converse();
        var record = _alice.Record;
        var state = record.Current!;

        record.Dispose();

        Assert.All(state.RootKey.ToArray(), b => Assert.Equal(0, b));
        Assert.All(state.Ratchet.PrivateKey.Span.ToArray(), b => Assert.Equal(0, b));
        Assert.All(state.Sending!.Memory.ToArray(), b => Assert.Equal(0, b));
        Assert.All(state.Receiving, chain => Assert.All(chain.Chain.Memory.ToArray(), b => Assert.Equal(0, b)));
        Assert.False(record.HasSession);
    }

    private void Converse()
    {
        _alice.Start(_bob.Bundle(1));
        _bob.Decrypt(_alice.Encrypt("hello"));
        _alice.Decrypt(_bob.Encrypt("hi"));
    }

    /// <summary>Bob's answer from a record of its own, so that the session is unknown to the one under test.</summary>
    private EncryptedMessage Answer(SignalParty peer)
    {
        var kept = _bob.Stored;
        _bob.Stored = new SessionRecord().Serialize();
        _bob.Decrypt(peer.Encrypt("hello"));
        var answer = _bob.Encrypt("hi");
        _bob.Stored = kept;
        return answer;
    }
}
