using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Connections;

namespace WhatsAppKit.AspNetCore.Tests.Instances;

public class MetricTests
{
    [Fact]
    public async Task Instances_are_counted_by_state_and_their_memory_is_told()
    {
        await using var host = await GatewayHost.StartAsync();
        Assert.Empty(Read(host, "whatsappkit.instance.memory"));
        var tenant = await Tenant.RegisterAsync(host);
        await tenant.PairAsync("15554001");
        await tenant.PairAsync("15554002");
        var stopped = await tenant.PairAsync("15554003");
        await tenant.Person.PostAsync($"/api/instances/{stopped}/disconnect");
        await tenant.StatusAsync(stopped, "DISCONNECTED");

        Assert.Equal([("CONNECTED", 2), ("DISCONNECTED", 1)], Read(host, "whatsappkit.instances").OrderBy(each => each.State));
        Assert.True(Assert.Single(Read(host, "whatsappkit.instance.memory")).Value >= 0);
        Assert.True(Assert.Single(Read(host, "whatsappkit.cache.memory")).Value > 0);
    }

    private static List<(string? State, long Value)> Read(GatewayHost host, string name)
    {
        var found = new List<(string?, long)>();
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == InstanceMetrics.MeterName && instrument.Meter.Scope == factory && instrument.Name == name)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => found.Add((tags.Length > 0 ? tags[0].Value as string : null, value)));
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => found.Add((null, value)));
        listener.Start();
        listener.RecordObservableInstruments();
        return found;
    }
}
