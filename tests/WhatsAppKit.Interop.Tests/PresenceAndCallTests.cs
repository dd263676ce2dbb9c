using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Core.Calls;
using WhatsAppKit.Core.Presence;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>Read receipts, presence, typing and calls between our client and a Baileys client.</summary>
public sealed class PresenceAndCallTests : IAsyncLifetime
{
    private const int Read = 4;

    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _ourPhone = null!;
    private SandboxPhone _baileysPhone = null!;
    private TestDevice? _ours;
    private BaileysClient? _baileys;

    private TestDevice Ours => _ours!;

    private BaileysClient Baileys => _baileys!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _ourPhone = await _sandbox.AddPhoneAsync("15550001");
        _baileysPhone = await _sandbox.AddPhoneAsync("15550002");
        _baileys = await BaileysClient.PairAsync(_sandbox, _baileysPhone);
        _ours = await TestDevice.PairAsync(_sandbox, _ourPhone);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ours is not null)
        {
            await _ours.DisposeAsync();
        }

        if (_baileys is not null)
        {
            await _baileys.DisposeAsync();
        }

        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task What_we_read_Baileys_knows_as_read_and_the_other_way_round()
    {
        var theirs = await Baileys.SendAsync(_ourPhone.Jid.ToString(), "from Baileys");
        await Ours.Client.Messages.MarkReadAsync([(await Ours.ReceivesAsync("from Baileys")).Reference]);
        await Wait.UntilAsync(
            () => Baileys.Of("status").Any(e => BaileysClient.Text(e, "id") == theirs && e.GetProperty("status").GetInt32() == Read), "Baileys' read message");

        var ours = await Ours.Client.Messages.SendTextAsync(_baileysPhone.Jid, "from us");
        var received = await Baileys.ReceivesAsync("from us");
        var key = new JsonObject { ["remoteJid"] = BaileysClient.Text(received, "chat"), ["id"] = ours.Id, ["fromMe"] = false };
        await Baileys.CallAsync("markRead", new JsonObject { ["keys"] = new JsonArray(key) });

        await Wait.UntilAsync(() => Ours.Events.OfType<ReceiptReceived>().Any(e => e.Kind == ReceiptKind.Read && e.Ids.Contains(ours.Id)), "our read message");
    }

    [Fact]
    public async Task Presence_is_seen_both_ways()
    {
        await GoOnlineAsync();
        await Baileys.CallAsync("subscribe", To(_ourPhone.Lid.ToString()));
        await Wait.UntilAsync(() => Presences(_ourPhone.Lid.ToString()).Contains("available"), "our presence at Baileys");
        await Ours.Client.Presence.SetAvailableAsync(false);
        await Wait.UntilAsync(() => Presences(_ourPhone.Lid.ToString()).LastOrDefault() == "unavailable", "our absence at Baileys");

        await Ours.Client.Presence.SetAvailableAsync(true);
        await Ours.Client.Presence.SubscribeAsync(_baileysPhone.Lid);
        await Wait.UntilAsync(() => Ours.Events.OfType<PresenceChanged>().Any(e => e.Chat == _baileysPhone.Lid && e.IsAvailable), "Baileys' presence");
        await Baileys.CallAsync("presence", new JsonObject { ["type"] = "unavailable" });
        await Wait.UntilAsync(() => Ours.Events.OfType<PresenceChanged>().Any(e => e is { IsAvailable: false, LastSeen: not null }), "Baileys' absence");
    }

    [Fact]
    public async Task Typing_is_seen_both_ways()
    {
        await GoOnlineAsync();
        foreach (var (state, told) in new[] { (TypingState.Composing, "composing"), (TypingState.Recording, "recording"), (TypingState.Paused, "available") })
        {
            await Ours.Client.Presence.SetTypingAsync(_baileysPhone.Lid, state);
            await Wait.UntilAsync(() => Presences(_ourPhone.Lid.ToString()).LastOrDefault() == told, $"{state} at Baileys");
        }

        foreach (var (state, told) in new[] { (TypingState.Composing, "composing"), (TypingState.Recording, "recording"), (TypingState.Paused, "paused") })
        {
            await Baileys.CallAsync("presence", new JsonObject { ["type"] = told, ["to"] = _ourPhone.Lid.ToString() });
            await Wait.UntilAsync(() => Ours.Events.Contains(new TypingChanged(_baileysPhone.Lid, _baileysPhone.Lid, state)), $"Baileys' {state}");
        }
    }

    [Fact]
    public async Task Calls_are_refused_both_ways()
    {
        var offer = new JsonObject { ["id"] = "CALL1", ["to"] = _ourPhone.Lid.ToString(), ["creator"] = _baileysPhone.Lid.ToString() };
        Assert.Equal("offer", BaileysClient.Text(await Baileys.CallAsync("offerCall", offer), "type"));
        var ringing = await Wait.ForAsync(() => Ours.Events.OfType<CallChanged>().FirstOrDefault(call => call.Status == CallStatus.Ringing), "Baileys' call");
        Assert.Equal(("CALL1", _baileysPhone.Lid, true), (ringing.Id, ringing.Caller, ringing.IsVideo));
        await Ours.Client.Calls.RejectAsync(ringing);
        await CallAsync("CALL1", "reject");

        using var caller = _ourPhone.Subscribe();
        var call = await _ourPhone.CallAsync(_baileysPhone.Lid.ToString());
        var told = await CallAsync(call.Id, "offer");
        await Baileys.CallAsync("rejectCall", new JsonObject { ["id"] = call.Id, ["from"] = BaileysClient.Text(told, "from") });
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var happened in caller.ReadAllAsync(limit.Token))
        {
            if (happened is CallChanged { Status: CallStatus.RejectedElsewhere } refused)
            {
                Assert.Equal(call.Id, refused.Id);
                break;
            }
        }
    }

    private static JsonObject To(string jid) => new() { ["to"] = jid };

    /// <summary>What Baileys reports of a call.</summary>
    private async Task<JsonElement> CallAsync(string id, string status)
    {
        bool Fits(JsonElement told) => BaileysClient.Text(told, "id") == id && BaileysClient.Text(told, "status") == status;
        await Wait.UntilAsync(() => Baileys.Of("call").Any(Fits), $"Baileys' news that the call is {status}");
        return Baileys.Of("call").First(Fits);
    }

    private string?[] Presences(string chat) => [.. Baileys.Of("presence").Where(e => BaileysClient.Text(e, "id") == chat).Select(e => BaileysClient.Text(e, "state"))];

    /// <summary>Both go online; ours learns its name from what its phone sends.</summary>
    private async Task GoOnlineAsync()
    {
        await Baileys.CallAsync("presence", new JsonObject { ["type"] = "available" });
        await _ourPhone.SendTextAsync(_baileysPhone.Number, "my name");
        await _ourPhone.SendTextAsync(_baileysPhone.Number, "my name again");
        await Ours.ReceivesAsync("my name again");
        await Ours.Client.Presence.SetAvailableAsync(true);
    }
}
