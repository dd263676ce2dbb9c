using System.Globalization;
using System.Text.Json;

namespace WhatsAppKit.Sandbox.Observation;

/// <summary>Stanzas in the order they passed, to be kept as JSON Lines and compared.</summary>
/// <param name="Records">The stanzas, oldest first.</param>
public sealed record Recording(IReadOnlyList<StanzaRecord> Records)
{
    /// <summary>How many stanzas a recording holds at most.</summary>
    public const int MaxRecords = 100_000;

    internal const int MaxContent = 1024 * 1024;
    private const int MaxLine = 1024 * 1024;

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>True when there was more than a recording holds: the end is missing.</summary>
    public bool IsCut { get; init; }

    /// <summary>Reads JSON Lines.</summary>
    /// <param name="reader">The lines.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidDataException">A line is no stanza, or there are too many.</exception>
    public static async Task<Recording> ReadAsync(TextReader reader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var records = new List<StanzaRecord>();
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            records.Add(Parse(line, records.Count + 1));
        }

        return new Recording(records);
    }

    /// <summary>Reads a file of JSON Lines.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<Recording> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        using var reader = new StreamReader(path);
        return await ReadAsync(reader, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes JSON Lines.</summary>
    /// <param name="writer">Takes the lines.</param>
    /// <param name="cancellationToken">Stops between two lines.</param>
    public async Task WriteAsync(TextWriter writer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var record in Records)
        {
            await writer.WriteAsync((JsonSerializer.Serialize(record, Format) + "\n").AsMemory(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a file of JSON Lines.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="cancellationToken">Stops between two lines.</param>
    public async Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        var writer = new StreamWriter(path);
        await using (writer.ConfigureAwait(false))
        {
            await WriteAsync(writer, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The part of it that belongs to some connections.</summary>
    /// <param name="belongs">Decides for each stanza.</param>
    public Recording Where(Func<StanzaRecord, bool> belongs) => this with { Records = [.. Records.Where(belongs)] };

    /// <summary>Compares what passed, kind by kind, whatever the order and the number of repetitions.</summary>
    /// <param name="other">The recording to compare with.</param>
    public RecordingDiff Compare(Recording other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return RecordingDiff.Between(this, other);
    }

    private static StanzaRecord Parse(string line, int number)
    {
        if (line.Length > MaxLine || number > MaxRecords)
        {
            throw new InvalidDataException("The recording is too long.");
        }

        try
        {
            return JsonSerializer.Deserialize<StanzaRecord>(line, Format) is { Kind: not null, Device: not null } record
                ? record
                : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Line {number} is no stanza."));
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Line {number} is no stanza."), error);
        }
    }
}
