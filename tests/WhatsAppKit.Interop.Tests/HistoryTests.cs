using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.History;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>The history a phone hands to Baileys and to this library: both read the same.</summary>
public sealed class HistoryTests
{
    private const int OnDemand = 6;
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddDays(-2).ToUnixTimeSeconds());

    [Fact]
    public async Task Baileys_and_this_library_read_the_same_history()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        var friend = await sandbox.AddPhoneAsync("15550002");
        phone.History.MessagesPerPart = 6;
        phone.History.Seed(
            friend.Number,
            Enumerable.Range(0, 8).Select(i => new SandboxHistoryMessage($"message {i}", Start.AddMinutes(i), FromMe: i % 2 == 0)),
            "Friend");
        phone.History.Seed("120363000000000001@g.us", [new("to all", Start, From: friend.Number)], "Team");
        phone.History.SeedName(friend.Number, "Freddie");

        await using var baileys = await BaileysClient.PairAsync(sandbox, phone, history: true);
        await using var ours = await TestDevice.PairAsync(sandbox, phone);

        await Wait.UntilAsync(() => ours.Events.OfType<HistoryProgress>().Any(done => done.IsComplete), "our history");
        await Wait.UntilAsync(() => Parts(baileys, type => type is not OnDemand).SelectMany(Messages).Select(message => message.Id).Distinct().Count() == 9, "Baileys' history");
        var theirs = Parts(baileys, type => type is not OnDemand).SelectMany(Messages).ToHashSet();
        var own = ours.Events.OfType<HistoryReceived>().SelectMany(batch => batch.Messages).Select(message => (MessageReceived)message.Event)
            .Select(message => (message.Id, message.Chat.ToString(), message.FromMe, message.Text!)).ToHashSet();
        Assert.Equal(theirs, own);

        // Names, numbers and the rest of the chats come in parts of their own, after the messages or before.
        await Wait.UntilAsync(() => Named(baileys, "chats", "name").IsSupersetOf(["Friend", "Team"]), "the names of Baileys' chats");
        await Wait.UntilAsync(() => Named(baileys, "contacts", "notify").Contains("Freddie"), "the name of Baileys' contact");
        await AppStateRig.UntilAsync(async () => BaileysClient.Text(await LidAsync(baileys, friend), "lid") == friend.Lid.ToString(), "Baileys' mapping");
    }

    [Fact]
    public async Task Older_messages_come_to_both_on_request()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        await using var baileys = await BaileysClient.PairAsync(sandbox, phone, history: true);
        await using var ours = await TestDevice.PairAsync(sandbox, phone);
        var friend = Jid.FromPhoneNumber("15550002");
        phone.History.Seed(friend.User, Enumerable.Range(0, 8).Select(i => new SandboxHistoryMessage($"message {i}", Start.AddMinutes(i), Id: $"3EB000{i}")));

        var page = await ours.Client.History.RequestAsync(new MessageReference(friend, "3EB0005", friend, FromMe: false), Start.AddMinutes(5), 3);
        await baileys.CallAsync("fetchHistory", new JsonObject
        {
            ["count"] = 3,
            ["key"] = new JsonObject { ["remoteJid"] = friend.ToString(), ["id"] = "3EB0005", ["fromMe"] = false },
            ["timestamp"] = Start.AddMinutes(5).ToUnixTimeSeconds(),
        });

        string[] expected = ["message 4", "message 3", "message 2"];
        Assert.Equal(expected, page.Messages.Select(message => ((MessageReceived)message.Event).Text));
        var part = await Wait.ForAsync(() => Parts(baileys, type => type == OnDemand).Select(each => (JsonElement?)each).FirstOrDefault() is { } found ? (object)found : null, "Baileys' answer");
        Assert.Equal(expected, Messages((JsonElement)part).Select(message => message.Text));
    }

    private static HashSet<string?> Named(BaileysClient baileys, string list, string name) =>
        [.. Parts(baileys, _ => true).SelectMany(part => part.GetProperty(list).EnumerateArray()).Select(each => BaileysClient.Text(each, name))];

    private static Task<JsonElement> LidAsync(BaileysClient baileys, SandboxPhone friend) =>
        baileys.CallAsync("lidOf", new JsonObject { ["number"] = friend.Jid.ToString() });

    private static IEnumerable<JsonElement> Parts(BaileysClient baileys, Func<int, bool> isWanted) =>
        baileys.Of("history").Where(part => isWanted(part.GetProperty("syncType").GetInt32()));

    private static IEnumerable<(string Id, string Chat, bool FromMe, string Text)> Messages(JsonElement part) =>
        part.GetProperty("messages").EnumerateArray().Select(message => (
            BaileysClient.Text(message, "id")!,
            BaileysClient.Text(message, "chat")!,
            message.GetProperty("fromMe").GetBoolean(),
            BaileysClient.Text(message, "text")!));
}
