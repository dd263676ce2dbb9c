using System.Data.Common;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>A client at work, and the row that remembers its number and what it must not do after a restart.</summary>
internal sealed class RunningInstance : IAsyncDisposable
{
    private const string Unreadable = "session-unreadable";
    private const string LoggedOut = "logged-out";

    private readonly InstanceRef _instance;
    private readonly ConnectionRecorder _recorder;
    private readonly TimeProvider _time;
    private readonly GatewayLogs _logs;
    private readonly Task _watching;
    private volatile ConnectionStatus? _fault;
    private volatile bool _ending;
    private string _told = PublicStatus.Of(ConnectionState.Disconnected);

    public RunningInstance(
        WhatsAppClient client, InstanceRef instance, ConnectionRecorder recorder, TimeProvider time, GatewayLogs logs)
    {
        Client = client;
        _instance = instance;
        _recorder = recorder;
        _time = time;
        _logs = logs;
        _watching = WatchAsync(client.Subscribe());
    }

    public WhatsAppClient Client { get; }

    /// <summary>Where the connection stands; a session that cannot be read is a failure of its own.</summary>
    public ConnectionStatus Status => _fault ?? Client.Status;

    public Task ConnectAsync(CancellationToken cancellationToken) => BeginAsync(Client.ConnectAsync, cancellationToken);

    public Task ResumeAsync(CancellationToken cancellationToken) => BeginAsync(Client.ResumeAsync, cancellationToken);

    /// <summary>Tells that the account was just left, until the next connect.</summary>
    public void BeLoggedOut() => _fault = new ConnectionStatus { State = ConnectionState.LoggedOut, Since = _time.GetUtcNow(), Error = LoggedOut };

    public async ValueTask DisposeAsync()
    {
        _ending = true;
        await Client.DisposeAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
    }

    private async Task BeginAsync(Func<CancellationToken, Task> begin, CancellationToken cancellationToken)
    {
        try
        {
            await begin(cancellationToken).ConfigureAwait(false);
            _fault = null;
        }
        catch (CorruptStoreException)
        {
            _fault = new ConnectionStatus { State = ConnectionState.Failed, Since = _time.GetUtcNow(), Error = Unreadable };
            throw;
        }
    }

    private async Task WatchAsync(EventSubscription events)
    {
        while (!await ReadAsync(events).ConfigureAwait(false))
        {
            events = Client.Subscribe();
            if (_ending)
            {
                // The client may have ended its subscriptions before this one began.
                break;
            }

            await RememberAsync(Client.Status).ConfigureAwait(false);
        }

        events.Dispose();
    }

    /// <summary>False when events were missed: what the last ones would have told is then asked for.</summary>
    private async Task<bool> ReadAsync(EventSubscription events)
    {
        try
        {
            await foreach (var happened in events.ReadAllAsync().ConfigureAwait(false))
            {
                if (happened is ConnectionChanged { Status: var status })
                {
                    await RememberAsync(status).ConfigureAwait(false);
                }
            }

            return true;
        }
        catch (SubscriberLaggedException error)
        {
            events.Dispose();
            ConnectionsLog.WatchLagged(_logs.Error, _instance.InstanceId, error);
            return false;
        }
    }

    private async Task RememberAsync(ConnectionStatus status)
    {
        Tell(status);
        try
        {
            await _recorder.RecordAsync(_instance, status, Client.Status.State == status.State).ConfigureAwait(false);
        }
        catch (DbException error)
        {
            ConnectionsLog.NotRemembered(_logs.Error, _instance.InstanceId, status.State, error);
        }
    }

    /// <summary>One line for each status that users see, not for each attempt below it.</summary>
    private void Tell(ConnectionStatus status)
    {
        if (PublicStatus.Of(status.State) is var now && now != _told)
        {
            _told = now;
            var phone = status.PhoneJid is { } jid ? Masked.Address(jid.User) : null;
            BusinessLog.InstanceIs(_logs.Business, _instance.SubscriptionId, _instance.InstanceId, now, phone);
        }
    }
}
