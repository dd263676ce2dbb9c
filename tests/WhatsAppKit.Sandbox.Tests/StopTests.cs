using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>A connection that is asked to end: what is under way finishes, and nothing new begins.</summary>
public sealed class StopTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly GatedStore _store = new();
    private readonly TaskCompletionSource _release = new();
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _phone = null!;
    private SandboxPhone _friend = null!;
    private TestDevice _device = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _phone = await _sandbox.AddPhoneAsync("15550001");
        _friend = await _sandbox.AddPhoneAsync("15550002");
        _device = TestDevice.Create(_sandbox, _store, TestDevice.Options(_sandbox) with { TimeProvider = _time });
        await _device.PairAsync(_phone);
    }

    public async ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        await _device.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task The_stanza_in_hand_is_stored_and_confirmed_first()
    {
        var gate = _store.Close();
        await _friend.SendTextAsync(_phone.Number, "in hand");
        await Wait.UntilAsync(() => _store.IsHeld, "the message to be stored");

        var disconnecting = _device.Client.DisconnectAsync();
        Assert.Equal(ConnectionState.Connected, _device.Client.Status.State);
        gate.SetResult();
        await Wait.ForAsync(disconnecting, "the disconnection");

        Assert.Single(_device.Received, message => message.Text == "in hand");
        await Wait.UntilAsync(() => Waiting() == 0, "the server to hear of it");
        Assert.Equal(ConnectionState.Disconnected, _device.Client.Status.State);
    }

    [Fact]
    public async Task A_message_that_was_sent_hears_its_answer()
    {
        var held = HoldMessages();
        var sending = _device.Client.Messages.SendTextAsync(_friend.Jid, "on its way");
        await Wait.ForAsync(held, "the message to leave");

        var disconnecting = _device.Client.DisconnectAsync();
        _release.SetResult();

        await Wait.ForAsync(disconnecting, "the disconnection");
        await Wait.ForAsync(sending, "the answer");
        Assert.Equal(ConnectionState.Disconnected, _device.Client.Status.State);
    }

    [Fact]
    public async Task Nothing_new_begins_and_what_arrives_is_left_to_the_next_connection()
    {
        var held = HoldMessages();
        var sending = _device.Client.Messages.SendTextAsync(_friend.Jid, "on its way");
        await Wait.ForAsync(held, "the message to leave");
        var disconnecting = _device.Client.DisconnectAsync();
        _sandbox.Faults.Reading = null;

        var group = Core.Binary.Jid.Parse("120363000000000001@g.us");
        await Wait.UntilAsync(
            () => _device.Client.Groups.GetAsync(group) is { IsFaulted: true, Exception.InnerException: WhatsAppNotConnectedException }, "a question to be refused");
        await Wait.ForAsync(_friend.SendTextAsync(_phone.Number, "too late"), "the friend");
        _release.SetResult();
        await Wait.ForAsync(disconnecting, "the disconnection");
        await Wait.ForAsync(sending, "the answer");
        Assert.Empty(_device.Received);

        await _device.Client.ConnectAsync();
        await _device.ReceivesAsync("too late");
    }

    [Fact]
    public async Task What_does_not_finish_in_time_is_left()
    {
        var held = HoldMessages();
        var sending = _device.Client.Messages.SendTextAsync(_friend.Jid, "never confirmed");
        await Wait.ForAsync(held, "the message to leave");

        var disconnecting = _device.Client.DisconnectAsync();
        await PassUntilAsync(disconnecting);

        await PassUntilAsync(sending);
        Assert.True((await Assert.ThrowsAsync<WhatsAppNotConnectedException>(() => sending)).MayHaveBeenSent);
        Assert.Equal(ConnectionState.Disconnected, _device.Client.Status.State);
    }

    [Fact]
    public async Task The_token_cuts_the_waiting_short()
    {
        var held = HoldMessages();
        var sending = _device.Client.Messages.SendTextAsync(_friend.Jid, "never confirmed");
        await Wait.ForAsync(held, "the message to leave");
        using var patience = new CancellationTokenSource();

        var disconnecting = _device.Client.DisconnectAsync(patience.Token);
        Assert.False(disconnecting.IsCompleted);
        await patience.CancelAsync();

        await Wait.ForAsync(disconnecting, "the end");
        await PassUntilAsync(sending);
        await Assert.ThrowsAsync<WhatsAppNotConnectedException>(() => sending);
        Assert.Equal(ConnectionState.Disconnected, _device.Client.Status.State);
    }

    [Fact]
    public async Task A_logout_in_the_last_moment_counts()
    {
        var held = HoldMessages();
        var sending = _device.Client.Messages.SendTextAsync(_friend.Jid, "never confirmed");
        await Wait.ForAsync(held, "the message to leave");
        var disconnecting = _device.Client.DisconnectAsync();

        await _sandbox.RemoveDeviceAsync(_device.Client.Status.PhoneJid!.Value);

        await Wait.ForAsync(disconnecting, "the end");
        await PassUntilAsync(sending);
        await Assert.ThrowsAsync<WhatsAppNotConnectedException>(() => sending);
        Assert.Contains(_device.Events.OfType<Core.Session.Events.ConnectionChanged>(), change => change.Status.State == ConnectionState.LoggedOut);
        Assert.Null(_device.Client.Status.PhoneJid);
    }

    /// <summary>Lets time go on until some work ends, well or not.</summary>
    private Task PassUntilAsync(Task work) => Wait.UntilAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            return work.IsCompleted;
        },
        "work to end");

    private int Waiting()
    {
        lock (_sandbox.Core.Accounts.Gate)
        {
            return _sandbox.Core.Accounts.FindDevice(_phone.Jid.WithDevice(1))!.Pending.Count(stanza => stanza.Tag == "message");
        }
    }

    /// <summary>The server takes the device's messages into its hand and does nothing until it is told to.</summary>
    private Task HoldMessages()
    {
        var held = new TaskCompletionSource();
        _sandbox.Faults.Reading = async (_, stanza) =>
        {
            if (stanza.Tag == "message")
            {
                held.TrySetResult();
                await _release.Task;
            }

            return true;
        };
        return held.Task;
    }

    /// <summary>A store whose commits can be made to wait.</summary>
    private sealed class GatedStore : ISessionStore
    {
        private readonly MemorySessionStore _inner = new();
        private TaskCompletionSource? _gate;

        public bool IsHeld { get; private set; }

        public TaskCompletionSource Close() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string kind, string key, CancellationToken cancellationToken = default) =>
            _inner.GetAsync(kind, key, cancellationToken);

        public ValueTask<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> GetManyAsync(
            string kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) =>
            _inner.GetManyAsync(kind, keys, cancellationToken);

        public async ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken = default)
        {
            if (_gate is { } gate)
            {
                IsHeld = true;
                await gate.Task.WaitAsync(cancellationToken);
            }

            await _inner.CommitAsync(commit, cancellationToken);
        }
    }
}
