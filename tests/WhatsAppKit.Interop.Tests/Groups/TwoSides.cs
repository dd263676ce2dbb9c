using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>Our client and a Baileys client, each with a phone of its own, and a third phone; and which requests the server did not know.</summary>
internal sealed class TwoSides : IAsyncDisposable
{
    /// <summary>The smallest thing that begins like a JPEG file: the sandbox looks no further.</summary>
    public static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0x4A, 0x46, 0x49, 0x46, 0];

    private readonly ConcurrentQueue<string> _unknown = new();

    private TwoSides(WhatsAppSandbox sandbox, SandboxPhone ourPhone, SandboxPhone theirPhone, SandboxPhone third)
    {
        Sandbox = sandbox;
        OurPhone = ourPhone;
        TheirPhone = theirPhone;
        Third = third;
        sandbox.Faults.Answered = (_, request, answer) =>
        {
            if (answer.Child("error")?["code"] == "501")
            {
                _unknown.Enqueue($"{request["xmlns"]} {request["type"]} {(request.Children is [var child, ..] ? child.Tag : "")}");
            }
        };
    }

    public WhatsAppSandbox Sandbox { get; }

    public SandboxPhone OurPhone { get; }

    public SandboxPhone TheirPhone { get; }

    public SandboxPhone Third { get; }

    public TestDevice Ours { get; private set; } = null!;

    public BaileysClient Theirs { get; private set; } = null!;

    public WhatsAppClient Client => Ours.Client;

    public static async Task<TwoSides> StartAsync()
    {
        var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var sides = new TwoSides(sandbox, await sandbox.AddPhoneAsync("15550001"), await sandbox.AddPhoneAsync("15550002"), await sandbox.AddPhoneAsync("15550003"));
        sides.Ours = await TestDevice.PairAsync(sandbox, sides.OurPhone);
        sides.Theirs = await BaileysClient.PairAsync(sandbox, sides.TheirPhone);
        return sides;
    }

    /// <summary>Calls a method of Baileys' socket.</summary>
    public Task<JsonElement> BaileysAsync(string method, params JsonNode?[] args) => Theirs.DoesAsync(method, args);

    /// <summary>What Baileys knows of a group, asked now.</summary>
    public Task<JsonElement> MetadataAsync(Jid group) => BaileysAsync("groupMetadata", group.ToString());

    public Task<T> HappensAsync<T>(Func<T, bool> condition)
        where T : WhatsAppEvent => Wait.ForAsync(() => Ours.Events.OfType<T>().FirstOrDefault(condition), typeof(T).Name);

    /// <summary>Waits until Baileys reports something.</summary>
    public async Task<JsonElement> BaileysTellsAsync(string name, Func<JsonElement, bool> condition)
    {
        await Wait.UntilAsync(() => Theirs.Of(name).Any(condition), $"Baileys' event '{name}'");
        return Theirs.Of(name).First(condition);
    }

    /// <summary>A group of ours with Baileys in it, which Baileys has heard of.</summary>
    public async Task<Jid> OurGroupAsync(string subject = "Ours")
    {
        var group = await Client.Groups.CreateAsync(subject, [TheirPhone.Jid]);
        await BaileysTellsAsync("joined", e => BaileysClient.Text(e, "id") == group.Jid.ToString());
        return group.Jid;
    }

    /// <summary>A group of Baileys' with us in it, which our client has heard of.</summary>
    public async Task<Jid> TheirGroupAsync(string subject = "Theirs")
    {
        var created = await BaileysAsync("groupCreate", subject, new JsonArray(OurPhone.Jid.ToString()));
        var group = Jid.Parse(BaileysClient.Text(created, "id")!);
        await HappensAsync<Core.Groups.GroupJoined>(e => e.Group.Jid == group);
        return group;
    }

    public async ValueTask DisposeAsync()
    {
        await Theirs.DisposeAsync();
        await Ours.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    /// <summary>Every request found somebody who knows it.</summary>
    public void NothingWasUnknown() => Assert.Empty(_unknown);
}
