using WhatsAppKit.Sandbox.Observation;

namespace WhatsAppKit.Interop.Tests.Matrix;

/// <summary>What Baileys and this library send differently when they do the same, and why.</summary>
internal static class StanzaComparison
{
    /// <summary>Everything but messages comes whenever a client likes: it is compared over the whole run.</summary>
    public const string WholeRun = "the whole run";

    /// <summary>Every difference in what clients send, by scenario: "first" is this library, "second" Baileys.</summary>
    public static IEnumerable<(string Scenario, RecordingDifference Difference)> Compare(MatrixRun ours, MatrixRun baileys)
    {
        foreach (var (scenario, recording) in ours.Recordings)
        {
            foreach (var difference in Sent(recording.Records, isMessage: true).Compare(Sent(baileys.Recordings[scenario].Records, isMessage: true)).Differences)
            {
                yield return (scenario, difference);
            }
        }

        foreach (var difference in All(ours).Compare(All(baileys)).Differences)
        {
            yield return (WholeRun, difference);
        }
    }

    private static Recording All(MatrixRun run) => Sent(run.Recordings.Values.SelectMany(each => each.Records), isMessage: false);

    // Whether something had to be said twice, a session was confirmed already, or a ping was due, depends on who was faster.
    private static Recording Sent(IEnumerable<StanzaRecord> records, bool isMessage) => new(
        [.. records.Where(record => record.FromClient && IsMessage(record) == isMessage && !IsAboutRetry(record) && record.Kind is not ("message peer [msg]" or "message peer [pkmsg]" or "iq get w:p/ping"))
            .Select(record => record with { Kind = WithoutEncryption(record.Kind) })]);

    private static bool IsAboutRetry(StanzaRecord record) =>
        record.Stanza.TryGetProperty("attributes", out var attributes) && BaileysClient.Text(attributes, "type") == "retry";

    private static bool IsMessage(StanzaRecord record) => record.Kind.StartsWith("message ", StringComparison.Ordinal);

    private static string WithoutEncryption(string kind) => kind.IndexOf(" [", StringComparison.Ordinal) is >= 0 and var at ? kind[..at] : kind;
}
