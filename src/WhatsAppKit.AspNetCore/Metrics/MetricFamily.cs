using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace WhatsAppKit.AspNetCore.Metrics;

/// <summary>What one instrument has measured, by its labels, and how Prometheus reads it (text format 0.0.4).</summary>
internal sealed class MetricFamily
{
    // Labels here have few values. Should one ever be made of what strangers send, memory stays bounded.
    private const int MaxSeries = 1000;

    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly string _name;
    private readonly string _kind;
    private readonly string _help;
    private readonly bool _isTotal;

    public MetricFamily(Instrument instrument)
    {
        var type = instrument.GetType().Name.Split('`')[0];
        IsObservable = instrument.IsObservable;
        _kind = type is "Histogram" ? "histogram" : type is "Counter" or "ObservableCounter" ? "counter" : "gauge";
        _isTotal = IsObservable || type is "Gauge";
        _name = NameOf(instrument, _kind);
        _help = instrument.Description ?? "";
    }

    public string Name => _name;

    /// <summary>True for what is measured when somebody asks, as a whole and not as an addition.</summary>
    public bool IsObservable { get; }

    public void Clear() => _series.Clear();

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var key = Text(labels);
        if (!_series.TryGetValue(key, out var series))
        {
            if (_series.Count >= MaxSeries)
            {
                return;
            }

            _series.Add(key, series = new Series());
        }

        series.Value = _isTotal ? value : series.Value + value;
        series.Count++;
        if (_kind == "histogram")
        {
            series.Buckets ??= new long[Seconds.Length];
            var first = Array.FindIndex(Seconds, limit => value <= limit);
            for (var i = first; i >= 0 && i < Seconds.Length; i++)
            {
                series.Buckets[i]++;
            }
        }
    }

    public void Write(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {_name} {Escape(_help, isLabel: false)}\n# TYPE {_name} {_kind}\n");
        foreach (var (labels, series) in _series.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            if (series.Buckets is { } buckets)
            {
                for (var i = 0; i < buckets.Length; i++)
                {
                    Line(text, _name + "_bucket", With(labels, Number(Seconds[i])), buckets[i]);
                }

                Line(text, _name + "_bucket", With(labels, "+Inf"), series.Count);
                Line(text, _name + "_sum", Braced(labels), series.Value);
                Line(text, _name + "_count", Braced(labels), series.Count);
            }
            else
            {
                Line(text, _name, Braced(labels), series.Value);
            }
        }
    }

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels).Append(' ').Append(Number(value)).Append('\n');

    private static string With(string labels, string limit) => Braced(labels.Length == 0 ? $"le=\"{limit}\"" : $"{labels},le=\"{limit}\"");

    private static string Braced(string labels) => labels.Length == 0 ? "" : "{" + labels + "}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string NameOf(Instrument instrument, string kind)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return instrument.Name.Replace('.', '_') + unit + (kind == "counter" ? "_total" : "");
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var pairs = new List<string>(labels.Length);
        foreach (var (name, value) in labels)
        {
            pairs.Add($"{name.Replace('.', '_')}=\"{Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", isLabel: true)}\"");
        }

        pairs.Sort(StringComparer.Ordinal);
        return string.Join(',', pairs);
    }

    private static string Escape(string text, bool isLabel)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return isLabel ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private sealed class Series
    {
        public double Value { get; set; }

        public long Count { get; set; }

        public long[]? Buckets { get; set; }
    }
}
