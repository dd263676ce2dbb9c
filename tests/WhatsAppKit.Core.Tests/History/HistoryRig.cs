using System.IO.Compression;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.History;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Core.Tests.Media;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.History;

/// <summary>Reads parts of a history without a phone: we are 100 (LID 9100) at device 3.</summary>
internal sealed class HistoryRig : IDisposable
{
    public static readonly Jid Us = Jid.FromPhoneNumber("12025550100");
    public static readonly Jid OurLid = Jid.Parse("9100@lid");

    private readonly MediaRig _media = new();
    private readonly HistoryWorker _worker;

    private HistoryRig(HistoryOptions options, TimeProvider time, ISessionStore? store)
    {
        var events = new EventHub(16);
        var used = store ?? Store;
        State = new DeviceState(used, events);
        Secrets = new SecretStore(used, State.LidMap, time, TimeSpan.FromDays(90));
        Tokens = new PrivacyTokenStore(used, State.LidMap, time);
        _worker = new HistoryWorker(
            State,
            new PartSource(_media.Media, options),
            new MessageProjector(Secrets, new AdminRevocations(new GroupDirectory(null!, State), State, null!), time),
            Tokens,
            new HistoryRequests(State, null!, options, time),
            events,
            options,
            time,
            NullLogger.Instance);
    }

    public ObservedStore Store { get; } = new();

    public DeviceState State { get; }

    public SecretStore Secrets { get; }

    public PrivacyTokenStore Tokens { get; }

    public FakeHosts Hosts => _media.Hosts;

    public IEnumerable<T> Of<T>()
        where T : WhatsAppEvent => Store.Events.OfType<T>();

    public IEnumerable<HistoryMessage> Messages => Of<HistoryReceived>().SelectMany(batch => batch.Messages);

    public static async Task<HistoryRig> CreateAsync(HistoryOptions? options = null, TimeProvider? time = null, ISessionStore? store = null)
    {
        var rig = new HistoryRig(options ?? new HistoryOptions(), time ?? TimeProvider.System, store);
        await rig.State.LoadAsync(default);
        await rig.State.UpdateCredentialsAsync(
            credentials => credentials with { PhoneJid = Us.WithDevice(3), LidJid = OurLid.WithDevice(3) }, default);
        return rig;
    }

    /// <summary>A part of one chat with one message.</summary>
    public static HistorySync Part(string chat, params WebMessageInfo[] messages)
    {
        var conversation = new Conversation { Id = chat };
        conversation.Messages.AddRange(messages.Select(message => new HistorySyncMsg { Message = message }));
        return new HistorySync { SyncType = HistorySyncType.Recent, Conversations = { conversation } };
    }

    public static byte[] Pack(byte[] part)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(part);
        }

        return packed.ToArray();
    }

    public Task ReadAsync(HistorySync part) => ReadPackedAsync(Pack(part.ToByteArray()));

    public Task ReadPackedAsync(byte[] packed) => ReadAsync(new HistorySyncNotification
    {
        SyncType = HistorySyncType.Recent,
        InitialHistBootstrapInlinePayload = ByteString.CopyFrom(packed),
        PeerDataRequestSessionId = "asked",
    });

    public Task ReadAsync(HistorySyncNotification notification) => _worker.ReadAsync(new PendingPart("3EB0", notification), default);

    public void Dispose() => _media.Dispose();
}
