using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.AppState.Actions;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Keys;
using WhatsAppKit.Core.AppState.Sync;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Notifications;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Tests.Session;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.AppState;

/// <summary>The app state of one device whose server is a test: what it is told, and what it keeps.</summary>
internal sealed class AppStateBench : IAsyncDisposable
{
    private readonly KeyRing _keys;

    private AppStateBench()
    {
        State = new DeviceState(Store, new EventHub(1000));
        _keys = new KeyRing(Store, State);
        var media = new MediaService(
            Session, State, new NotificationHandler(Session, NullLogger.Instance), new MediaOptions(), Time, NullLogger.Instance);
        Collections = new CollectionStore(Store, State);
        Pull = new CollectionPull(Session, State, Collections, _keys, new ExternalBlobs(media));
    }

    public static Jid Phone { get; } = Jid.FromPhoneNumber("15550001");

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_760_000_000));

    public ScriptedSession Session { get; } = new();

    public ObservedStore Store { get; } = new();

    public DeviceState State { get; }

    public CollectionStore Collections { get; }

    public CollectionPull Pull { get; }

    public static async Task<AppStateBench> CreateAsync()
    {
        var bench = new AppStateBench();
        await bench.State.LoadAsync(default);
        await bench.State.UpdateCredentialsAsync(credentials => credentials with { PhoneJid = Phone.WithDevice(1), PushName = "Before" }, default);
        await bench.ShareAsync(bench.Key(1, 100));
        return bench;
    }

    /// <summary>A key of the phone.</summary>
    public Message.Types.AppStateSyncKey Key(byte number, long timestamp, int length = 32) => new()
    {
        KeyId = new Message.Types.AppStateSyncKeyId { KeyId = ByteString.CopyFrom(0, 0, 0, 0, 0, number) },
        KeyData = new Message.Types.AppStateSyncKeyData
        {
            KeyData = ByteString.CopyFrom(SHA256.HashData([number, (byte)timestamp]).AsSpan(0, Math.Min(length, 32))),
            Timestamp = timestamp,
        },
    };

    public Task<bool> ShareAsync(params Message.Types.AppStateSyncKey[] keys) => State.UpdateAsync(
        transaction => KeyShares.TakeAsync(transaction, new Message.Types.AppStateSyncKeyShare { Keys = { keys } }, default), default);

    public Task<KnownKeys> KeysAsync() => _keys.LoadAsync(default);

    /// <summary>Makes changes as another device would, and lets this one fetch them.</summary>
    public async Task ReceiveAsync(string collection, params StateAction[] actions)
    {
        var patch = await PatchAsync(collection, actions);
        Session.Answer = iq => Task.FromResult(Answer(collection, [patch]));
        await Pull.RunAsync(collection, asSnapshot: false, default);
    }

    public async Task<ReadOnlyMemory<byte>> PatchAsync(string collection, params StateAction[] actions)
    {
        var keys = await KeysAsync();
        var current = await Collections.FindAsync(collection, default);
        var places = actions.SelectMany(action => PatchBuilder.Places(keys, action));
        var buckets = await Collections.OpenAsync(collection, current, places, default);
        return PatchBuilder.Build(collection, current, buckets, keys, actions, Time.GetUtcNow()).ToByteArray();
    }

    public static BinaryNode Answer(string collection, IEnumerable<ReadOnlyMemory<byte>> patches, bool hasMore = false) => new(
        "iq",
        [("type", "result")],
        new BinaryNode("sync", null, new BinaryNode(
            "collection",
            [("name", collection), ("has_more_patches", hasMore ? "true" : null)],
            new BinaryNode("patches", null, [.. patches.Select(patch => new BinaryNode("patch", null, patch))]))));

    public IEnumerable<AppStateEvent> Events => Store.Events.OfType<AppStateEvent>();

    public async ValueTask DisposeAsync()
    {
        _keys.Dispose();
        await State.DisposeAsync();
    }
}
