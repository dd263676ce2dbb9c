using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests.Matrix;

/// <summary>A Baileys client in a process of its own. One that wants history tells nothing else until it has waited for it.</summary>
internal sealed class BaileysMatrixClient(WhatsAppSandbox sandbox, bool wantsHistory, string package = BaileysClient.Newest) : IMatrixClient
{
    private const int Read = 4;
    private BaileysClient? _client;

    public bool HoldsBackWhatWaited => package == BaileysClient.Old;

    private BaileysClient Client => _client ?? throw new InvalidOperationException("It was not paired.");

    public async Task PairAsync(SandboxPhone phone, bool isByCode)
    {
        if (!isByCode)
        {
            _client = await BaileysClient.PairAsync(sandbox, phone, wantsHistory, package);
            return;
        }

        _client = await BaileysClient.StartAsync(sandbox, history: wantsHistory, package: package);
        await _client.CallAsync("connect");
        await Wait.UntilAsync(() => _client.Of("qr").Any(), "Baileys' QR code");
        var code = BaileysClient.Text(await _client.CallAsync("requestPairingCode", new JsonObject { ["number"] = phone.Number }), "code")!;

        // Baileys shows the code before the server has heard of it.
        await Wait.UntilAsync(() => sandbox.Core.FindWaitingForCode(phone.Number) is not null, "Baileys' request");
        await phone.EnterCodeAsync(code);
        await _client.OpensAsync(1);
    }

    public Task ConnectAsync() => Client.ConnectAsync();

    public Task DisconnectAsync() => Client.DisconnectAsync();

    public Task<string> SendTextAsync(Jid to, string text) => Client.SendAsync(to.ToString(), text);

    public Task SeesTextAsync(string text) => Client.ReceivesAsync(text);

    public Task<string> SendImageAsync(Jid to, byte[] bytes) => SendAsync(to, new JsonObject
    {
        ["image"] = new JsonObject { ["$bytes"] = Convert.ToBase64String(bytes) },
        ["jpegThumbnail"] = "AAAA",
        ["width"] = 4,
        ["height"] = 3,
    });

    public async Task SeesImageAsync(string id, byte[] bytes)
    {
        var image = (await SeenAsync(id, "imageMessage")).GetProperty("imageMessage");
        var whole = await Client.CallAsync("downloadMedia", new JsonObject
        {
            ["type"] = "image",
            ["file"] = new JsonObject(new[] { "url", "directPath", "mediaKey", "fileSha256", "fileEncSha256" }.Select(
                name => KeyValuePair.Create(name, (JsonNode?)BaileysClient.Text(image, name)))),
        });
        Assert.Equal(bytes, whole.GetProperty("content").GetBytesFromBase64());
    }

    public Task<string> SendAsync(Jid to, MatrixKind kind, byte[] bytes) =>
        SendAsync(to, kind.Baileys(new JsonObject { ["$bytes"] = Convert.ToBase64String(bytes) }));

    public Task SeesAsync(string id, MatrixKind kind) => SeenAsync(id, kind.Part);

    public async Task ReactAsync(string text, string emoji)
    {
        var message = await Client.ReceivesAsync(text);
        await SendAsync(
            Jid.Parse(BaileysClient.Text(message, "chat")!),
            new JsonObject { ["react"] = new JsonObject { ["text"] = emoji, ["key"] = JsonNode.Parse(message.GetProperty("key").GetRawText()) } });
    }

    public Task SeesReactionAsync(string id, string emoji) => SeesAsync("reactionMessage", id, emoji);

    public Task EditAsync(Jid to, string id, string text) => SendAsync(to, new JsonObject { ["text"] = text, ["edit"] = Own(to, id) });

    public Task SeesEditAsync(string id, string text) => SeesAsync("editedMessage", id, text);

    public Task DeleteAsync(Jid to, string id) => SendAsync(to, new JsonObject { ["delete"] = Own(to, id) });

    public Task SeesDeletionAsync(string id) => SeesAsync("protocolMessage", id, "REVOKE");

    public async Task<Jid> CreateGroupAsync(string subject, Jid member) =>
        Jid.Parse(BaileysClient.Text(await Client.CallAsync("createGroup", new JsonObject { ["subject"] = subject, ["participants"] = new JsonArray(member.ToString()) }), "id")!);

    public Task RenameGroupAsync(Jid group, string subject) => Client.DoesAsync("groupUpdateSubject", group.ToString(), subject);

    public Task SeesGroupNameAsync(Jid group, string subject) => Wait.UntilAsync(
        () => Client.Of("changed").Any(e => BaileysClient.Text(e, "id") == group.ToString() && BaileysClient.Text(e, "subject") == subject), "Baileys' group name");

