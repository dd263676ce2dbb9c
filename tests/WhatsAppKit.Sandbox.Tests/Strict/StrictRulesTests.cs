using System.Text.RegularExpressions;
using WhatsAppKit.Sandbox.Strict;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Sandbox.Tests.Strict;

/// <summary>The README lists what strict mode checks, and every check in its code is broken by a test.</summary>
public sealed partial class StrictRulesTests
{
    private static readonly string[] Files =
        [nameof(StanzaRules), nameof(StanzaCheck), nameof(OrderRules), nameof(IqRules), nameof(MessageRules), nameof(PreKeyRules), nameof(ReceiptRules), nameof(PresenceRules)];

    // These take time, or a word of the server in between: they have tests of their own.
    private static readonly string[] Apart = ["answer-owed", "order-active", "order-login"];
    private static readonly string[] DetailsApart =
    [
        "The message was not answered.", "It comes before the device has said that it is active.", "It comes before the device has logged in.",
        "The server has named another hash for this group.",
    ];

    [Fact]
    public void The_README_lists_every_rule()
    {
        var section = PublishedDocument.Read("src/WhatsAppKit.Sandbox/README.md").Split(["<!-- rules -->", "<!-- end of rules -->"], StringSplitOptions.None)[1];
        var listed = section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Name().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value)).Order(StringComparer.Ordinal);
        Assert.Equal(BrokenRule.All.Values.Select(broken => broken.Rule).Concat(Apart).Distinct().Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public void Every_check_is_broken_by_a_test()
    {
        var found = BrokenRule.All.Values.SelectMany(broken => new StrictModeTests().Break(broken)).Select(violation => violation.Detail).Concat(DetailsApart).ToHashSet();
        var checks = Files.SelectMany(name => Detail().Matches(PublishedDocument.Read($"src/WhatsAppKit.Sandbox/Strict/{name}.cs")))
            .Select(match => match.Groups[1].Value).Distinct().ToArray();
        Assert.InRange(checks.Length, 60, 200);
        Assert.All(checks, check => Assert.Contains(found, detail => Regex.IsMatch(detail, $"^{Hole().Replace(Regex.Escape(check), ".*")}$")));
    }

    [GeneratedRegex("`([a-z-]+)`")]
    private static partial Regex Name();

    /// <summary>The last argument of a check: a sentence.</summary>
    [GeneratedRegex("\"([^\"]+\\.)\"(?:, \\w+)?\\)")]
    private static partial Regex Detail();

    /// <summary>What is filled in, in an escaped text.</summary>
    [GeneratedRegex(@"\\\{[^}]*\}")]
    private static partial Regex Hole();
}
