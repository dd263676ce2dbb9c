using System.Collections.Concurrent;
using Google.Protobuf;
using WhatsAppKit.Core;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>What does not verify is refused, and mended where that is possible; what the phone has not shared is waited for.</summary>
public sealed class AppStateRecoveryTests : IAsyncLifetime
{
    private static readonly Jid Friend = Jid.FromPhoneNumber("15550002");

    private readonly ConcurrentQueue<BinaryNode> _peer = new();
    private readonly ConcurrentQueue<BinaryNode> _asked = new();
    private readonly FailingStore _store = new();
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _phone = null!;
    private TestDevice _device = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _sandbox.Faults.Sending = (device, message) =>
        {
            if (device.Id > 0 && message["category"] == "peer")
            {
                _peer.Enqueue(message);
            }
        };
        _sandbox.Faults.Asking = (device, iq) =>
        {
            if (device.Id > 0 && iq["xmlns"] == "w:sync:app:state")
            {
                _asked.Enqueue(iq);
            }
        };
        _phone = await _sandbox.AddPhoneAsync("15550001");
        _device = await TestDevice.PairAsync(_sandbox, _phone, _store);
        await AppStateRig.ReadyAsync(_device);
    }

    public async ValueTask DisposeAsync()
    {
        await _device.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData("patch")]
    [InlineData("hash")]
    [InlineData("value")]
    [InlineData("index")]
    [InlineData("garbage")]
    [InlineData("gap")]
    public async Task A_damaged_patch_is_refused_and_a_snapshot_mends_it(string what)
    {
        await _phone.AppState.AddressBook.SaveAsync(Friend, "Bob");
        await TellsAsync<ContactChanged>(e => e.Contact.FullName == "Bob");
        _asked.Clear();
        _sandbox.Faults.AppState.Patch = (device, name, patch) =>
        {
            if (device.Id > 0 && name == "critical_unblock_low")
            {
                Damage(patch, what);
            }
        };

        await _phone.AppState.AddressBook.SaveAsync(Friend, "Robert");

        // The snapshot is genuine: the change comes with it.
        var synced = await Wait.ForAsync(() => _device.Events.OfType<AppStateSynced>().FirstOrDefault(), "the collection anew");
        Assert.Equal("Robert", Assert.IsType<ContactChanged>(Assert.Single(synced.Changes)).Contact.FullName);
        Assert.Equal((true, true), (synced.IsWhole, synced.Changes[0].FromFullSync));
        Assert.DoesNotContain(_device.Events.OfType<ContactChanged>(), e => e.Contact.FullName == "Robert");
        Assert.Equal("Robert", Assert.Single(await _device.Client.AddressBook.ListAsync()).FullName);
        Assert.Equal(["false", "true"], _asked.Select(iq => iq.Child("sync")!.Child("collection")!["return_snapshot"]));
        Assert.Empty(_device.Events.OfType<AppStateDamaged>());
    }

    [Fact]
    public async Task When_the_snapshot_is_damaged_too_the_phones_own_copy_mends_it()
    {
        await _phone.AppState.AddressBook.SaveAsync(Friend, "Bob");
        await TellsAsync<ContactChanged>(e => e.Contact.FullName == "Bob");
        DamageEverything();

        await _phone.AppState.AddressBook.SaveAsync(Friend, "Robert");

        var synced = await Wait.ForAsync(() => _device.Events.OfType<AppStateSynced>().FirstOrDefault(), "the phone's copy");
        Assert.Equal("Robert", Assert.IsType<ContactChanged>(Assert.Single(synced.Changes)).Contact.FullName);
        Assert.True(Assert.Single(_device.Events.OfType<AppStateDamaged>()).IsRecoveryUnderWay);
        Assert.Single(_peer);

        // What was mended goes on: patches on top of it verify.
        _sandbox.Faults.AppState.Patch = null;
        _sandbox.Faults.AppState.Snapshot = null;
        await _phone.AppState.AddressBook.SaveAsync(Friend, "Rob");
        await TellsAsync<ContactChanged>(e => e.Contact.FullName == "Rob");
        await _device.Client.AddressBook.SaveAsync(Friend, "Bobby");
        await AppStateRig.UntilAsync(
            async () => (await _phone.AppState.AddressBook.ListAsync()).Single().FullName == "Bobby", "the phone's address book");
    }

    [Fact]
    public async Task When_the_phone_does_not_help_what_was_known_stays_and_nothing_is_changed()
    {
        await _phone.AppState.AddressBook.SaveAsync(Friend, "Bob");
        await TellsAsync<ContactChanged>(e => e.Contact.FullName == "Bob");
        DamageEverything();
        _phone.AppState.HelpsDevices = false;
        await _phone.AppState.AddressBook.SaveAsync(Friend, "Robert");
        await Wait.UntilAsync(() => _device.Events.OfType<AppStateDamaged>().Any(e => e.IsRecoveryUnderWay), "the request");

        var error = await Assert.ThrowsAsync<AppStateException>(() => _device.Client.AddressBook.SaveAsync(Friend, "Mine"));
        await Assert.ThrowsAsync<AppStateException>(() => _device.Client.AddressBook.SaveAsync(Friend, "Mine"));

        Assert.Equal((AppStateError.Damaged, false), (error.Error, error.IsTransient));
        Assert.Equal([true, false], _device.Events.OfType<AppStateDamaged>().Select(e => e.IsRecoveryUnderWay));
        Assert.Single(_peer);
        Assert.Equal("Bob", Assert.Single(await _device.Client.AddressBook.ListAsync()).FullName);

        // Other collections are not touched by that.
        await _device.Client.Chats.PinAsync(Friend);

        // An answer nobody asked for, and one that does not add up.
        var request = _peer.Single()["id"]!;
        await OfferAsync("3EB0UNASKED", null);
        await OfferAsync(request, copy => copy.CollectionLthash = ByteString.CopyFrom(new byte[128]));
        await Wait.UntilAsync(() => _store.Written.Any(change => change is { Key: "answer/critical_unblock_low", Value: null }), "the end of the answer");
        Assert.Equal("Bob", Assert.Single(await _device.Client.AddressBook.ListAsync()).FullName);
        Assert.DoesNotContain(_device.Events.OfType<AppStateSynced>(), _ => true);
    }

    [Fact]
    public async Task A_missing_key_is_asked_for_once_and_the_share_brings_what_was_missed()
    {
        _phone.AppState.HelpsDevices = false;
        await _phone.AppState.RotateKeyAsync();

        await _phone.AppState.Chats.PinAsync(Friend);
        await _phone.AppState.Chats.MuteAsync(Friend);
        await _phone.AppState.Chats.UnpinAsync(Friend);
        await Wait.UntilAsync(() => !_peer.IsEmpty, "the request for the key");
        var error = await Assert.ThrowsAsync<AppStateException>(() => _device.Client.Chats.PinAsync(Friend));
        Assert.Equal((AppStateError.KeysMissing, true), (error.Error, error.IsTransient));
        Assert.Equal("high", _peer.First()["push_priority"]);

        _phone.AppState.HelpsDevices = true;
        _phone.AppState.ShareKeys(_device.Client.Status.PhoneJid!.Value);

        await TellsAsync<ChatMuteChanged>(e => e.IsMuted);
        await TellsAsync<ChatPinChanged>(e => !e.IsPinned);
        Assert.Single(_peer);

        // What it changes from now on is under the newer key, and what lies under the former one can still be removed.
        await _device.Client.Chats.PinAsync(Friend);
        await _phone.AppState.Chats.PinAsync(Friend);
    }

    [Fact]
    public async Task A_contact_saved_under_a_former_key_is_found_changed_and_removed()
    {
        await _device.Client.AddressBook.SaveAsync(Friend, "Bob");
        await _phone.AppState.RotateKeyAsync();
        _phone.AppState.ShareKeys(_device.Client.Status.PhoneJid!.Value);
        await AppStateRig.UntilAsync(async () => await KeyCountAsync() == 2, "the second key");

        await _device.Client.AddressBook.RemoveAsync(Friend);

        Assert.Empty(await _device.Client.AddressBook.ListAsync());
        await _device.Client.AddressBook.SaveAsync(Friend, "Robert");
        Assert.Equal("Robert", (await _device.Client.AddressBook.FindAsync(Friend))!.FullName);
        Assert.Empty(_device.Events.OfType<AppStateDamaged>());
    }

    [Fact]
    public async Task A_device_whose_phone_shares_nothing_has_no_app_state_and_says_so()
    {
        var silent = await _sandbox.AddPhoneAsync("15550009");
        silent.AppState.HelpsDevices = false;
        await using var device = await TestDevice.PairAsync(_sandbox, silent);

        var error = await Assert.ThrowsAsync<AppStateException>(() => device.Client.Chats.PinAsync(Friend));

        Assert.Equal(AppStateError.KeysMissing, error.Error);
        Assert.Empty(await device.Client.AddressBook.ListAsync());
        Assert.Null(await device.Client.AddressBook.FindAsync(Friend));
        silent.AppState.HelpsDevices = true;
        silent.AppState.ShareKeys(device.Client.Status.PhoneJid!.Value);
        await AppStateRig.ReadyAsync(device);
        await device.Client.Chats.PinAsync(Friend);
    }

    [Fact]
    public async Task Only_the_phone_may_share_keys()
    {
        await using var second = await TestDevice.PairAsync(_sandbox, _phone);
        await AppStateRig.ReadyAsync(second);
        var share = new Message.Types.AppStateSyncKeyShare();
        share.Keys.Add(new Message.Types.AppStateSyncKey
        {
            KeyId = new Message.Types.AppStateSyncKeyId { KeyId = ByteString.CopyFrom(1, 2, 3, 4, 5, 6) },
            KeyData = new Message.Types.AppStateSyncKeyData { KeyData = ByteString.CopyFrom(new byte[32]), Timestamp = long.MaxValue },
        });
        await second.Client.PeerSender.SendAsync(
            _device.Client.Status.PhoneJid!.Value,
            new Message.Types.ProtocolMessage { Type = Message.Types.ProtocolMessage.Types.Type.AppStateSyncKeyShare, AppStateSyncKeyShare = share },
            [],
            CancellationToken.None);
        await second.Client.Messages.SendTextAsync(_phone.Jid, "after the share");
        await _device.ReceivesAsync("after the share");

        Assert.Equal(1, await KeyCountAsync());
    }

    [Fact]
    public async Task Two_writers_at_once_both_get_through()
    {
        await using var second = await TestDevice.PairAsync(_sandbox, _phone);
        await AppStateRig.ReadyAsync(second);
        var conflicts = 2;
        _sandbox.Faults.AppState.Uploading = async (device, name) =>
        {
            // Twice the phone is faster.
            if (device.Id == 1 && name == "regular_low" && Interlocked.Decrement(ref conflicts) >= 0)
            {
                await _phone.AppState.Chats.PinAsync(Jid.FromPhoneNumber($"1555200{conflicts}"));
            }
        };

        await Task.WhenAll(
            _device.Client.Chats.PinAsync(Friend),
            second.Client.Chats.MarkUnreadAsync(Friend),
            _phone.AppState.Chats.ArchiveAsync(Jid.FromPhoneNumber("15550003")));

        foreach (var device in new[] { _device, second })
        {
            await Wait.UntilAsync(() => device.Events.OfType<ChatPinChanged>().Count(e => e.IsPinned) == 3, "all pins");
            await Wait.UntilAsync(() => device.Events.OfType<ChatReadChanged>().Any(), "the mark");
            await Wait.UntilAsync(() => device.Events.OfType<ChatArchiveChanged>().Any(), "the archiving");
            Assert.Empty(device.Events.OfType<AppStateDamaged>());
        }
    }

    [Fact]
    public async Task A_writer_who_is_always_too_late_gives_up_and_changes_nothing()
    {
        var number = 0;
        _sandbox.Faults.AppState.Uploading = (device, name) =>
            device.Id == 1 ? _phone.AppState.Chats.PinAsync(Jid.FromPhoneNumber($"1555300{number++}")) : Task.CompletedTask;

        var error = await Assert.ThrowsAsync<AppStateException>(() => _device.Client.Chats.PinAsync(Friend));

        Assert.Equal((AppStateError.Conflict, true, 4), (error.Error, error.IsTransient, number));
        Assert.DoesNotContain(_device.Events.OfType<ChatPinChanged>(), e => e.Chat == Friend);
    }

    [Theory]
    [InlineData(403, false)]
    [InlineData(503, true)]
    public async Task A_refusal_of_the_server_is_told_with_its_code(int code, bool isTransient)
    {
        _sandbox.Faults.AppState.Refusing = (device, name) => device.Id == 1 && name == "regular_high" ? code : null;

        var error = await Assert.ThrowsAsync<AppStateException>(() => _device.Client.Chats.MuteAsync(Friend));

        Assert.Equal((AppStateError.Refused, code, isTransient), (error.Error, error.Code, error.IsTransient));
        await _device.Client.Chats.PinAsync(Friend);
    }

    [Fact]
    public async Task A_change_of_very_many_entries_comes_in_one_event_and_through_a_file()
    {
        var actions = Enumerable.Range(0, 300).Select(i => new Core.AppState.Actions.StateAction(
            ["contact", $"1555{i:0000000}@s.whatsapp.net"],
            2,
            new SyncActionValue { ContactAction = new SyncActionValue.Types.ContactAction { FullName = $"Contact {i}" } }));

        await _phone.AppState.Feature.Writer.SendAsync("critical_unblock_low", [.. actions], CancellationToken.None);

        var synced = await Wait.ForAsync(() => _device.Events.OfType<AppStateSynced>().FirstOrDefault(), "the changes");
        Assert.Equal(300, synced.Changes.Count);
        Assert.Equal(300, (await _device.Client.AddressBook.ListAsync()).Count);

        // One more entry rewrites one part of the collection, not all of it.
        _store.Written.Clear();
        await _phone.AppState.AddressBook.SaveAsync(Friend, "One more");
        await TellsAsync<ContactChanged>(e => e.Contact.FullName == "One more");
        Assert.Single(_store.Written, change => change.Kind == StoreKind.AppStateRecords);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Whichever_commit_fails_a_change_is_neither_lost_nor_told_twice(bool isApplied, bool isFatal)
    {
        _store.AppliesFailing = isApplied;
        _store.DiesFailing = isFatal;
        for (var commit = 1; ; commit++)
        {
            _store.FailAt(commit);
            await _phone.AppState.AddressBook.SaveAsync(Friend, $"Name {commit}");
            await _phone.AppState.AddressBook.SaveAsync(Jid.FromPhoneNumber("15550003"), $"Other {commit}");
            await NamedAsync($"Name {commit}", $"Other {commit}");
            if (!_store.HasFailed)
            {
                Assert.True(commit > 2, "No commit failed.");
                break;
            }

            _store.Revive();
        }

        var told = _store.Events.OfType<ContactChanged>().GroupBy(e => e.Contact.FullName).ToDictionary(same => same.Key!, same => same.Count());
        Assert.All(told, each => Assert.Equal(1, each.Value));
        Assert.Empty(_store.Events.OfType<AppStateDamaged>());
    }

    [Fact]
    public async Task A_dirty_account_is_fetched_and_cleaned()
    {
        _asked.Clear();
        var cleaned = new TaskCompletionSource<BinaryNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        _sandbox.Faults.Asking = (device, iq) =>
        {
            if (iq["xmlns"] == "urn:xmpp:whatsapp:dirty")
            {
                cleaned.TrySetResult(iq);
            }
            else if (device.Id > 0 && iq["xmlns"] == "w:sync:app:state")
            {
                _asked.Enqueue(iq);
            }
        };

        await _sandbox.ConnectionOf(_device.Client.Status.PhoneJid!.Value).SendAsync(new BinaryNode(
            "ib", [("from", Jid.WhatsAppServer)], new BinaryNode("dirty", [("type", "account_sync"), ("timestamp", "1760000000")])));

        var clean = (await cleaned.Task.WaitAsync(TimeSpan.FromSeconds(60))).Child("clean")!;
        Assert.Equal(("account_sync", "1760000000"), (clean["type"], clean["timestamp"]));

        // The last round of pairing may still be under way: each is asked for at least once.
        Assert.Equal(CollectionNames.All.Order(), _asked.Select(iq => iq.Child("sync")!.Child("collection")!["name"]!).Distinct().Order());
    }

    private static void Damage(SyncdPatch patch, string what)
    {
        switch (what)
        {
            case "patch":
                patch.PatchMac = Flipped(patch.PatchMac);
                break;
            case "hash":
                patch.SnapshotMac = Flipped(patch.SnapshotMac);
                break;
            case "value":
                patch.Mutations[0].Record.Value.Blob = Flipped(patch.Mutations[0].Record.Value.Blob);
                break;
            case "index":
                patch.Mutations[0].Record.Index.Blob = Flipped(patch.Mutations[0].Record.Index.Blob);
                break;
            case "garbage":
                patch.Mutations[0].Record = new SyncdRecord();
                break;
            case "gap":
                patch.Version.Version++;
                break;
        }
    }

    private static ByteString Flipped(ByteString bytes)
    {
        var copy = bytes.ToByteArray();
        copy[^1] ^= 1;
        return ByteString.CopyFrom(copy);
    }

    private static bool IsOurs(Device device, string name) => device.Id > 0 && name == "critical_unblock_low";

    private void DamageEverything()
    {
        _sandbox.Faults.AppState.Patch = (device, name, patch) =>
        {
            if (IsOurs(device, name))
            {
                patch.PatchMac = Flipped(patch.PatchMac);
            }
        };
        _sandbox.Faults.AppState.Snapshot = (device, name, snapshot) =>
        {
            if (IsOurs(device, name))
            {
                snapshot.Mac = Flipped(snapshot.Mac);
            }
        };
    }

    private Task OfferAsync(string request, Action<SyncdSnapshotRecovery>? change) =>
        _phone.AppState.OfferCopyAsync(_device.Client.Status.PhoneJid!.Value, request, "critical_unblock_low", change, CancellationToken.None);

    private async Task<int> KeyCountAsync() => (await _device.Client.AppState.Keys.ExportAsync(CancellationToken.None)).Count;

    private Task<T> TellsAsync<T>(Func<T, bool> condition)
        where T : AppStateEvent => Wait.ForAsync(() => _device.Events.OfType<T>().FirstOrDefault(condition), typeof(T).Name);

    /// <summary>Waits until the device's address book has both names, after as many restarts as it takes.</summary>
    private async Task NamedAsync(string first, string second)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (_store.IsDead || _device.Client.Status.State != ConnectionState.Connected)
            {
                await _device.DisposeAsync();
                _store.Revive();
                _device = TestDevice.Create(_sandbox, _store);
                await _device.Client.ResumeAsync();
                await _device.ConnectedAsync();
            }

            if (!_store.IsDead && await NamesAsync() is var names && names.Contains(first) && names.Contains(second))
            {
                return;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private async Task<HashSet<string?>> NamesAsync()
    {
        try
        {
            return [.. (await _device.Client.AddressBook.ListAsync()).Select(contact => contact.FullName)];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
