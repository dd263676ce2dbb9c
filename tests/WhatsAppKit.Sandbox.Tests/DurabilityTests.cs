using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>
/// A store that fails at each commit in turn, while a client sends and receives in every way: nothing that was promised is
/// lost, and no message key is used twice.
/// </summary>
public sealed class DurabilityTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly WireLog _wire = new();
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _friend = null!;
    private Actor _actor = null!;
    private int _round;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _sandbox.Faults.Sending = _wire.Note;
        _friend = await _sandbox.AddPhoneAsync("15550002");
        _actor = new Actor(_sandbox, await _sandbox.AddPhoneAsync("15550001"));
        await _actor.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _actor.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task Whichever_commit_fails_nothing_is_lost_and_no_key_is_used_twice(bool isApplied, bool isFatal)
    {
        _actor.Store.AppliesFailing = isApplied;
        _actor.Store.DiesFailing = isFatal;
        var failures = 0;
        do
        {
            _round++;
            _actor.Store.FailAt(_round);
            await ExchangeAsync();
            failures += _actor.Store.HasFailed ? 1 : 0;
        }
        while (_actor.Store.HasFailed);

        // The last round was without a failure: every commit of an exchange has had its turn.
        Assert.True(failures >= 12, $"Only {failures} commits failed.");
        _wire.NoKeyIsUsedTwice();
        output.WriteLine($"{failures} commits failed, one in each round.");
    }

    /// <summary>First messages and later ones in both directions, to a person and in a group that is new, and in both directions one that must be repeated.</summary>
    private async Task ExchangeAsync()
    {
        var group = (await _friend.Groups.CreateAsync($"Group {_round}", [_actor.Phone.Jid])).Jid;
        _sandbox.Faults.CorruptNext(_actor.Address);
        await _friend.SendTextAsync(group.ToString(), $"damaged {_round}");
        await _friend.SendTextAsync("15550001", $"direct to us {_round}");
        _sandbox.Faults.CorruptNext(_friend.Lid);
        await _actor.SendAsync(_friend.Jid, $"direct {_round}");
        await _actor.SendAsync(group, $"with a key {_round}");
        await _actor.SendAsync(group, $"without {_round}");
        await _friend.SendTextAsync(group.ToString(), $"group to us {_round}");

        foreach (var text in new[] { $"damaged {_round}", $"direct to us {_round}", $"group to us {_round}" })
        {
            await ReadsAsync(text);
        }

        foreach (var text in new[] { $"direct {_round}", $"with a key {_round}", $"without {_round}" })
        {
            await GetsAsync(_friend, text);
            await GetsAsync(_actor.Phone, text);
        }

        Assert.DoesNotContain(_actor.Texts(), text => text.Value > 1);
        Assert.Equal(_friend.Messages.Count, _friend.Messages.Select(m => (m.To, m.Text)).Distinct().Count());
    }

    /// <summary>A phone reads what the actor sent; where it must ask again, the actor may die of the answer too.</summary>
    private async Task GetsAsync(SandboxPhone phone, string text)
    {
        while (!phone.Messages.Any(m => m.Text == text))
        {
            await _actor.ReviveAsync();
            await Wait.UntilAsync(() => _actor.Store.IsDead || phone.Messages.Any(m => m.Text == text), $"'{text}' on {phone.Number}");
        }
    }

    /// <summary>Reads, after as many restarts as it takes: each hands over what the server holds back until it is confirmed.</summary>
    private async Task ReadsAsync(string text)
    {
        while (!_actor.Texts().ContainsKey(text))
        {
            await _actor.ReviveAsync();
            await Wait.UntilAsync(() => _actor.Store.IsDead || _actor.Texts().ContainsKey(text), $"'{text}'");
        }
    }
}
