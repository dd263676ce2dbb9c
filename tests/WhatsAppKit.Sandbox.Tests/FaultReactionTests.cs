using WhatsAppKit.Core;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Media;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>More faults that a test script makes happen, and what our client does about them.</summary>
public sealed class FaultReactionTests : IAsyncLifetime
{
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _friend = null!;
    private SandboxPhone _owner = null!;
    private TestDevice _device = null!;

    private Faults.DeviceFaults Faults => _sandbox.FaultsOf(_device.Client.Status.PhoneJid!.Value);

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _friend = await _sandbox.AddPhoneAsync("15550002");
        _owner = await _sandbox.AddPhoneAsync("15550001");
        _device = await TestDevice.PairAsync(_sandbox, _owner);
        await _sandbox.ShouldSettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _device.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_message_that_comes_twice_is_answered_twice_and_told_once()
    {
        Faults.RepeatNextMessage();
        var sent = await _friend.SendTextAsync("15550001", "twice");
        await _friend.SendTextAsync("15550001", "once");
        await _device.ReceivesAsync("once");
        await _sandbox.ShouldSettleAsync();

        Assert.Single(_device.Received, message => message.Id == sent.Id);
        Assert.DoesNotContain(_device.Events, happened => happened is MessageUndecryptable);
    }

    [Fact]
    public async Task A_damaged_message_is_asked_for_again_and_told_once()
    {
        Faults.DamageNextMessage();
        await _friend.SendTextAsync("15550001", "damaged");

        await _device.ReceivesAsync("damaged");
        await _sandbox.ShouldSettleAsync();
        Assert.Single(_device.Received, message => message.Text == "damaged");
    }

    [Fact]
    public async Task A_damaged_frame_ends_the_connection_and_what_was_said_meanwhile_comes_on_the_next()
    {
        Faults.LoseNextMessage();
        await _friend.SendTextAsync("15550001", "meanwhile");
        await Faults.DamageFrameAsync();

        await _device.ReceivesAsync("meanwhile");
        Assert.Contains(_device.Events.OfType<ConnectionChanged>(), change => change is { Reason: "reader-failed", Status.State: ConnectionState.Reconnecting });
    }

    [Theory]
    [InlineData(401, ConnectionState.LoggedOut, true)]
    [InlineData(403, ConnectionState.LoggedOut, true)]
    [InlineData(405, ConnectionState.ClientOutdated, false)]
    [InlineData(406, ConnectionState.LoggedOut, true)]
    [InlineData(409, ConnectionState.Failed, false)]
    [InlineData(402, ConnectionState.Banned, false)]
    public async Task A_failure_that_repeating_cannot_mend_is_not_repeated(int code, ConnectionState state, bool isForgotten)
    {
        await Faults.FailAsync(code);
        await Wait.UntilAsync(() => _device.Client.Status.State == state, "the state");
        await _friend.SendTextAsync("15550001", "to nobody");

        Assert.Equal((isForgotten, 0), (_device.Client.Status.PhoneJid is null, _sandbox.SocketsOpen));
        Assert.Null(_device.Client.Status.RetryAt);
    }

    [Theory]
    [InlineData("503")]
    [InlineData("515")]
    [InlineData("ack")]
    [InlineData("xml-not-well-formed")]
    public async Task A_stream_that_ends_for_now_is_opened_again(string error)
    {
        await Faults.EndStreamAsync(error);
        await Wait.UntilAsync(() => _device.Events.OfType<ConnectionChanged>().Count(change => change.Reason == "logged-in") == 2, "the next login");

        await _friend.SendTextAsync("15550001", "here again");
        await _device.ReceivesAsync("here again");
    }

    [Fact]
    public async Task A_ban_says_what_it_is_for_and_when_it_ends_if_the_server_says_so()
    {
        await Faults.FailAsync(402, 101, TimeSpan.FromHours(2));
        await Wait.UntilAsync(() => _device.Client.Status.State == ConnectionState.Banned, "the ban");

        Assert.Equal("ban-too-many-strangers", _device.Client.Status.Error);
        Assert.NotNull(_device.Client.Status.RetryAt);
    }

    [Theory]
    // The address is still good: the phone's copy would be refused as well.
    [InlineData(403, false)]
    [InlineData(404, true)]
    [InlineData(410, true)]
    [InlineData(415, false)]
    public async Task A_file_that_the_host_refuses_is_not_asked_for_again_and_the_caller_learns_whether_the_phone_can_help(int status, bool mayReupload)
    {
        var file = await _device.Client.Media.UploadAsync(new MemoryStream(new byte[1_000]), MediaKind.Image);
        _sandbox.Media.Add(new MediaFault(MediaOperation.Download) { Status = status });

        var refused = await Assert.ThrowsAsync<MediaUnavailableException>(() => _device.Client.Media.OpenReadAsync(file));

        Assert.Equal((status, mayReupload), (refused.Status, refused.MayReupload));
        await using var whole = await _device.Client.Media.OpenReadAsync(file);
    }

    [Fact]
    public async Task A_fault_of_an_account_meets_each_of_its_devices()
    {
        await using var second = await TestDevice.PairAsync(_sandbox, _owner);
        foreach (var faults in _sandbox.FaultsOf(_owner))
        {
            faults.RefuseNextMessage(463);
            faults.CutLine();
        }

        foreach (var device in new[] { _device, second })
        {
            await Wait.UntilAsync(() => device.Events.OfType<ConnectionChanged>().Count(change => change.Reason == "logged-in") == 2, "the next login");
            await Assert.ThrowsAsync<MessageRejectedException>(() => device.Client.Messages.SendTextAsync(_friend.Jid, "refused"));
        }
    }
}
