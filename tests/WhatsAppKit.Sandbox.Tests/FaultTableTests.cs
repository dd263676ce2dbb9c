using System.Reflection;
using System.Text.RegularExpressions;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>The README's table of faults names tests that exist, and has every fault that a test can script.</summary>
public sealed partial class FaultTableTests
{
    private static readonly string[] Scriptable =
    [
        "dropped", "delayed", "reordered", "duplicated", "half-open", "frame damaged", "stream error, each code", "failure, each code", "463, with and without end time",
        "405", "logged out", "replaced", "banned", "media 403, 404, 410", "ack slow", "ack lost", "device removed", "identity changed", "pre-keys exhausted", "history flood",
        "passkey demanded", "offline batch", "group changed by others", "server push storm",
    ];

    [Fact]
    public void Every_fault_is_in_the_table_and_every_test_of_the_table_exists()
    {
        var rows = PublishedDocument.Read("src/WhatsAppKit.Sandbox/README.md").Split(["<!-- faults -->", "<!-- end of faults -->"], StringSplitOptions.None)[1]
            .Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => line.Split('|')).ToArray();
        var tests = Tests();

        Assert.All(Scriptable, fault => Assert.Contains(rows, row => row[1].Contains(fault, StringComparison.Ordinal)));
        Assert.All(rows, row =>
        {
            var named = Name().Matches(row[3]).Select(match => match.Groups[1].Value).ToArray();
            Assert.NotEmpty(named);
            Assert.Subset(tests, named.ToHashSet());
        });
    }

    private static HashSet<string> Tests() =>
    [
        .. typeof(FaultTableTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => method.GetCustomAttributes<FactAttribute>().Any())
                .Select(method => $"{type.Name}.{method.Name}")),
    ];

    [GeneratedRegex("`([A-Za-z_0-9.]+)`")]
    private static partial Regex Name();
}