    public Task AddToGroupAsync(Jid group, Jid member) => Client.CallAsync(
        "changeGroup", new JsonObject { ["id"] = group.ToString(), ["action"] = "add", ["participants"] = new JsonArray(member.ToString()) });

    public Task SeesMemberAsync(Jid group, Jid member) => Wait.UntilAsync(
        () => Client.Of("participants").Any(e => BaileysClient.Text(e, "id") == group.ToString() && e.GetRawText().Contains(member.User, StringComparison.Ordinal)), "Baileys' group member");

    public async Task ReadAsync(string text)
    {
        var message = await Client.ReceivesAsync(text);
        await Client.CallAsync("markRead", new JsonObject { ["keys"] = new JsonArray(JsonNode.Parse(message.GetProperty("key").GetRawText())) });
    }

    /// <summary>In a group it tells who has read, elsewhere the state of the message.</summary>
    public Task SeesReadAsync(string id) => Wait.UntilAsync(
        () => Client.Of("read").Any(e => BaileysClient.Text(e, "id") == id)
            || Client.Of("status").Any(e => BaileysClient.Text(e, "id") == id && e.GetProperty("status").GetInt32() == Read),
        "Baileys' read message");

    /// <summary>Its phone writes first, as for our client, so that both do the same.</summary>
    public async Task GoOnlineAsync(SandboxPhone phone, SandboxPhone friend)
    {
        await phone.SendTextAsync(friend.Number, $"name of {phone.Number}");
        await Client.ReceivesAsync($"name of {phone.Number}");
        await Client.CallAsync("presence", new JsonObject { ["type"] = "available" });
    }

    public Task SubscribeAsync(Jid to) => Client.CallAsync("subscribe", new JsonObject { ["to"] = to.ToString() });

    public Task SeesOnlineAsync(Jid who) => SeesPresenceAsync(who, "available");

    public Task TypeAsync(Jid to) => Client.CallAsync("presence", new JsonObject { ["type"] = "composing", ["to"] = to.ToString() });

    public Task SeesTypingAsync(Jid who) => SeesPresenceAsync(who, "composing");

    public Task IsSyncedAsync() => AppStateRig.UntilAsync(
        async () => (await Client.CallAsync("account")).GetProperty("key").ValueKind == JsonValueKind.String, "Baileys' key");

    public Task MuteAsync(Jid chat) => Client.CallAsync("chatModify", new JsonObject { ["jid"] = chat.ToString(), ["change"] = new JsonObject { ["mute"] = 1_900_000_000_000 } });

    public Task SeesMuteAsync(Jid chat) => Wait.UntilAsync(
        () => Client.Of("chat").Any(e => e.TryGetProperty("muteEndTime", out var until) && until.ValueKind == JsonValueKind.Number), "Baileys' mute");

    /// <summary>Once it has its history, it need not wait for more of it after each login, as an old one does.</summary>
    public async Task HasHistoryAsync(string text)
    {
        await Wait.UntilAsync(
            () => Client.Of("history").SelectMany(part => part.GetProperty("messages").EnumerateArray()).Any(message => BaileysClient.Text(message, "text") == text), "Baileys' history");
        await Client.CallAsync("wantHistory", new JsonObject { ["history"] = false });
    }

    public ValueTask DisposeAsync() => _client?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static JsonObject Own(Jid to, string id) => new() { ["remoteJid"] = to.ToString(), ["fromMe"] = true, ["id"] = id };

    private async Task<string> SendAsync(Jid to, JsonObject content) =>
        BaileysClient.Text(await Client.CallAsync("sendContent", new JsonObject { ["to"] = to.ToString(), ["content"] = content }), "id")!;

    private async Task<JsonElement> SeenAsync(string id, string part)
    {
        bool Fits(JsonElement e) => BaileysClient.Text(e, "id") == id && e.GetProperty("content") is { ValueKind: JsonValueKind.Object } content && content.TryGetProperty(part, out _);
        await Wait.UntilAsync(() => Client.Of("message").Any(Fits), $"Baileys' {part}");
        return Client.Of("message").First(Fits).GetProperty("content");
    }

    /// <summary>Something done to a message: it stands in the content of a later one.</summary>
    private Task SeesAsync(string part, string id, string what) => Wait.UntilAsync(
        () => Client.Of("message").Select(e => e.GetProperty("content").GetRawText())
            .Any(content => content.Contains(part, StringComparison.Ordinal) && content.Contains(id, StringComparison.Ordinal)
                && System.Text.RegularExpressions.Regex.Unescape(content).Contains(what, StringComparison.Ordinal)),
        $"Baileys' {part}");

    private Task SeesPresenceAsync(Jid who, string state) => Wait.UntilAsync(
        () => Client.Of("presence").Any(e => BaileysClient.Text(e, "id") == who.ToString() && BaileysClient.Text(e, "state") == state), $"Baileys' {state}");
}
