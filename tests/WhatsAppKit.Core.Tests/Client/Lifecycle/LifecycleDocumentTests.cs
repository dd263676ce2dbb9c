using System.Globalization;
using System.Text;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Lifecycle;

/// <summary>Writes <c>docs/lifecycle.md</c> from the tables that the client follows.</summary>
public sealed class LifecycleDocumentTests
{
    [Fact]
    public void The_document_shows_the_tables_of_the_code()
    {
        var text = new StringBuilder()
            .Append("# The life of a connection\n\n")
            .Append("Written by the test `LifecycleDocumentTests` from `ConnectionTransitions`, `TransitionReasons` and `CloseReasons`.\n\n")
            .Append("## Transitions\n\n")
            .Append("Each transition is one `ConnectionChanged` event with the previous state and a reason. What is not in this table is refused and logged.\n\n")
            .Append("| from | to |\n|---|---|\n");
        foreach (var (from, to) in ConnectionTransitions.All.OrderBy(row => row.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {from} | {string.Join(", ", to)} |\n");
        }

        text.Append("\n## Reasons that are no end of a connection\n\n| reason | meaning |\n|---|---|\n");
        foreach (var (reason, meaning) in TransitionReasons.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{reason}` | {meaning} |\n");
        }

        Append(text, CloseSource.Failure, "The login is refused: `failure`");
        Append(text, CloseSource.StreamError, "The server ends the connection: `stream:error`");
        Append(text, CloseSource.Client, "The client sees the end, or decides on it");
        PublishedDocument.Publish("docs/lifecycle.md", text.ToString());
    }

    private static void Append(StringBuilder text, CloseSource source, string title)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| what | meaning | state | what follows | reason |\n|---|---|---|---|---|\n");
        foreach (var row in CloseReasons.All.Where(row => row.Source == source))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Key} | {row.Meaning} | {row.End.Next} | {Following(row.End)} | `{row.End.Reason}` |\n");
        }
    }

    private static string Following(ConnectionEnd end) => end switch
    {
        { Immediately: true } => "another attempt at once",
        { Next: ConnectionState.Reconnecting } => "another attempt, backing off",
        { DropCredentials: true } => "the credentials are deleted; a connect pairs anew",
        { Next: ConnectionState.Banned } => "stays down; `RetryAt` is the end of the ban where the server names it (`expire`); a connect tries again",
        _ => "stays down until a connect",
    };
}
