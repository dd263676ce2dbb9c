using System.Globalization;
using System.Text.RegularExpressions;

namespace WhatsAppKit.AspNetCore.Tests.Metrics;

/// <summary>Reads Prometheus' text format as strictly as a scraper: what is not of it fails the test.</summary>
internal sealed partial class Scrape
{
    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);

    public Scrape(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Type().Match(line) is { Success: true } type)
            {
                _types.Add(type.Groups[1].Value, type.Groups[2].Value);
            }
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var sample = Sample().Match(line);
                Assert.True(sample.Success, $"Not a sample: {line}");
                Assert.Contains(Family(sample.Groups[1].Value), _types.Keys);
                _samples.Add(sample.Groups[1].Value + sample.Groups[2].Value, double.Parse(sample.Groups[3].Value, CultureInfo.InvariantCulture));
            }
        }
    }

    public IEnumerable<string> Names => _types.Keys;

    public IEnumerable<string> Samples => _samples.Keys;

    /// <summary>A sample by its name and labels; 0 for what was never measured.</summary>
    public double this[string sample] => _samples.GetValueOrDefault(sample);

    public string TypeOf(string name) => _types[name];

    private string Family(string name) => _types.ContainsKey(name) ? name : Suffix().Replace(name, "");

    [GeneratedRegex("^# TYPE ([a-z_]+) (counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex("^([a-z_]+)((?:\\{[a-z_]+=\"[^\"\\\\\n]*\"(?:,[a-z_]+=\"[^\"\\\\\n]*\")*\\})?) ([0-9.eE+-]+|NaN|\\+Inf)$")]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
