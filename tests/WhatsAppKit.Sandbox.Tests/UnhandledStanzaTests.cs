using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>What the sandbox does not know is refused, and can be seen.</summary>
[ExpectsFindings("Unhandled stanza", "they ask for what the sandbox does not know")]
public class UnhandledStanzaTests
{
    [Fact]
    public async Task An_unknown_request_gets_an_error_and_is_recorded()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var device = await TestDevice.PairAsync(sandbox, await sandbox.AddPhoneAsync("15550001"));
        Assert.Empty(sandbox.UnhandledStanzas);
        var answers = new List<BinaryNode>();
        sandbox.Faults.Answered = (_, asked, answer) => answers.AddRange(asked["xmlns"] == "w:unknown" ? [answer] : []);
        var connection = sandbox.ConnectionOf(device.Client.Status.PhoneJid!.Value);

        await sandbox.Core.Server.HandleAsync(connection.Device!, connection, new BinaryNode(
            "iq", [("id", "1"), ("type", "get"), ("xmlns", "w:unknown"), ("to", Jid.WhatsAppServer)], new BinaryNode("thing", [("auth", "let me in")])));

        Assert.Equal("501", Assert.Single(answers).Child("error")!["code"]);
        var missed = Assert.Single(sandbox.UnhandledStanzas);
        Assert.Equal(("iq get w:unknown/thing", connection.Device!.Name), (missed.Kind, missed.Device));
        Assert.Contains("xmlns=\"w:unknown\"", missed.Stanza, StringComparison.Ordinal);
        Assert.DoesNotContain("let me in", missed.Stanza, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_stanza_is_refused_and_the_connection_goes_on()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        await using var device = await TestDevice.PairAsync(sandbox, phone);
        var connection = sandbox.ConnectionOf(device.Client.Status.PhoneJid!.Value);

        await sandbox.Core.Server.HandleAsync(connection.Device!, connection, new BinaryNode("status", [("id", "7"), ("to", phone.Jid)]));

        Assert.Equal("status", Assert.Single(sandbox.UnhandledStanzas).Kind);
        await device.Client.Messages.SendTextAsync(phone.Jid, "still there");
        Assert.Equal(ConnectionState.Connected, device.Client.Status.State);
    }

    [Fact]
    public async Task The_record_is_bounded()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var device = await TestDevice.PairAsync(sandbox, await sandbox.AddPhoneAsync("15550001"));
        var connection = sandbox.ConnectionOf(device.Client.Status.PhoneJid!.Value);
        for (var i = 0; i < 1_200; i++)
        {
            await sandbox.Core.Server.HandleAsync(connection.Device!, connection, new BinaryNode("nonsense"));
        }

        Assert.Equal(1_000, sandbox.UnhandledStanzas.Count);
        sandbox.ClearFindings();
        Assert.Empty(sandbox.UnhandledStanzas);
    }
}
