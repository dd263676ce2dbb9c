using WhatsAppKit.Core.Calls;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Calls between phones, and clients that refuse them.</summary>
public sealed class CallTests : IAsyncLifetime
{
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _owner = null!;
    private SandboxPhone _friend = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _owner = await _sandbox.AddPhoneAsync("15550001");
        _friend = await _sandbox.AddPhoneAsync("15550002");
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refused_call_stops_for_the_caller_and_on_the_own_other_devices(bool isLid)
    {
        await using var device = await TestDevice.PairAsync(_sandbox, _owner);
        await using var second = await TestDevice.PairAsync(_sandbox, _owner);
        using var caller = _friend.Subscribe();

        var call = await _friend.CallAsync((isLid ? _owner.Lid : _owner.Jid).ToString(), isVideo: true);
        var ringing = await ToldAsync(device, call.Id, CallStatus.Ringing);
        Assert.Equal((isLid ? _friend.Lid : _friend.Jid, true, false), (ringing.Caller, ringing.IsVideo, ringing.IsOffline));
        await device.Client.Calls.RejectAsync(ringing);

        Assert.Equal(CallStatus.RejectedElsewhere, (await NextCallAsync(caller)).Status);
        Assert.True((await ToldAsync(second, call.Id, CallStatus.RejectedElsewhere)).IsVideo);
        await NothingWaitsAsync(device);
    }

    [Fact]
    public async Task A_call_that_nobody_takes_is_missed_also_by_a_device_that_was_away()
    {
        await using var device = await TestDevice.PairAsync(_sandbox, _owner);
        await device.Client.DisconnectAsync();
        var call = await _friend.CallAsync(_owner.Number);
        await _friend.EndCallAsync(call, "timeout");

        await device.Client.ConnectAsync();

        Assert.True((await ToldAsync(device, call.Id, CallStatus.Missed)).IsOffline);
        await NothingWaitsAsync(device);
    }

    [Fact]
    public async Task A_call_the_phone_takes_is_answered_elsewhere_and_not_missed()
    {
        await using var device = await TestDevice.PairAsync(_sandbox, _owner);
        using var ringing = _owner.Subscribe();
        var call = await _friend.CallAsync(_owner.Number);

        await _owner.AnswerCallAsync(await NextCallAsync(ringing));
        await ToldAsync(device, call.Id, CallStatus.AnsweredElsewhere);
        await _friend.EndCallAsync(call, "timeout");

        await ToldAsync(device, call.Id, CallStatus.Ended);
    }

    private static Task<CallChanged> ToldAsync(TestDevice device, string id, CallStatus status) =>
        Wait.ForAsync(() => device.Events.OfType<CallChanged>().FirstOrDefault(call => call.Id == id && call.Status == status), $"the call {status}");

    private static async Task<CallChanged> NextCallAsync(EventSubscription events)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var happened in events.ReadAllAsync(limit.Token))
        {
            if (happened is CallChanged call)
            {
                return call;
            }
        }

        throw new InvalidOperationException("The stream has ended.");
    }

    private Task NothingWaitsAsync(TestDevice device) => Wait.UntilAsync(
        () =>
        {
            lock (_sandbox.Core.Accounts.Gate)
            {
                return _sandbox.Core.Accounts.FindDevice(device.Client.Status.PhoneJid!.Value)!.Pending.Count == 0;
            }
        },
        "the acks");
}
