using System.Globalization;
using System.Reflection;
using System.Text;
using WhatsAppKit.Sandbox;
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
            await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
            var run = new MatrixRun(sandbox, () => Client(sandbox, first, false), wantsHistory => Client(sandbox, second, wantsHistory));
            await run.RunAsync();
            runs.Add(($"{first} to {second}", run));
            unhandled += sandbox.UnhandledStanzas.Count;
        }

        var failed = runs.SelectMany(run => run.Run.Results.Where(each => each.Result != "yes").Select(each => $"{run.Name}, {each.Scenario}: {each.Result}")).ToArray();
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

    private static IMatrixClient Client(WhatsAppSandbox sandbox, string kind, bool wantsHistory) => kind switch
    {
        Ours => new OurMatrixClient(sandbox),
        Baileys => new BaileysMatrixClient(sandbox, wantsHistory),
        _ => new BaileysMatrixClient(sandbox, wantsHistory, "baileys-6"),
    };

    private static string Text(List<(string Name, MatrixRun Run)> runs)
    {
        var text = new StringBuilder()
            .Append("# Clients that run against the sandbox\n\n")
            .Append("Written by the test `InteropMatrixTests`: this library's client and Baileys 7.0.0-rc13, each with each, against a sandbox of its own. In every\n")
            .Append("run the sandbox had an answer to all it was asked: unhandled stanzas, none. Every kind of message, both ways, is in\n")
            .Append("[message-types.md](message-types.md); contacts, profiles, channels, catalogues, calls and communities have tests of their own in the same project.\n\n")
            .Append("| scenario | ").AppendJoin(" | ", runs.Select(run => run.Name)).Append(" |\n|---|").Append(string.Concat(runs.Select(_ => "---|"))).Append('\n');
        foreach (var (scenario, _) in runs[0].Run.Results)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {scenario} | {string.Join(" | ", runs.Select(run => run.Run.Results.Single(each => each.Scenario == scenario).Result))} |\n");
        }

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
