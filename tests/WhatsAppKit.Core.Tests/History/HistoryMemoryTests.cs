using System.Diagnostics;
using System.IO.Compression;
using Google.Protobuf;
using WhatsAppKit.Core.History;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Tests.History;

/// <summary>Alone in its collection: what other tests allocate at the same time would count as well.</summary>
[CollectionDefinition(nameof(HistoryMemoryTests), DisableParallelization = true)]
[Collection(nameof(HistoryMemoryTests))]
public sealed class HistoryMemoryTests
{
    private const int Chats = 2_000;
    private const int MessagesPerChat = 50;
    private const long MaxManaged = 16L * 1024 * 1024;
    private const long MaxWorkingSet = 100L * 1024 * 1024;

    [Fact]
    public async Task A_hundred_thousand_messages_are_read_in_little_memory()
    {
        var packed = await PackAsync();
        var store = new MeasuringStore();
        using var rig = await HistoryRig.CreateAsync(store: store);

        // Code that runs for the first time takes memory too: it shall not count.
        await rig.ReadAsync(HistoryRig.Part("12025550123@s.whatsapp.net", HistoryRuleTests.Text("hello")));
        store.Start();

        await rig.ReadPackedAsync(packed);

        store.Measure();
        Assert.Equal((Chats * MessagesPerChat) + 1, store.Messages);
        Assert.InRange(store.Managed, long.MinValue, MaxManaged);
        Assert.InRange(store.WorkingSet, long.MinValue, MaxWorkingSet);
    }

    private static async Task<byte[]> PackAsync()
    {
        using var packed = new MemoryStream();
        await using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var chat = 0; chat < Chats; chat++)
            {
                var conversation = new Conversation { Id = $"1555{chat:D7}@s.whatsapp.net", Name = $"Contact {chat}", LidJid = $"9{chat:D7}@lid" };
                for (var i = 0; i < MessagesPerChat; i++)
                {
                    var info = HistoryRuleTests.Text($"Message {i} of the chat {chat}, about as long as messages between people tend to be.", i % 2 == 0);
                    info.Key.Id = $"3EB0{chat:X8}{i:X4}";
                    info.MessageSecret = ByteString.CopyFrom(new byte[32]);
                    conversation.Messages.Add(new HistorySyncMsg { Message = info, MsgOrderId = (ulong)i });
                }

                new HistorySync { Conversations = { conversation } }.WriteTo(zlib);
            }
        }

        return packed.ToArray();
    }

    /// <summary>Keeps nothing of messages, and looks at the memory now and then, when everything that is held is held.</summary>
    private sealed class MeasuringStore : ISessionStore
    {
        private const int Every = 50;

        private readonly MemorySessionStore _store = new();
        private readonly Process _process = Process.GetCurrentProcess();
        private long _managed;
        private long _workingSet;
        private int _commits;

        public int Messages { get; private set; }

        public long Managed { get; private set; } = long.MinValue;

        public long WorkingSet { get; private set; } = long.MinValue;

        public void Start()
        {
            _managed = GC.GetTotalMemory(forceFullCollection: true);
            _workingSet = Resident();
        }

        public void Measure()
        {
            WorkingSet = Math.Max(WorkingSet, Resident() - _workingSet);
            Managed = Math.Max(Managed, GC.GetTotalMemory(forceFullCollection: true) - _managed);
        }

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string kind, string key, CancellationToken cancellationToken = default) =>
            _store.GetAsync(kind, key, cancellationToken);

        public ValueTask<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> GetManyAsync(
            string kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) =>
            _store.GetManyAsync(kind, keys, cancellationToken);

        public ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken = default)
        {
            Messages += commit.Events.OfType<HistoryReceived>().Sum(batch => batch.Messages.Count);
            if (++_commits % Every == 0)
            {
                Measure();
            }

            return _store.CommitAsync(new StoreCommit([.. commit.Changes.Where(change => change.Kind != StoreKind.MessageSecret)]), cancellationToken);
        }

        private long Resident()
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }
}
