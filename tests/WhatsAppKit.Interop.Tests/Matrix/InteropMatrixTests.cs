using System.Globalization;
using System.Reflection;
using System.Text;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Faults;
using WhatsAppKit.Sandbox.Tests;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Interop.Tests.Matrix;

/// <summary>Clients in pairs against the sandbox, and what they send differently.</summary>
public sealed class InteropMatrixTests
{
    private const string Document = "docs/interop.md";
    private const string Ours = "ours";
    private const string Baileys = "Baileys";
    private const string OldBaileys = "Baileys 6";

    private static readonly (string First, string Second)[] Pairs =
        [(Ours, Ours), (Ours, Baileys), (Baileys, Ours), (Baileys, Baileys), (Ours, OldBaileys), (OldBaileys, Ours)];

    [Fact]
    public async Task Every_pair_of_clients_gets_along_and_every_difference_has_its_reason()
    {
        await NodeDriver.RequireAsync();
        var runs = new List<(string Name, MatrixRun Run)>();
        var unhandled = 0;
        foreach (var (first, second) in Pairs)
        {
            await using var sandbox = await StartAsync(isOld: first == OldBaileys || second == OldBaileys);
            var run = new MatrixRun(sandbox, () => Client(sandbox, first, false), wantsHistory => Client(sandbox, second, wantsHistory), Left(first, second));
            await run.RunAsync();
            runs.Add(($"{first} to {second}", run));
            unhandled += sandbox.UnhandledStanzas.Count;
        }

        var failed = runs.SelectMany(run => run.Run.Results.Where(each => each.Result is not ("yes" or MatrixRun.LeftOut)).Select(each => $"{run.Name}, {each.Scenario}: {each.Result}")).ToArray();
        Assert.True(failed.Length == 0, string.Join(Environment.NewLine, failed));
        Assert.Equal(0, unhandled);
        var differences = StanzaComparison.Compare(runs[0].Run, runs[3].Run).ToArray();
        var unexplained = differences.Where(each => !Differences.All.Any(known => known.Explains(each.Difference)))
            .Select(each => $"{each.Scenario}: {each.Difference.Kind}: {each.Difference.What}").Distinct().ToArray();
        Assert.True(unexplained.Length == 0, "Without a reason:" + Environment.NewLine + string.Join(Environment.NewLine, unexplained));
        var gone = Differences.All.Where(known => !differences.Any(each => known.Explains(each.Difference))).Select(known => $"{known.Kind}: {known.What}").ToArray();
        Assert.True(gone.Length == 0, "No longer different:" + Environment.NewLine + string.Join(Environment.NewLine, gone));
        PublishedDocument.Publish(Document, Text(runs));
    }

    /// <summary>
    /// The old Baileys misses what follows the handshake at once, so that the server must be far away. What it does against the rules is not
    /// logged as a finding of this test.
    /// </summary>
    private static Task<WhatsAppSandbox> StartAsync(bool isOld) => isOld
        ? WhatsAppSandbox.StartAsync(new SandboxOptions { Faults = new SandboxFaults { FirstWordDelay = TimeSpan.FromMilliseconds(200) } })
        : WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);

    /// <summary>What an old Baileys cannot do, or not reliably.</summary>
    private static string[] Left(string first, string second) =>
        first == OldBaileys ? ["app state", "read receipt from a group"] : second == OldBaileys ? ["app state"] : [];

    private static IMatrixClient Client(WhatsAppSandbox sandbox, string kind, bool wantsHistory) => kind switch
    {
        Ours => new OurMatrixClient(sandbox),
        Baileys => new BaileysMatrixClient(sandbox, wantsHistory),
        _ => new BaileysMatrixClient(sandbox, wantsHistory, BaileysClient.Old),
    };

    private static string Text(List<(string Name, MatrixRun Run)> runs)
    {
        var text = new StringBuilder()
            .Append("# Clients that run against the sandbox\n\n")
            .Append("Written by the test `InteropMatrixTests`: this library's client, Baileys 7.0.0-rc13 (\"Baileys\") and Baileys 6.7.24, which is from before accounts\n")
            .Append("were addressed by LID, in pairs, each against a sandbox of its own. In every run the sandbox had an answer to all it was asked: unhandled\n")
            .Append("stanzas, none. Every kind of message, both ways, is in [message-types.md](message-types.md); contacts, profiles, channels, catalogues, calls and\n")
            .Append("communities have tests of their own in the same project.\n\n")
            .Append("| scenario | ").AppendJoin(" | ", runs.Select(run => run.Name)).Append(" |\n|---|").Append(string.Concat(runs.Select(_ => "---|"))).Append('\n');
        foreach (var (scenario, _) in runs[0].Run.Results)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {scenario} | {string.Join(" | ", runs.Select(run => run.Run.Results.Single(each => each.Scenario == scenario).Result))} |\n");
        }

        text.Append("\nBaileys 6 shows what waited for it only when more comes, and misses what the server says right after the handshake: it is written to once\n")
            .Append("more, and its server is slow. Left out (-) are its app state, whose key its store loses now and then, and who has read in a group addressed by LID,\n")
            .Append("which it does not tell.\n");
        text.Append("\n## What is sent differently\n\n")
            .Append("In each scenario the stanzas of \"ours to ours\" and of \"Baileys to Baileys\" are compared kind by kind, attribute by attribute; requests over\n")
            .Append("the whole run. A difference that is not in this table fails the test.\n\n| stanza | difference | reason |\n|---|---|---|\n");
        foreach (var known in Differences.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {known.Kind} | {known.What} | {known.Reason} |\n");
        }

        text.Append("\n## What Baileys does against the rules\n\nStrict mode reports these, and nothing else, in all tests with Baileys:\n\n");
        foreach (var rule in typeof(InteropMatrixTests).Assembly.GetCustomAttributes<ExpectsFindingsAttribute>())
        {
            text.Append(CultureInfo.InvariantCulture, $"- {rule.Reason}\n");
        }

        return text.ToString();
    }
}
