using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WhatsAppKit.Sandbox.Observation;

/// <summary>How two recordings differ.</summary>
/// <param name="Differences">One entry for each difference, ordered by kind; empty when there is none.</param>
public sealed record RecordingDiff(IReadOnlyList<RecordingDifference> Differences)
{
    /// <summary>True when both hold the same kinds of stanzas with the same attributes and parts.</summary>
    public bool IsEmpty => Differences.Count == 0;

    /// <summary>The differences, one a line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var each in Differences)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(each.FromClient ? "client" : "server")} {each.Kind}: {each.What}\n");
        }

        return text.ToString();
    }

    internal static RecordingDiff Between(Recording first, Recording second)
    {
        var one = ByKind(first);
        var two = ByKind(second);
        var differences = new List<RecordingDifference>();
        foreach (var key in one.Keys.Union(two.Keys).OrderBy(key => key.Kind, StringComparer.Ordinal).ThenBy(key => key.FromClient))
        {
            if (!two.TryGetValue(key, out var inSecond))
            {
                differences.Add(new RecordingDifference(key.Kind, key.FromClient, "only in the first"));
            }
            else if (!one.TryGetValue(key, out var inFirst))
            {
                differences.Add(new RecordingDifference(key.Kind, key.FromClient, "only in the second"));
            }
            else
            {
                differences.AddRange(inFirst.Except(inSecond, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                    .Select(part => new RecordingDifference(key.Kind, key.FromClient, $"{part} only in the first")));
                differences.AddRange(inSecond.Except(inFirst, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                    .Select(part => new RecordingDifference(key.Kind, key.FromClient, $"{part} only in the second")));
            }
        }

        return new RecordingDiff(differences);
    }

    /// <summary>Of each kind every attribute and part that occurs, by its path.</summary>
    private static Dictionary<(string Kind, bool FromClient), HashSet<string>> ByKind(Recording recording)
    {
        var kinds = new Dictionary<(string, bool), HashSet<string>>();
        foreach (var record in recording.Records)
        {
            if (!kinds.TryGetValue((record.Kind, record.FromClient), out var parts))
            {
                kinds.Add((record.Kind, record.FromClient), parts = new HashSet<string>(StringComparer.Ordinal));
            }

            Collect(record.Stanza, "", parts);
        }

        return kinds;
    }

    private static void Collect(JsonElement stanza, string path, HashSet<string> parts)
    {
        if (stanza.TryGetProperty("attributes", out var attributes))
        {
            foreach (var attribute in attributes.EnumerateObject())
            {
                parts.Add($"{path}@{attribute.Name}");
            }
        }

        if (stanza.TryGetProperty("children", out var children))
        {
            foreach (var child in children.EnumerateArray())
            {
                var below = $"{path}<{child.GetProperty("tag").GetString()}>";
                parts.Add(below);
                Collect(child, below, parts);
            }
        }
    }
}

/// <summary>One difference between two recordings.</summary>
/// <param name="Kind">The kind of stanza.</param>
/// <param name="FromClient">True when the client sends it.</param>
/// <param name="What">What is different: the whole kind, an attribute, or a part.</param>
public sealed record RecordingDifference(string Kind, bool FromClient, string What);
