using System.Diagnostics.Metrics;
using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>
/// What this process's instances cost, as metrics of the meter <c>WhatsAppKit</c>: how many there are by state, the memory of
/// one, and what they remember together. Everything is measured when somebody asks.
/// </summary>
internal sealed class InstanceMetrics : IDisposable
{
    public const string MeterName = "WhatsAppKit";

    private readonly Meter _meter;
    private long _before;

    public InstanceMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _meter.CreateObservableGauge("whatsappkit.instances", ByState, "{instance}", "Instances that this process runs, by the state of their connection.");
        _meter.CreateObservableGauge(
            "whatsappkit.instance.memory",
            MemoryOfOne,
            "By",
            "The process's working set above what it was before its first instance, divided by its instances.");
        _meter.CreateObservableGauge(
            "whatsappkit.cache.memory", () => CacheBudget.Shared.Used, "By", "What all instances remember of what can be asked for again (an estimate).");
        _meter.CreateObservableCounter(
            "whatsappkit.cache.evictions", () => CacheBudget.Shared.Evicted, "{entry}", "What was forgotten to stay within the budget.");
    }

    /// <summary>Tells the states of the instances that run.</summary>
    public Func<IEnumerable<ConnectionState>> Instances { get; set; } = () => [];

    /// <summary>The first instance is about to be made.</summary>
    public void Begin() => Interlocked.CompareExchange(ref _before, Environment.WorkingSet, 0);

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> ByState() =>
        Instances().CountBy(PublicStatus.Of).Select(count => new Measurement<int>(count.Value, new KeyValuePair<string, object?>("state", count.Key)));

    private IEnumerable<Measurement<long>> MemoryOfOne() =>
        Instances().Count() is var count and > 0 ? [new Measurement<long>(Math.Max(0, Environment.WorkingSet - Volatile.Read(ref _before)) / count)] : [];
}
