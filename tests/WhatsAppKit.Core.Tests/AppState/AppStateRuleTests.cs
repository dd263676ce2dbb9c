using System.IO.Compression;
using Google.Protobuf;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.AppState.Actions;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Sync;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Storage;
using static WhatsAppKit.Core.Protobuf.SyncActionValue.Types;
using Response = WhatsAppKit.Core.Protobuf.Message.Types.PeerDataOperationRequestResponseMessage.Types.PeerDataOperationResult.Types.SyncDSnapshotFatalRecoveryResponse;

namespace WhatsAppKit.Core.Tests.AppState;

/// <summary>What single records mean for this device, and how much of what comes from outside is taken.</summary>
public sealed class AppStateRuleTests
{
    private static readonly Jid Friend = Jid.FromPhoneNumber("15550002");
    private static readonly Jid FriendLid = new("100000000000099", JidServer.Lid);

    [Fact]
    public async Task A_new_name_is_kept_with_the_version_it_came_in_and_told_to_the_server()
    {
        await using var bench = await AppStateBench.CreateAsync();

        await bench.ReceiveAsync("critical_block", Action(["setting_pushName"], new SyncActionValue { PushNameSetting = new PushNameSetting { Name = "After" } }));

        Assert.Equal("After", bench.State.Credentials.PushName);
        var told = Assert.Single(bench.Session.Sent);
        Assert.Equal(("presence", "After", null), (told.Tag, told["name"], told["type"]));
        Assert.Equal("After", Assert.IsType<OwnNameChanged>(Assert.Single(bench.Events)).Name);
    }

    [Fact]
    public async Task Pairs_of_addresses_are_learned_from_contacts_and_from_chats()
    {
        await using var bench = await AppStateBench.CreateAsync();
        var other = Jid.FromPhoneNumber("15550003");
        var otherLid = new Jid("100000000000033", JidServer.Lid);

        await bench.ReceiveAsync("critical_unblock_low", Action(["contact", Friend.ToString()], new SyncActionValue
        {
            ContactAction = new ContactAction { FullName = "Bob", LidJid = FriendLid.ToString() },
        }));
        await bench.ReceiveAsync("regular", Action(["pnForLidChat", otherLid.ToString()], new SyncActionValue
        {
            PnForLidChatAction = new PnForLidChatAction { PnJid = other.ToString() },
        }));

        Assert.Equal(FriendLid, await bench.State.LidMap.LidOfAsync(Friend, default));
        Assert.Equal(other, await bench.State.LidMap.PhoneOfAsync(otherLid, default));
        Assert.IsType<AppStateChanged>(bench.Events.Last());
    }

    [Fact]
    public async Task The_accounts_salt_is_kept_and_forgotten()
    {
        await using var bench = await AppStateBench.CreateAsync();
        var action = Action(["nct_salt_sync"], new SyncActionValue { NctSaltSyncAction = new NctSaltSyncAction { Salt = ByteString.CopyFrom(1, 2, 3) } });

        await bench.ReceiveAsync("regular_high", action);
        Assert.Equal([1, 2, 3], (await bench.Store.GetAsync(StoreKind.PrivacyToken, "salt"))!.Value.ToArray());
        await bench.ReceiveAsync("regular_high", action with { IsRemoval = true });

        Assert.Null(await bench.Store.GetAsync(StoreKind.PrivacyToken, "salt"));
        Assert.Equal([AppStateOperation.Set, AppStateOperation.Remove], bench.Events.Select(e => e.Operation));
    }

    [Fact]
    public async Task Of_several_changes_of_one_thing_only_the_last_is_told()
    {
        await using var bench = await AppStateBench.CreateAsync();

        await bench.ReceiveAsync("regular_low", ChatActions.Pin(Friend, true), ChatActions.Pin(FriendLid, true), ChatActions.Pin(Friend, false));

        Assert.Equal([(FriendLid, true), (Friend, false)], bench.Events.Cast<ChatPinChanged>().Select(e => (e.Chat, e.IsPinned)));
    }

