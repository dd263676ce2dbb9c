using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>A chat in which our client and Baileys send each other every kind of message.</summary>
/// <param name="Ours">Our client.</param>
/// <param name="Baileys">The other one.</param>
/// <param name="Chat">The chat as we address it.</param>
/// <param name="ToOurs">The chat as Baileys addresses it.</param>
internal sealed record TypeRun(TestDevice Ours, BaileysClient Baileys, Jid Chat, string ToOurs)
{
    public const string Preview = "https://example.com/a";

    public static readonly DateTimeOffset Tomorrow = DateTimeOffset.FromUnixTimeSeconds(1_900_000_000);

    /// <summary>A text of ours, and the key Baileys has for it.</summary>
    public SentMessage Mine { get; private set; } = null!;

    public JsonNode MineKey { get; private set; } = null!;

    /// <summary>A text of Baileys, and the key it has for it.</summary>
    public MessageReceived Theirs { get; private set; } = null!;

    public JsonNode TheirsKey { get; private set; } = null!;

    public MessageService Messages => Ours.Client.Messages;

    public byte[] Bytes { get; } = RandomNumberGenerator.GetBytes(3000);

    public async Task OpenAsync()
    {
        Mine = await Messages.SendTextAsync(Chat, "a text of ours");
        MineKey = Key(await SeenByBaileysAsync(Mine.Id));
        var sent = await SendContentAsync(new JsonObject { ["text"] = "a text of Baileys" });
        TheirsKey = Key(sent);
        Theirs = Assert.IsType<MessageReceived>(await SeenByUsAsync(BaileysClient.Text(sent, "id")!));
    }

    public Task<MediaFile> UploadAsync(MediaKind kind, string type) => Ours.Client.Media.UploadAsync(new MemoryStream(Bytes), kind, type);

    public async Task<JsonElement> SeenByBaileysAsync(string id)
    {
        await Wait.UntilAsync(() => Baileys.Of("message").Any(m => BaileysClient.Text(m, "id") == id && IsReadable(m)), $"Baileys' message {id}");
        return Baileys.Of("message").First(m => BaileysClient.Text(m, "id") == id && IsReadable(m));
    }

    public Task<ChatEvent> SeenByUsAsync(string id) =>
        Wait.ForAsync(() => Ours.Events.OfType<ChatEvent>().FirstOrDefault(e => e.Id == id), $"our event of {id}");

    public Task<JsonElement> SendContentAsync(JsonObject content, JsonObject? options = null) =>
        Baileys.CallAsync("sendContent", new JsonObject { ["to"] = ToOurs, ["content"] = content, ["options"] = options });

    public async Task<string> RelayAsync(JsonObject message) =>
        BaileysClient.Text(await Baileys.CallAsync("relay", new JsonObject { ["to"] = ToOurs, ["message"] = message }), "id")!;

    public JsonObject File() => new() { ["$bytes"] = Convert.ToBase64String(Bytes) };

    public JsonObject Thumbnail() => new() { ["$bytes"] = Convert.ToBase64String(Bytes.AsSpan(0, 64)) };

    /// <summary>Both addressings of us and of Baileys, as keys of votes may be made of either.</summary>
    public (string[] Ours, string[] Baileys) Addresses()
    {
        var status = Ours.Client.Status;
        var baileys = Baileys.Of("open").Last();
        return (
            [status.PhoneJid!.Value.ToUser().ToString(), status.LidJid!.Value.ToUser().ToString()],
            [Jid.Parse(BaileysClient.Text(baileys, "id")!).ToUser().ToString(), Jid.Parse(BaileysClient.Text(baileys, "lid")!).ToUser().ToString()]);
    }

    /// <summary>Downloads a file with Baileys and compares it with what was uploaded.</summary>
    public async Task DownloadedByBaileysAsync(JsonElement media, string type)
    {
        var whole = await Baileys.CallAsync("downloadMedia", new JsonObject
        {
            ["type"] = type,
            ["file"] = new JsonObject(new[] { "url", "directPath", "mediaKey", "fileSha256", "fileEncSha256" }.Select(
                name => KeyValuePair.Create(name, (JsonNode?)BaileysClient.Text(media, name)))),
        });
        Assert.Equal(Convert.ToHexString(Bytes), Convert.ToHexString(whole.GetProperty("content").GetBytesFromBase64()));
    }

    /// <summary>Downloads a file with our client and compares it with what Baileys uploaded.</summary>
    public async Task DownloadedByUsAsync(MediaContent content)
    {
        var copy = new MemoryStream();
        await Ours.Client.Media.DownloadAsync(content.File, copy);
        Assert.Equal(Convert.ToHexString(Bytes), Convert.ToHexString(copy.ToArray()));
    }

    private static bool IsReadable(JsonElement message) => message.GetProperty("content").ValueKind == JsonValueKind.Object;

    private static JsonNode Key(JsonElement message) => JsonNode.Parse(message.GetProperty("key").GetRawText())!;
}
