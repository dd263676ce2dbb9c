using WhatsAppKit.Sandbox.Host;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>The sandbox as a program: a client in another language, over TLS with the sandbox's own certificate.</summary>
public sealed class HostTests
{
    [Fact]
    public async Task Baileys_pairs_and_talks_over_tls()
    {
        await using var host = await SandboxHost.StartAsync(SandboxHostOptions.Parse(["--port", "0"], "a-token-of-enough-length"));
        var phone = await host.Sandbox.AddPhoneAsync("15550001");
        var friend = await host.Sandbox.AddPhoneAsync("15550002");
        await using var baileys = await BaileysClient.StartAsync(host.Sandbox, endpoint: new Uri($"wss://{host.Address.Authority}/ws/chat"));
        await baileys.CallAsync("connect");
        await phone.ScanAsync(await Wait.ForAsync(() => baileys.Of("qr").Select(e => BaileysClient.Text(e, "text")).FirstOrDefault(), "Baileys' QR code"));
        await baileys.OpensAsync(1);

        await baileys.SendAsync(friend.Jid.ToString(), "over TLS");
        await friend.ShouldReceiveTextAsync("over TLS");
        await friend.SendTextAsync(phone.Number, "answer");
        await baileys.ReceivesAsync("answer");
        Assert.Empty(host.Sandbox.UnhandledStanzas);
    }
}
