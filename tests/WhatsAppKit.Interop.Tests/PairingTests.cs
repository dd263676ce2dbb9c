using System.Text.Json.Nodes;
using WhatsAppKit.Core;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

public class PairingTests
{
    [Fact]
    public async Task Baileys_pairs_by_qr_and_verifies_every_signature_on_the_way()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        await using var baileys = await BaileysClient.PairAsync(sandbox, phone);

        var open = Assert.Single(baileys.Of("open"));
        Assert.Equal("15550001:1@s.whatsapp.net", BaileysClient.Text(open, "id"));
        Assert.Equal($"{phone.Lid.User}:1@lid", BaileysClient.Text(open, "lid"));

        // Two certificates at each of two connections, and the account's signature.
        var counts = await baileys.CallAsync("counts");
        Assert.Equal(5, counts.GetProperty("identities").GetInt32());
        Assert.Equal(0, counts.GetProperty("refused").GetInt32());
    }

    [Fact]
    public async Task Baileys_refuses_a_server_whose_certificate_another_root_signed()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var baileys = await BaileysClient.StartAsync(sandbox, WhatsAppClientOptions.ProductionRootKey.ToArray());

        await baileys.CallAsync("connect");

        var close = await Wait.ForAsync(() => baileys.Of("close").Select(e => BaileysClient.Text(e, "reason")).FirstOrDefault(), "the refusal");
        Assert.Equal("noise intermediate certificate signature invalid", close);
        Assert.Empty(baileys.Of("qr"));
    }

    [Fact]
    public async Task Baileys_pairs_by_code_after_a_wrong_one_was_typed()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        await using var baileys = await BaileysClient.StartAsync(sandbox);
        await baileys.CallAsync("connect");
        await Wait.UntilAsync(() => baileys.Of("qr").Any(), "Baileys' QR code");
        var code = BaileysClient.Text(await baileys.CallAsync("requestPairingCode", new JsonObject { ["number"] = phone.Number }), "code")!;

        var wrong = code[..^1] + (code[^1] == 'A' ? 'B' : 'A');
        Assert.Equal("The code is wrong.", (await Assert.ThrowsAsync<InvalidOperationException>(() => phone.EnterCodeAsync(wrong))).Message);
        Assert.Equal("15550001:1@s.whatsapp.net", (await phone.EnterCodeAsync(code)).ToString());

        await baileys.OpensAsync(1);
        Assert.Equal("15550001:1@s.whatsapp.net", BaileysClient.Text(Assert.Single(baileys.Of("open")), "id"));
        var counts = await baileys.CallAsync("counts");
        Assert.Equal(5, counts.GetProperty("identities").GetInt32());
        Assert.Equal(0, counts.GetProperty("refused").GetInt32());
        await phone.SendTextAsync(phone.Number, "to my own devices");
        await baileys.ReceivesAsync("to my own devices");
    }
}
