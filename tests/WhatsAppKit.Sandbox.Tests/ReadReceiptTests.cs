using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>What was read here is known there.</summary>
public sealed class ReadReceiptTests : IAsyncLifetime
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

    [Fact]
    public async Task Reading_and_playing_reach_the_writer_and_the_own_other_devices()
    {
        await using var reader = await TestDevice.PairAsync(_sandbox, _owner);
        await using var second = await TestDevice.PairAsync(_sandbox, _owner);
        await using var writer = await TestDevice.PairAsync(_sandbox, _friend);
        var sent = await writer.Client.Messages.SendTextAsync(_owner.Jid, "read me");
        var received = await reader.ReceivesAsync("read me");

        await reader.Client.Messages.MarkReadAsync([received.Reference]);
        await ToldAsync(writer, ReceiptKind.Read, sent.Id);
        var elsewhere = await Wait.ForAsync(() => second.Events.OfType<ReadElsewhere>().FirstOrDefault(e => e.Ids.Contains(sent.Id)), "the own device's news");
        Assert.Equal((received.Chat, false), (elsewhere.Chat, elsewhere.IsPlayed));

        await reader.Client.Messages.MarkPlayedAsync([received.Reference]);
        await ToldAsync(writer, ReceiptKind.Played, sent.Id);
        await Wait.UntilAsync(() => second.Events.OfType<ReadElsewhere>().Any(e => e.IsPlayed && e.Ids.Contains(sent.Id)), "the own device's news of playing");
        Assert.DoesNotContain(second.Events.OfType<ReceiptReceived>(), e => e.Kind != ReceiptKind.Delivered);
    }

    [Fact]
    public async Task Who_turned_read_receipts_off_tells_only_the_own_devices_until_they_are_on_again()
    {
        await using var reader = await TestDevice.PairAsync(_sandbox, _owner);
        await using var second = await TestDevice.PairAsync(_sandbox, _owner);
        await using var writer = await TestDevice.PairAsync(_sandbox, _friend);
        await _owner.ChoosePrivacyAsync(readReceipts: false);
        var first = await writer.Client.Messages.SendTextAsync(_owner.Jid, "in secret");
        await reader.Client.Messages.MarkReadAsync([(await reader.ReceivesAsync("in secret")).Reference]);
        await Wait.UntilAsync(() => second.Events.OfType<ReadElsewhere>().Any(e => e.Ids.Contains(first.Id)), "the own device's news");

        await _owner.ChoosePrivacyAsync(readReceipts: true);
        var next = await writer.Client.Messages.SendTextAsync(_owner.Jid, "in the open");
        await reader.Client.Messages.MarkReadAsync([(await reader.ReceivesAsync("in the open")).Reference]);
        await ToldAsync(writer, ReceiptKind.Read, next.Id);

        Assert.DoesNotContain(writer.Events.OfType<ReceiptReceived>(), e => e.Kind == ReceiptKind.Read && e.Ids.Contains(first.Id));
    }

    [Fact]
    public async Task In_a_group_each_writer_learns_of_the_own_messages()
    {
        await using var reader = await TestDevice.PairAsync(_sandbox, _owner);
        await using var writer = await TestDevice.PairAsync(_sandbox, _friend);
        var group = await writer.Client.Groups.CreateAsync("Readers", [_owner.Jid]);
        var sent = new List<SentMessage>();
        foreach (var text in new[] { "one", "two" })
        {
            sent.Add(await writer.Client.Messages.SendTextAsync(group.Jid, text));
        }

        MessageReference[] read = [(await reader.ReceivesAsync("one")).Reference, (await reader.ReceivesAsync("two")).Reference];
        await reader.Client.Messages.MarkReadAsync(read);

        var receipt = await Wait.ForAsync(() => writer.Events.OfType<ReceiptReceived>().FirstOrDefault(e => e.Kind == ReceiptKind.Read), "the receipt");
        Assert.Equal(group.Jid, receipt.Chat);
        Assert.Equal(_owner.Lid, receipt.From.ToUser());
        Assert.Equal(sent.Select(message => message.Id), receipt.Ids);
    }

    private static Task ToldAsync(TestDevice writer, ReceiptKind kind, string id) =>
        Wait.UntilAsync(() => writer.Events.OfType<ReceiptReceived>().Any(e => e.Kind == kind && e.Ids.Contains(id)), $"the receipt {kind}");
}
