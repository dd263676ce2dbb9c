using System.Text.Json;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

public sealed class MessagingTests : IAsyncLifetime
{
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _ourPhone = null!;
    private SandboxPhone _baileysPhone = null!;
    private BaileysClient? _baileys;

    private BaileysClient Baileys => _baileys!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _ourPhone = await _sandbox.AddPhoneAsync("15550001");
        _baileysPhone = await _sandbox.AddPhoneAsync("15550002");
    }

    public async ValueTask DisposeAsync()
    {
        if (_baileys is not null)
        {
            await _baileys.DisposeAsync();
        }

        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Text_from_Baileys_is_read_by_our_client_from_the_first_message_on()
    {
        await using var ours = await PairBothAsync();

        await BaileysSendsAsync(ours, "first");
        await BaileysSendsAsync(ours, "second");
        await WeSendAsync(ours, "answer");
        await BaileysSendsAsync(ours, "third");

        var device = ours.Client.Status.PhoneJid!.Value.ToString();
        Assert.Equal(["pkmsg", "pkmsg", "msg"], Baileys.Of("encrypted").Where(e => BaileysClient.Text(e, "jid") == device).Select(e => BaileysClient.Text(e, "type")));
        await NothingWasLostAsync(ours);
    }

    [Fact]
    public async Task Text_from_our_client_is_read_by_Baileys_from_the_first_message_on()
    {
        await using var ours = await PairBothAsync();

        Assert.Equal("pkmsg", Baileys.Envelope(await WeSendAsync(ours, "first")).Type);
        Assert.Equal("pkmsg", Baileys.Envelope(await WeSendAsync(ours, "second")).Type);
        await BaileysSendsAsync(ours, "answer");
        Assert.Equal("msg", Baileys.Envelope(await WeSendAsync(ours, "third")).Type);

        await NothingWasLostAsync(ours);
    }

    [Fact]
    public async Task Sessions_go_on_after_either_side_connects_again()
    {
        await using var ours = await PairBothAsync();
        await BaileysSendsAsync(ours, "before");
        await WeSendAsync(ours, "answer before");

        await Baileys.DisconnectAsync();
        await Baileys.ConnectAsync();
        await BaileysSendsAsync(ours, "after Baileys came back");
        Assert.Equal("msg", Baileys.Envelope(await WeSendAsync(ours, "answer to Baileys")).Type);

        await ours.Client.DisconnectAsync();
        await ours.Client.ConnectAsync();
        await ours.ConnectedAsync();
        Assert.Equal("msg", Baileys.Envelope(await WeSendAsync(ours, "after our return")).Type);
        await BaileysSendsAsync(ours, "answer to us");

        await NothingWasLostAsync(ours);
    }

    [Fact]
    public async Task Our_client_goes_on_with_Baileys_after_a_restart_from_the_same_file()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using (var store = new FileSessionStore(path))
        {
            await using var ours = await PairBothAsync(store);
            await BaileysSendsAsync(ours, "before");
            await WeSendAsync(ours, "answer before");
        }

        await Baileys.SendAsync(_ourPhone.Jid.ToString(), "while away");
        using (var store = new FileSessionStore(path))
        {
            await using var ours = TestDevice.Create(_sandbox, store);
            await ours.Client.ResumeAsync();
            await ours.ConnectedAsync();
            Assert.True((await ours.ReceivesAsync("while away")).IsOffline);
            Assert.Equal("msg", Baileys.Envelope(await WeSendAsync(ours, "after the restart")).Type);
            await BaileysSendsAsync(ours, "answer to the restarted");
            await NothingWasLostAsync(ours);
        }

        File.Delete(path);
    }

    [Fact]
    public async Task Baileys_is_handed_what_waited_while_it_was_away()
    {
        await using var ours = await PairBothAsync();
        await WeSendAsync(ours, "before");
        await Baileys.DisconnectAsync();
        await ours.Client.Messages.SendTextAsync(_baileysPhone.Jid, "while away 1");
        await ours.Client.Messages.SendTextAsync(_baileysPhone.Jid, "while away 2");
        await Wait.UntilAsync(() => _baileysPhone.Messages.Any(m => m.Text == "while away 2"), "the phone's copy");

        await Baileys.ConnectAsync();

        Assert.True(Baileys.Envelope(await Baileys.ReceivesAsync("while away 1")).Offline);
        Assert.True(Baileys.Envelope(await Baileys.ReceivesAsync("while away 2")).Offline);
        await BaileysSendsAsync(ours, "answer");
        await NothingWasLostAsync(ours);
    }

    [Fact]
    public async Task Every_device_of_both_accounts_sees_a_conversation()
    {
        await using var ours = await PairBothAsync();

        await WeSendAsync(ours, "from us");
        await Wait.UntilAsync(() => _ourPhone.Messages.Any(m => m is { Text: "from us", FromMe: true }), "our phone's copy");
        await Wait.UntilAsync(() => _baileysPhone.Messages.Any(m => m is { Text: "from us", FromMe: false }), "Baileys' phone's copy");
        await BaileysSendsAsync(ours, "from Baileys");
        await Wait.UntilAsync(() => _ourPhone.Messages.Any(m => m is { Text: "from Baileys", FromMe: false }), "our phone's copy");
        await Wait.UntilAsync(() => _baileysPhone.Messages.Any(m => m is { Text: "from Baileys", FromMe: true }), "Baileys' phone's copy");
        await _baileysPhone.SendTextAsync(_ourPhone.Number, "from Baileys' phone");
        await ours.ReceivesAsync("from Baileys' phone");
        Assert.True((await Baileys.ReceivesAsync("from Baileys' phone")).GetProperty("fromMe").GetBoolean());
        await _ourPhone.SendTextAsync(_baileysPhone.Number, "from our phone");
        await Baileys.ReceivesAsync("from our phone");
        Assert.True((await ours.ReceivesAsync("from our phone")).FromMe);

        await NothingWasLostAsync(ours);
    }

    [Fact]
    public async Task Delivery_is_reported_in_both_directions()
    {
        await using var ours = await PairBothAsync();

        var fromUs = BaileysClient.Text(await WeSendAsync(ours, "from us"), "id")!;
        await Wait.UntilAsync(
            () => ours.Events.OfType<ReceiptReceived>().Any(r => r.Kind == ReceiptKind.Delivered && r.Ids.Contains(fromUs)), "Baileys' receipt");
        var ourDevice = ours.Client.Status.PhoneJid!.Value.ToString();
        var fromBaileys = await BaileysSendsAsync(ours, "from Baileys");
        await Wait.UntilAsync(
            () => Baileys.Of("receipt").Any(r => BaileysClient.Text(r, "id") == fromBaileys.Id && BaileysClient.Text(r, "from") == ourDevice), "our receipt");
    }

    private async Task<TestDevice> PairBothAsync(ISessionStore? store = null)
    {
        _baileys = await BaileysClient.PairAsync(_sandbox, _baileysPhone);
        return await TestDevice.PairAsync(_sandbox, _ourPhone, store);
    }

    private async Task<MessageReceived> BaileysSendsAsync(TestDevice ours, string text)
    {
        var id = await Baileys.SendAsync(_ourPhone.Jid.ToString(), text);
        var received = await ours.ReceivesAsync(text);
        Assert.Equal(id, received.Id);
        Assert.False(received.FromMe);
        Assert.Contains(_baileysPhone.Jid, new[] { received.Chat, received.ChatAlternate });
        return received;
    }

    private async Task<JsonElement> WeSendAsync(TestDevice ours, string text)
    {
        var sent = await ours.Client.Messages.SendTextAsync(_baileysPhone.Jid, text);
        var received = await Baileys.ReceivesAsync(text);
        Assert.Equal(sent.Id, BaileysClient.Text(received, "id"));
        Assert.False(received.GetProperty("fromMe").GetBoolean());
        return received;
    }

    private async Task NothingWasLostAsync(TestDevice ours)
    {
        Assert.DoesNotContain(ours.Events, e => e is MessageUndecryptable);
        Assert.DoesNotContain(Baileys.Of("message"), m => m.GetProperty("undecryptable").GetBoolean());
        var counts = await Baileys.CallAsync("counts");
        Assert.Equal(0, counts.GetProperty("refused").GetInt32());
    }
}
