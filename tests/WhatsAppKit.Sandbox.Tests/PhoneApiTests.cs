using System.Text;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Presence;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>What tests of other people do with phones.</summary>
public sealed class PhoneApiTests : IAsyncLifetime
{
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _customer = null!;
    private SandboxPhone _shop = null!;
    private TestDevice _bot = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _customer = await _sandbox.AddPhoneAsync("+1 555 0002");
        _shop = await _sandbox.AddPhoneAsync("+1 555 0001");
        _bot = await TestDevice.PairAsync(_sandbox, _shop);
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_phone_writes_reads_reacts_edits_and_deletes()
    {
        var sent = await _customer.SendTextAsync(_shop.Number, "hello");
        var seen = await _bot.ReceivesAsync("hello");
        await _bot.Client.Messages.SendTextAsync(seen.Chat, "welcome");
        var answer = await _customer.ShouldReceiveTextAsync("welcome");
        await _customer.ReadAsync(answer);
        await _customer.ReactAsync(answer.Reference, "👍");
        await _customer.EditAsync(sent.Reference, "hello!");
        await _customer.DeleteAsync(sent.Reference);
        await _customer.ReplyAsync(answer, "thanks");

        await Wait.UntilAsync(() => _bot.Events.OfType<MessageRevoked>().Any(), "the deletion");
        Assert.Equal("👍", Assert.Single(_bot.Events.OfType<ReactionChanged>()).Emoji);
        Assert.Equal(new TextContent("hello!"), Assert.Single(_bot.Events.OfType<MessageEdited>()).Content);
        Assert.Contains(_bot.Events.OfType<ReceiptReceived>(), receipt => receipt.Kind == ReceiptKind.Read);
        Assert.Equal(answer.Id, (await _bot.ReceivesAsync("thanks")).Quoted!.Reference.Id);
    }

    [Fact]
    public async Task A_phone_sends_files_and_polls_and_sees_what_is_done_with_them()
    {
        await _customer.SendImageAsync(_shop.Number, Encoding.ASCII.GetBytes("no picture at all"), "my cat");
        var picture = Assert.IsType<ImageContent>((await _bot.ReceivesAsync("my cat")).Content);
        using var copy = new MemoryStream();
        await _bot.Client.Media.DownloadAsync(picture.File, copy);
        Assert.Equal("no picture at all", Encoding.ASCII.GetString(copy.ToArray()));

        var poll = await _customer.SendPollAsync(_shop.Number, "Lunch?", "pizza", "soup");
        await Wait.UntilAsync(() => _bot.Received.Any(message => message.Id == poll.Id), "the poll");
        await _bot.Client.Messages.VoteAsync(_bot.Received.First(message => message.Id == poll.Id).Reference, ["soup"]);
        Assert.Equal(["soup"], (await _customer.ShouldSeeAsync<PollVoted>(vote => vote.Target.Id == poll.Id)).Options);
    }

    [Fact]
    public async Task A_phone_makes_groups_and_types()
    {
        await _bot.Client.Presence.SetAvailableAsync(true);
        var group = await _customer.CreateGroupAsync("Customers", _shop.Number);
        await _customer.SendTextAsync(group.ToString(), "to all");
        Assert.Equal(group, (await _bot.ReceivesAsync("to all")).Chat);
        await _customer.TypeAsync(_shop.Number);

        await Wait.UntilAsync(() => _bot.Events.OfType<TypingChanged>().Any(typing => typing.State == TypingState.Composing), "the typing");
    }

    [Fact]
    public async Task Each_message_ends_one_wait()
    {
        await _bot.Client.Messages.SendTextAsync(_customer.Jid, "twice");
        await _bot.Client.Messages.SendTextAsync(_customer.Jid, "twice");

        var first = await _customer.ShouldReceiveTextAsync("twice");
        var second = await _customer.ShouldReceiveAsync(message => message.Text == "twice");

        Assert.NotEqual(first.Id, second.Id);
        await Assert.ThrowsAsync<TimeoutException>(() => _customer.ShouldReceiveTextAsync("twice", TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public async Task A_wait_that_fails_shows_the_conversation()
    {
        await _customer.SendTextAsync(_shop.Number, "where is my order?");
        await _bot.Client.Messages.SendTextAsync(_customer.Jid, "on its way");
        await _customer.ShouldReceiveTextAsync("on its way");

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => _customer.ShouldReceiveTextAsync("it has arrived", TimeSpan.FromMilliseconds(50)));

        Assert.Contains("+15550002 did not get the text \"it has arrived\"", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-> +15550001: \"where is my order?\"", failure.Message, StringComparison.Ordinal);
        Assert.Contains("* +15550001: \"on its way\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_is_the_tests()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await using var sandbox = await WhatsAppSandbox.StartAsync(new SandboxOptions { TimeProvider = clock }, TestLog.Factory);
        var one = await sandbox.AddPhoneAsync("15550001");
        var two = await sandbox.AddPhoneAsync("15550002");
        await one.SendTextAsync(two.Number, "at once");
        clock.Advance(TimeSpan.FromDays(1));
        await one.SendTextAsync(two.Number, "a day later");

        var first = await two.ShouldReceiveTextAsync("at once");
        var second = await two.ShouldReceiveTextAsync("a day later");

        Assert.Equal(clock.GetUtcNow(), second.Timestamp);
        Assert.Equal(TimeSpan.FromDays(1), second.Timestamp - first.Timestamp);
    }
}
