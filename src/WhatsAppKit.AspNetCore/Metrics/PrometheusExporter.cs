using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Metrics;

/// <summary>Adds up what the meter <c>WhatsAppKit</c> of this host measures, and writes it as Prometheus reads it.</summary>
internal sealed class PrometheusExporter : IHostedService, IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly bool _isServed;

    // The meters are asked for so that they exist: an instrument that nobody has made yet measures nothing.
    public PrometheusExporter(IMeterFactory meters, IOptions<WhatsAppGatewayOptions> options, InstanceMetrics instances, GatewayMetrics gateway, QueueMetrics queue)
    {
        ArgumentNullException.ThrowIfNull(instances);
        ArgumentNullException.ThrowIfNull(gateway);
        ArgumentNullException.ThrowIfNull(queue);
        _isServed = options.Value.Metrics.IsServed;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == InstanceMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument, Add(instrument));
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, value, labels, family) => Record(family, value, labels));
        _listener.SetMeasurementEventCallback<long>((_, value, labels, family) => Record(family, value, labels));
        _listener.SetMeasurementEventCallback<double>((_, value, labels, family) => Record(family, value, labels));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_isServed)
        {
            _listener.Start();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public string Write()
    {
        lock (_lock)
        {
            foreach (var family in _families.Values.Where(family => family.IsObservable))
            {
                family.Clear();
            }

            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var family in _families.Values)
            {
                family.Write(text);
            }

            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private MetricFamily Add(Instrument instrument)
    {
        var family = new MetricFamily(instrument);
        lock (_lock)
        {
            return _families.TryAdd(family.Name, family) ? family : _families[family.Name];
        }
    }

    private void Record(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        lock (_lock)
        {
            ((MetricFamily)family!).Record(value, labels);
        }
    }
}
