using BenchmarkDotNet.Running;
using WhatsAppKit.Benchmarks.Media;

if (args is ["media", .. var rest])
{
    return await MediaRoundTrip.RunAsync(rest);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
