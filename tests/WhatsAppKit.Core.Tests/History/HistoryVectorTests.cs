using System.Text.Json;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.History;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.History;

/// <summary>A part of the history as Baileys packs it, and what Baileys reads in it.</summary>
public sealed class HistoryVectorTests
{
    private static readonly JsonElement Vector = Vectors.Json("history.json");

    [Fact]
    public async Task What_stands_in_the_notification_itself_is_read_as_Baileys_reads_it()
    {
        using var rig = await HistoryRig.CreateAsync();
        var message = Message.Parser.ParseFrom(Vector.Hex("inlineNotificationMessageHex"));

        await rig.ReadAsync(message.ProtocolMessage.HistorySyncNotification);

        await AssertReadAsync(rig);
    }

    [Fact]
    public async Task What_stands_on_a_media_host_is_read_as_Baileys_reads_it()
    {
        using var rig = await HistoryRig.CreateAsync();
        var notification = Message.Parser.ParseFrom(Vector.Hex("notificationMessageHex")).ProtocolMessage.HistorySyncNotification;
        rig.Hosts.Files[notification.DirectPath.Split('?')[0]] = Vector.Hex("encFileHex");

        await rig.ReadAsync(notification);

        await AssertReadAsync(rig);
    }

    [Fact]
    public void The_notification_says_what_it_says_in_JSON()
    {
        var notification = Message.Parser.ParseFrom(Vector.Hex("notificationMessageHex")).ProtocolMessage.HistorySyncNotification;
        var json = Vector.GetProperty("notificationMessage").GetProperty("protocolMessage").GetProperty("historySyncNotification");

        Assert.Equal(json.Base64("fileSha256"), notification.FileSha256.ToByteArray());
        Assert.Equal(json.Base64("fileEncSha256"), notification.FileEncSha256.ToByteArray());
        Assert.Equal(json.Base64("mediaKey"), notification.MediaKey.ToByteArray());
        Assert.Equal(json.Text("fileLength"), notification.FileLength.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(json.Text("directPath"), notification.DirectPath);
        Assert.Equal(json.Text("originalMessageId"), notification.OriginalMessageId);
        Assert.Equal((HistorySyncType.Recent, 1u, 42u), (notification.SyncType, notification.ChunkOrder, notification.Progress));
        Assert.Equal(Vector.Hex("mediaKeyHex"), notification.MediaKey.ToByteArray());
        Assert.Equal(Vector.Hex("fileSha256Hex"), notification.FileSha256.ToByteArray());
        Assert.Equal(Vector.Hex("fileEncSha256Hex"), notification.FileEncSha256.ToByteArray());
    }

    [Fact]
    public void What_is_read_of_it_is_written_the_same_way()
    {
        var bytes = Vector.Hex("historySyncHex");
        Assert.Equal(bytes, HistorySync.Parser.ParseFrom(bytes).ToByteArray());
    }

    private static async Task AssertReadAsync(HistoryRig rig)
    {
        var processed = Vector.GetProperty("processed");
        var person = Jid.Parse("12025550123@s.whatsapp.net");
        var lid = Jid.Parse("123456789012345@lid");

        var contact = processed.GetProperty("contacts")[0];
        var chat = Assert.Single(rig.Of<HistoryChatsReceived>().SelectMany(batch => batch.Chats));
        Assert.Equal((contact.Text("id"), contact.Text("name"), contact.Text("lid")), (chat.Chat.ToString(), chat.Name, chat.Alternate.ToString()));
        Assert.Equal((1, DateTimeOffset.FromUnixTimeSeconds(1759999000)), (chat.UnreadCount, chat.LastMessageAt));

        Assert.Equal(processed.GetProperty("messageIds").EnumerateArray().Select(id => id.GetString()), rig.Messages.Select(message => message.Event.Id));
        var messages = rig.Messages.ToArray();
        var (hello, reply) = ((MessageReceived)messages[0].Event, (MessageReceived)messages[1].Event);
        Assert.Equal(("hello from history", false, person, lid, "Test"), (hello.Text, hello.FromMe, hello.Sender, hello.SenderAlternate!.Value, hello.PushName));
        Assert.Equal(("reply", true, HistoryRig.Us, person), (reply.Text, reply.FromMe, reply.Sender, reply.Chat));
        Assert.Equal((HistoryMessageStatus.Read, 1L), (messages[1].Status, messages[1].Order));
        Assert.Null(messages[0].Status);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1759998000), reply.Timestamp);

        Assert.Equal(new HistoryName(person, "Test", null), Assert.Single(rig.Of<HistoryNamesReceived>().SelectMany(batch => batch.Names)));
        Assert.Equal(lid, await rig.State.LidMap.LidOfAsync(person, default));
        Assert.True(Assert.Single(rig.Of<HistorySettingsReceived>()).UnarchivesOnMessage);
        var done = Assert.Single(rig.Of<HistoryProgress>());
        Assert.Equal((HistoryKind.Recent, 1, 42, 2, 0, false), (done.Kind, done.ChunkOrder, done.Percentage!.Value, done.Messages, done.PassedOver, done.IsComplete));

        // Mappings are known before the first message is told of.
        var told = rig.Store.Events.ToArray();
        Assert.True(Array.FindIndex(told, each => each is HistoryChatsReceived) < Array.FindIndex(told, each => each is HistoryReceived));
    }
}
