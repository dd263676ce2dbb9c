using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Tests.Session;

/// <summary>The session layer of one device, over a store in memory, a fake server and a clock that stands still.</summary>
internal sealed class SessionBench : IAsyncDisposable
{
    public static readonly Jid Own = new("999", JidServer.Lid, 3);
    public static readonly Jid OwnPhone = Jid.FromPhoneNumber("49999", 3);

    public SessionBench()
    {
        Hub = new EventHub(1000);
        Events = Hub.Subscribe();
        Store = new MemorySessionStore(Time);
        State = new DeviceState(Store, Hub);
        PreKeys = new PreKeyService(Session, State, Time, NullLogger.Instance);
        Devices = new DeviceDirectory(Session, State, Time);
        Groups = new GroupDirectory(Session, State);
        Encryptor = new DeviceEncryptor(State, PreKeys, Time, NullLogger.Instance);
        Sent = new SentMessageLog(Store, Time, TimeSpan.FromDays(7));
        SenderKeys = new SenderKeyFanout(State, Encryptor, Sent);
        GroupFanout = new GroupFanout(State, Groups, Devices, SenderKeys);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public FakeSession Session { get; } = new();

    public MemorySessionStore Store { get; }

    public EventHub Hub { get; }

    public EventSubscription Events { get; }

    public DeviceState State { get; }

    public PreKeyService PreKeys { get; }

    public DeviceDirectory Devices { get; }

    public GroupDirectory Groups { get; }

    public DeviceEncryptor Encryptor { get; }

    public SentMessageLog Sent { get; }

    public SenderKeyFanout SenderKeys { get; }

    public GroupFanout GroupFanout { get; }

    public static async Task<SessionBench> CreateAsync()
    {
        var bench = new SessionBench();
        await bench.State.LoadAsync(default);
        await bench.State.UpdateCredentialsAsync(credentials => credentials with { LidJid = Own, PhoneJid = OwnPhone, Account = new byte[] { 1 } }, default);
        return bench;
    }

    public Task DoAsync(Func<StateTransaction, Task> step) => State.UpdateAsync(step, default);

    public Task<T> ReadAsync<T>(Func<StateTransaction, Task<T>> step) => State.UpdateAsync(step, default);

    /// <summary>The events so far.</summary>
    public async Task<IReadOnlyList<WhatsAppEvent>> RaisedAsync()
    {
        Hub.Complete();
        var events = new List<WhatsAppEvent>();
        await foreach (var happened in Events.ReadAllAsync())
        {
            events.Add(happened);
        }

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        PreKeys.Dispose();
        Events.Dispose();
        await State.DisposeAsync();
    }
}
