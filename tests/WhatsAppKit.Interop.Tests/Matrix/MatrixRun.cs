using System.Security.Cryptography;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Observation;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Interop.Tests.Matrix;

/// <summary>One column of the matrix: everything the first client does, seen by the second.</summary>
/// <param name="sandbox">The server.</param>
/// <param name="first">Makes the first.</param>
/// <param name="second">Makes a second one, which wants history or not.</param>
/// <param name="left">Scenarios that are left out.</param>
internal sealed class MatrixRun(WhatsAppSandbox sandbox, Func<IMatrixClient> first, Func<bool, IMatrixClient> second, params string[] left)
{
    public const string LeftOut = "-";

    private static readonly DateTimeOffset Past = DateTimeOffset.FromUnixTimeSeconds(1_760_000_000);

    /// <summary>What became of each scenario, in order: "yes", or why not.</summary>
    public List<(string Scenario, string Result)> Results { get; } = [];

    /// <summary>What passed in each scenario.</summary>
    public Dictionary<string, Recording> Recordings { get; } = [];

    public async Task RunAsync()
    {
        var alice = await sandbox.AddPhoneAsync("15550001");
        var bob = await sandbox.AddPhoneAsync("15550002");
        bob.History.Seed("15550001", [new SandboxHistoryMessage("an old message", Past)]);
        await using var a = first();
        await using var b = second(true);
        await TryAsync("pairing by QR", () => a.PairAsync(alice, isByCode: false));
        await TryAsync("pairing by code", () => b.PairAsync(bob, isByCode: true));
        if (Results.Any(each => each.Result is not ("yes" or LeftOut)))
        {
            // Nothing of the rest would go better, and each of it would wait for its turn to fail.
            return;
        }

        await TryAsync("history", () => b.HasHistoryAsync("an old message"));
        await TalkAsync(a, b, bob.Jid, "a person");
        var group = default(Jid);
        await TryAsync("group: make", async () => group = await a.CreateGroupAsync("Matrix", bob.Jid));
        await TalkAsync(a, b, group, "a group");
        await TryAsync("group: rename", async () =>
        {
            await a.RenameGroupAsync(group, "Renamed");
            await b.SeesGroupNameAsync(group, "Renamed");
        });
        var carol = await sandbox.AddPhoneAsync("15550003");
        await TryAsync("group: add", async () =>
        {
            await a.AddToGroupAsync(group, carol.Jid);
            await b.SeesMemberAsync(group, carol.Lid);
        });
        await PresenceAsync(a, b, alice, bob);
        await ReconnectAsync(a, b, bob);
        await using var other = second(false);
        await TryAsync("app state", async () =>
        {
            await other.PairAsync(alice, isByCode: false);
            await a.IsSyncedAsync();
            await other.IsSyncedAsync();
            await a.MuteAsync(bob.Jid);
            await other.SeesMuteAsync(bob.Jid);
        });
    }

    private async Task TalkAsync(IMatrixClient a, IMatrixClient b, Jid to, string whom)
    {
        var text = "hello, " + whom;
        var id = "";
        await TryAsync($"text to {whom}", async () =>
        {
            id = await a.SendTextAsync(to, text);
            await b.SeesTextAsync(text);
        });
        await TryAsync($"read receipt from {whom}", async () =>
        {
            await b.ReadAsync(text);
            await a.SeesReadAsync(id);
        });
        await TryAsync($"reaction from {whom}", async () =>
        {
            await b.ReactAsync(text, "👍");
            await a.SeesReactionAsync(id, "👍");
        });
        await TryAsync($"edit to {whom}", async () =>
        {
            await a.EditAsync(to, id, text + "!");
            await b.SeesEditAsync(id, text + "!");
        });
        await TryAsync($"deletion to {whom}", async () =>
        {
            await a.DeleteAsync(to, id);
            await b.SeesDeletionAsync(id);
        });
        await TryAsync($"image to {whom}", async () =>
        {
            var bytes = RandomNumberGenerator.GetBytes(2_000);
            await b.SeesImageAsync(await a.SendImageAsync(to, bytes), bytes);
        });
        foreach (var kind in MatrixKind.All)
        {
            await TryAsync($"{kind.Name} to {whom}", async () => await b.SeesAsync(await a.SendAsync(to, kind, RandomNumberGenerator.GetBytes(2_000)), kind));
        }
    }

    private async Task PresenceAsync(IMatrixClient a, IMatrixClient b, SandboxPhone alice, SandboxPhone bob)
    {
        await TryAsync("presence", async () =>
        {
            await a.GoOnlineAsync(alice, bob);
            await b.GoOnlineAsync(bob, alice);
            await b.SubscribeAsync(alice.Lid);
            await b.SeesOnlineAsync(alice.Lid);
        });
        await TryAsync("typing", async () =>
        {
            await a.TypeAsync(bob.Lid);
            await b.SeesTypingAsync(alice.Lid);
        });
    }

    private async Task ReconnectAsync(IMatrixClient a, IMatrixClient b, SandboxPhone bob)
    {
        await TryAsync("offline delivery", async () =>
        {
            await b.DisconnectAsync();
            await a.SendTextAsync(bob.Jid, "while you were away");
            await b.ConnectAsync();
            await NudgeAsync(a, b, bob);
            await b.SeesTextAsync("while you were away");
        });
        await TryAsync("login again", async () =>
        {
            await a.DisconnectAsync();
            await a.ConnectAsync();
            await a.SendTextAsync(bob.Jid, "here again");
            await b.SeesTextAsync("here again");
        });
        await TryAsync("connection lost", async () =>
        {
            sandbox.FaultsOf(bob.Jid.WithDevice(1)).CutLine();
            await a.SendTextAsync(bob.Jid, "into the dark");
            await b.ConnectAsync();
            await NudgeAsync(a, b, bob);
            await b.SeesTextAsync("into the dark");
        });
    }

    private static Task NudgeAsync(IMatrixClient a, IMatrixClient b, SandboxPhone bob) => b.HoldsBackWhatWaited ? a.SendTextAsync(bob.Jid, "and more") : Task.CompletedTask;

    private async Task TryAsync(string scenario, Func<Task> attempt)
    {
        if (left.Contains(scenario))
        {
            Results.Add((scenario, LeftOut));
            return;
        }

        var recorder = sandbox.Record();
        try
        {
            await attempt();
            await sandbox.ShouldSettleAsync();
            Results.Add((scenario, "yes"));
        }
        catch (Exception error) when (error is Xunit.Sdk.IAssertionException or InvalidOperationException or ArgumentException or TimeoutException or Core.WhatsAppException)
        {
            Results.Add((scenario, "failed: " + error.Message.Split('\n')[0]));
        }

        Recordings[scenario] = recorder.Stop();
    }
}