    [Theory]
    [InlineData("""["a_new_kind","1"]""")]
    [InlineData("""["pin_v1"]""")]
    [InlineData("""["pin_v1","no address"]""")]
    [InlineData("""["star","15550002@s.whatsapp.net"]""")]
    public async Task What_is_unknown_or_not_as_it_should_be_is_handed_on_as_it_is(string index)
    {
        await using var bench = await AppStateBench.CreateAsync();
        var parts = ActionIndex.Read(ByteString.CopyFromUtf8(index))!;

        await bench.ReceiveAsync("regular", Action([.. parts], new SyncActionValue { PinAction = new PinAction { Pinned = true } }));

        var changed = Assert.IsType<AppStateChanged>(Assert.Single(bench.Events));
        Assert.Equal(parts, changed.Index);
        Assert.True(SyncActionValue.Parser.ParseFrom(changed.Value.Span).PinAction.Pinned);
        Assert.Equal(1ul, (await bench.Collections.FindAsync("regular", default)).Version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""["a",["b"]]""")]
    [InlineData("""["a"] """)]
    [InlineData("""["a"]]""")]
    [InlineData("""["a" """)]
    public void An_index_that_is_no_array_of_texts_is_none(string text) =>
        Assert.Equal(text == """["a"] """, ActionIndex.Read(ByteString.CopyFromUtf8(text)) is not null);

    [Fact]
    public void An_index_is_written_without_spaces_and_without_escapes() =>
        Assert.Equal("""["contact","Ünï<>&@x"]""", ActionIndex.Write(["contact", "Ünï<>&@x"]).ToStringUtf8());

    [Fact]
    public async Task Of_two_keys_under_one_id_the_newer_stays_and_the_newest_key_encrypts()
    {
        await using var bench = await AppStateBench.CreateAsync();
        await bench.ShareAsync(bench.Key(2, 300), bench.Key(3, 200));
        var before = (await bench.KeysAsync()).Find(bench.Key(2, 300).KeyId.KeyId.Memory)!.Index.ToArray();

        await bench.ShareAsync(bench.Key(2, 250));
        Assert.Equal(before, (await bench.KeysAsync()).Find(bench.Key(2, 300).KeyId.KeyId.Memory)!.Index.ToArray());
        Assert.Equal(2, (await bench.KeysAsync()).Newest!.Id.Span[^1]);

        await bench.ShareAsync(bench.Key(2, 400));
        Assert.NotEqual(before, (await bench.KeysAsync()).Find(bench.Key(2, 300).KeyId.KeyId.Memory)!.Index.ToArray());
        Assert.False(await bench.ShareAsync(bench.Key(4, 900, length: 31)));
        Assert.False(await bench.ShareAsync(new Message.Types.AppStateSyncKey()));
        Assert.Equal(3, (await bench.KeysAsync()).All.Count());
    }

    [Fact]
    public async Task A_snapshot_that_was_not_asked_for_is_refused()
    {
        await using var bench = await AppStateBench.CreateAsync();
        await bench.ReceiveAsync("regular", ChatActions.Pin(Friend, true));
        var before = await bench.Store.DumpAsync();
        bench.Session.Answer = _ => Task.FromResult(new BinaryNode("iq", null, new BinaryNode("sync", null, new BinaryNode(
            "collection", [("name", "regular")], new BinaryNode("snapshot", null, new byte[] { 1 })))));

        await Assert.ThrowsAsync<ProtocolException>(() => bench.Pull.RunAsync("regular", asSnapshot: false, default));

        Assert.Equal(before, await bench.Store.DumpAsync());
    }

    [Fact]
    public async Task A_server_that_promises_more_and_sends_nothing_is_not_asked_for_ever()
    {
        await using var bench = await AppStateBench.CreateAsync();
        bench.Session.Answer = _ => Task.FromResult(AppStateBench.Answer("regular", [], hasMore: true));

        await Assert.ThrowsAsync<ProtocolException>(() => bench.Pull.RunAsync("regular", asSnapshot: false, default));

        Assert.Single(bench.Session.Asked);
    }

    [Fact]
    public async Task A_patch_that_fails_changes_nothing_and_tells_nothing()
    {
        await using var bench = await AppStateBench.CreateAsync();
        await bench.ReceiveAsync("regular", ChatActions.Pin(Friend, true));
        var before = await bench.Store.DumpAsync();
        var patch = SyncdPatch.Parser.ParseFrom((await bench.PatchAsync("regular", ChatActions.Pin(Friend, false))).Span);
        patch.PatchMac = ByteString.CopyFrom(new byte[32]);
        bench.Session.Answer = _ => Task.FromResult(AppStateBench.Answer("regular", [patch.ToByteArray()]));

        await Assert.ThrowsAsync<AppStateDamageException>(() => bench.Pull.RunAsync("regular", asSnapshot: false, default));

        Assert.Equal(before, await bench.Store.DumpAsync());
        Assert.Single(bench.Events);
    }

    [Fact]
    public async Task A_patch_that_comes_again_is_passed_over()
    {
        await using var bench = await AppStateBench.CreateAsync();
        var patch = await bench.PatchAsync("regular", ChatActions.Pin(Friend, true));
        var versioned = SyncdPatch.Parser.ParseFrom(patch.Span);
        versioned.Version = new SyncdVersion { Version = 1 };
        bench.Session.Answer = _ => Task.FromResult(AppStateBench.Answer("regular", [versioned.ToByteArray(), versioned.ToByteArray()]));

        await bench.Pull.RunAsync("regular", asSnapshot: false, default);
        await bench.Pull.RunAsync("regular", asSnapshot: false, default);

        Assert.Single(bench.Events);
        Assert.Equal(1ul, (await bench.Collections.FindAsync("regular", default)).Version);
    }

    [Theory]
    [InlineData("bomb")]
    [InlineData("no gzip")]
    [InlineData("another collection")]
    [InlineData("wrong sum")]
    [InlineData("short MAC")]
    [InlineData("no protobuf")]
    public async Task A_copy_of_the_phone_that_is_not_what_was_asked_for_is_refused(string what)
    {
        await using var bench = await AppStateBench.CreateAsync();
        var keys = await bench.KeysAsync();
        var record = new SyncdPlainTextRecord
        {
            Value = ChatActions.Pin(Friend, true).ToData(bench.Time.GetUtcNow()),
            KeyId = ByteString.CopyFrom(keys.Newest!.Id.Span),
            Mac = ByteString.CopyFrom(new byte[what == "short MAC" ? 31 : 32]),
        };
        var copy = new SyncdSnapshotRecovery
        {
            Version = new SyncdVersion { Version = 3 },
            CollectionName = what == "another collection" ? "regular_high" : "regular",
            CollectionLthash = ByteString.CopyFrom(new byte[128]),
            MutationRecords = { record },
        };
        var content = what == "bomb" ? new byte[AppStateLimits.MaxBlobLength + 1] : what == "no protobuf" ? [255] : copy.ToByteArray();
        var response = new Response
        {
            CollectionSnapshot = ByteString.CopyFrom(what == "no gzip" ? [1, 2, 3] : Compressed(content)),
            IsCompressed = true,
        };

        var error = Assert.Throws<AppStateDamageException>(() => RecoveredCopy.Read(response, "regular", keys));

        // It is given up while it is inflated, not when all of it is there.
        Assert.Equal(what == "bomb", error.Message.Contains("too large", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_and_texts_of_people_are_not_in_what_events_and_models_print()
    {
        var contact = new AddressBookContact(Friend) { FullName = "Secret name" };
        Assert.DoesNotContain("Secret", contact.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", new ContactChanged(contact).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", new QuickReply("1", "s", "Secret", []).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", new AppStateChanged(["kind", "Secret"], default).ToString(), StringComparison.Ordinal);
    }

    private static StateAction Action(IReadOnlyList<string> index, SyncActionValue value) => new(index, 1, value);

    private static byte[] Compressed(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var writer = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            writer.Write(content);
        }

        return compressed.ToArray();
    }
}
