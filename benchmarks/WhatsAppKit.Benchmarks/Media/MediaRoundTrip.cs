using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Benchmarks.Media;

/// <summary>
/// Sends a large document through the sandbox and back, and shows how much memory that took. The sandbox runs in a process
/// of its own, so that the client's memory is the client's alone.
/// </summary>
internal static class MediaRoundTrip
{
    private const int DefaultMegabytes = 1024;
    private const long GrowthGoal = 64L * 1024 * 1024;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--sandbox"])
        {
            await SandboxProcess.ServeAsync();
            return 0;
        }

        var megabytes = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : DefaultMegabytes;
        await using var sandbox = await SandboxProcess.StartAsync("media");
        await using var client = new WhatsAppClient(sandbox.Options, new MemorySessionStore());
        await sandbox.PairAsync(client);

        // Code that runs for the first time takes memory too: it shall not count.
        await RoundTripAsync(client, 4, sandbox, isWarmUp: true);
        return await RoundTripAsync(client, megabytes, sandbox, isWarmUp: false) <= GrowthGoal ? 0 : 1;
    }

    private static async Task<long> RoundTripAsync(WhatsAppClient client, int megabytes, SandboxProcess sandbox, bool isWarmUp)
    {
        GC.Collect();
        await using var own = new PeakMemory(Process.GetCurrentProcess());
        await using var other = new PeakMemory(sandbox.Process);
        using var document = new GeneratedDocument(megabytes * 1024L * 1024);
        var share = SandboxShare.Begin(sandbox.Process);
        var clock = Stopwatch.StartNew();
        var file = await client.Media.UploadAsync(document, MediaKind.Document);
        var up = clock.Elapsed;
        var upPeak = own.Growth;

        using var hash = new HashingStream();
        clock.Restart();
        await client.Media.DownloadAsync(file, hash);
        var down = clock.Elapsed;
        if (!hash.Finish().AsSpan().SequenceEqual(document.Finish()))
        {
            throw new CryptographicException("The document came back changed.");
        }

        if (!isWarmUp)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                document              {megabytes,8} MB
                upload                {up.TotalSeconds,8:0.0} s   {megabytes / up.TotalSeconds,8:0} MB/s
                download              {down.TotalSeconds,8:0.0} s   {megabytes / down.TotalSeconds,8:0} MB/s
                client, working set   {Megabytes(own.Start),8:0.0} MB at the start, +{Megabytes(upPeak):0.0} MB at the peak of the upload, +{Megabytes(own.Growth):0.0} MB over all
                sandbox, working set  {Megabytes(other.Start),8:0.0} MB at the start, +{Megabytes(other.Growth):0.0} MB over all
                {share.Read()}
                goal                  {Megabytes(GrowthGoal),8:0.0} MB of growth in the client: {(own.Growth <= GrowthGoal ? "met" : "MISSED")}
                """));
        }

        return own.Growth;
    }

    private static double Megabytes(long bytes) => bytes / (1024.0 * 1024.0);
}
