using System.Text;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Architecture.Tests.Features;

/// <summary>Every method of the client is called by a test, and <c>docs/features.md</c> names it.</summary>
public class FeatureTableTests
{
    private const string Head = """
        # Features

        Written by the test `FeatureTableTests`, which reads from the compiled tests who calls what. Each row is a method that a user of
        `WhatsAppClient` can call, with the most direct scenario that does so; a method that no test calls fails the build. "Baileys" means
        that a real Baileys client takes part in that scenario; "sandbox" that only this project's own server and phones do, because Baileys
        does not offer the feature or cannot see it; "stanzas" that its requests and answers are compared with the reference's. What messages can say is in [message-types.md](message-types.md).
        """;

    private static readonly (string Assembly, string Peer)[] Peers =
        [("WhatsAppKit.Interop.Tests", "Baileys"), ("WhatsAppKit.Sandbox.Tests", "sandbox"), ("WhatsAppKit.Core.Tests", "stanzas")];

    [Fact]
    public void Every_feature_is_called_by_a_test_and_listed()
    {
        var tests = Peers.SelectMany(peer => TestCalls.Read(Path.Combine(AppContext.BaseDirectory, peer.Assembly + ".dll")), (peer, test) => (peer, test)).ToList();
        var text = new StringBuilder(Head).AppendLine();
        var uncovered = new List<string>();
        foreach (var service in Feature.All().GroupBy(feature => feature.Path[..feature.Path.LastIndexOf('.')]))
        {
            text.AppendLine().AppendLine($"## {service.Key}").AppendLine().AppendLine("| method | confirmed by | scenario |").AppendLine("|---|---|---|");
            foreach (var feature in service)
            {
                var scenario = tests
                    .Where(entry => entry.test.Calls.ContainsKey((feature.Type, feature.Method)) && Confirms(entry.peer.Peer, entry.test))
                    .OrderBy(entry => Array.IndexOf(Peers, entry.peer))
                    .ThenBy(entry => entry.test.Calls[(feature.Type, feature.Method)])
                    .ThenBy(entry => entry.test.Calls.Count)
                    .ThenBy(entry => entry.test.Name, StringComparer.Ordinal)
                    .FirstOrDefault();
                if (scenario.test is null)
                {
                    uncovered.Add(feature.Path);
                    continue;
                }

                text.AppendLine($"| `{feature.Method}` | {scenario.peer.Peer} | `{scenario.test.Name}` |");
            }
        }

        Assert.Empty(uncovered);
        PublishedDocument.Publish("docs/features.md", text.ToString());
    }

    // A scenario without Baileys in it confirms nothing about Baileys, wherever it lives.
    private static bool Confirms(string peer, TestCalls test) =>
        peer != "Baileys" || test.Calls.Keys.Any(call => call.Type.EndsWith(".BaileysClient", StringComparison.Ordinal));
}
