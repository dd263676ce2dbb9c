using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Tests.Logging;

/// <summary>
/// Keeps every line that is logged, at every level, and finds those with a secret in them. Tests plant what they use: a secret may be
/// planted after the line was written, since a token is known to its caller only when the answer has come. So the lines wait in a
/// file, and are searched once when everything has run.
/// </summary>
internal sealed class SecretWatch : IDisposable
{
    /// <summary>Shorter texts are in too many innocent lines.</summary>
    public const int MinLength = 8;

    private readonly ConcurrentDictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _numbers = new(StringComparer.Ordinal);
    private readonly string _path = Path.GetTempFileName();
    private readonly Lock _lock = new();
    private readonly StreamWriter _writer;

    public SecretWatch()
    {
        _writer = new StreamWriter(_path, append: false, Encoding.UTF8, 1 << 16);
        Log = new LineLog(Keep);
    }

    /// <summary>The watch over the whole suite.</summary>
    public static SecretWatch Suite { get; } = new();

    public ILoggerProvider Log { get; }

    public long Lines { get; private set; }

    public int Planted => _secrets.Count;

    /// <summary>A text that must not be in any line of any level.</summary>
    public void Plant(string kind, string? secret)
    {
        if (secret is { Length: >= MinLength })
        {
            _secrets.TryAdd(secret.ReplaceLineEndings("\\n"), kind);
        }
    }

    /// <summary>Bytes that must not be in any line, in any of the usual forms.</summary>
    public void Plant(string kind, ReadOnlySpan<byte> secret)
    {
        if (secret.Length >= MinLength)
        {
            Plant(kind, Convert.ToHexString(secret));
            Plant(kind, Convert.ToHexStringLower(secret));
            Plant(kind, Convert.ToBase64String(secret).TrimEnd('=')[..^1]);
            Plant(kind, System.Buffers.Text.Base64Url.EncodeToString(secret)[..^1]);
        }
    }

    /// <summary>A phone number, which no line of the product's own has at Information or above.</summary>
    public void PlantNumber(string number)
    {
        if (number.Length >= MinLength && number.All(char.IsAsciiDigit))
        {
            _numbers.TryAdd(number, "phone number");
        }
    }

    /// <summary>Every line with a secret: what kind it is, and the line.</summary>
    public IReadOnlyList<string> Find()
    {
        lock (_lock)
        {
            _writer.Flush();
        }

        var (secrets, numbers) = (Search(_secrets), Search(_numbers));
        var found = new List<string>();
        foreach (var line in File.ReadLines(_path))
        {
            Add(line, _secrets, secrets, found);
            if (IsForReaders(line))
            {
                Add(line, _numbers, numbers, found);
            }
        }

        return found;
    }

    public void Dispose()
    {
        _writer.Dispose();
        File.Delete(_path);
    }

    private static SearchValues<string> Search(ConcurrentDictionary<string, string> planted) => SearchValues.Create([.. planted.Keys], StringComparison.Ordinal);

    private static void Add(string line, ConcurrentDictionary<string, string> planted, SearchValues<string> search, List<string> found)
    {
        if (line.AsSpan().IndexOfAny(search) < 0)
        {
            return;
        }

        foreach (var (secret, kind) in planted.Where(each => line.Contains(each.Key, StringComparison.Ordinal)))
        {
            found.Add($"a {kind} ({secret}) in: {line}");
        }
    }

    /// <summary>What the framework writes of paths is the application's to filter.</summary>
    private static bool IsForReaders(string line) =>
        line.Contains(" WhatsAppKit.", StringComparison.Ordinal)
        && !line.StartsWith(nameof(LogLevel.Trace), StringComparison.Ordinal) && !line.StartsWith(nameof(LogLevel.Debug), StringComparison.Ordinal);

    private void Keep(LogLine line)
    {
        lock (_lock)
        {
            _writer.WriteLine(line.Whole);
            Lines++;
        }
    }
}
