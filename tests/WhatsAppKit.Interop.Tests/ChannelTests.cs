using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>Messages of channels between this library and Baileys.</summary>
public sealed class ChannelTests
{
    [Fact]
    public async Task Baileys_reads_our_message_in_a_channel_and_we_read_its()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var ourPhone = await sandbox.AddPhoneAsync("15550001");
        var theirPhone = await sandbox.AddPhoneAsync("15550002");
        await using var ours = await TestDevice.PairAsync(sandbox, ourPhone);
        await using var baileys = await BaileysClient.PairAsync(sandbox, theirPhone);
        var ourChannel = sandbox.CreateChannel(ourPhone, "Ours");
        var theirChannel = sandbox.CreateChannel(theirPhone, "Theirs");
        sandbox.FollowChannel(ourChannel, theirPhone);
        sandbox.FollowChannel(theirChannel, ourPhone);

        var sent = await ours.Client.Messages.SendTextAsync(ourChannel, "from us");
        var id = await baileys.SendAsync(theirChannel.ToString(), "from Baileys");

        var read = await baileys.ReceivesAsync("from us");
        Assert.Equal((sent.Id, ourChannel.ToString()), (BaileysClient.Text(read, "id"), BaileysClient.Text(read, "chat")));
        var received = await ours.ReceivesAsync("from Baileys");
        Assert.Equal((id, theirChannel, 100L), (received.Id, received.Chat, received.ServerId));
    }
}
