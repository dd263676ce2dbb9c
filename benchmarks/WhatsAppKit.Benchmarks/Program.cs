using BenchmarkDotNet.Running;
using WhatsAppKit.Benchmarks.Connections;
using WhatsAppKit.Benchmarks.History;
using WhatsAppKit.Benchmarks.Media;

if (args is ["media", .. var rest])
{
    return await MediaRoundTrip.RunAsync(rest);
}

if (args is ["connections", .. var scale])
{
    return await ConnectionScale.RunAsync(scale);
}

if (args is ["history", .. var numbers])
{
    return await HistoryReading.RunAsync(numbers);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
