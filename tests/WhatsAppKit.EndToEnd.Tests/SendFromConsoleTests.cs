using System.Diagnostics;
using WhatsAppKit.Testing;

namespace WhatsAppKit.EndToEnd.Tests;

/// <summary>The sample in ten lines, as native code: nothing in the typed client needs what is not there then.</summary>
public sealed class SendFromConsoleTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private readonly string _folder = Directory.CreateTempSubdirectory("whatsappkit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_is_published_without_a_warning_and_its_message_arrives()
    {
        var output = Path.Combine(_folder, "out");

        // Native code is made anew, for only then its warnings are told.
        var (published, log) = await RunAsync(new ProcessStartInfo(
            "dotnet",
            [
                "publish", Sample(), "-c", "Release", "-o", output, "-nodeReuse:false", "-p:UseSharedCompilation=false",
                $"-p:NativeIntermediateOutputPath={_folder}/native/",
            ]));
        Assert.True(published == 0, log);
        Assert.Contains("Generating native code", log, StringComparison.Ordinal);
        Assert.DoesNotMatch("warning|IL[23][0-9]{3}", log);

        await using var gateway = await GatewayFixture.StartAsync();
        var program = new ProcessStartInfo(Path.Combine(output, "SendFromConsole"), [gateway.Address.ToString(), "+" + gateway.Friend.Number, "from native code"]);
        program.Environment["WHATSAPP_API_KEY"] = gateway.ApiKey;
        var (sent, said) = await RunAsync(program);

        Assert.True(sent == 0, said);
        Assert.EndsWith("is sent.", said.Trim(), StringComparison.Ordinal);
        await gateway.Friend.ShouldReceiveTextAsync("from native code");
    }

    private static string Sample()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WhatsAppKit.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The repository's root was not found.");
        }

        return Path.Combine(folder.FullName, "samples", "SendFromConsole");
    }

    private static async Task<(int Code, string Text)> RunAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);

        // A test runner's build is another one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using var limit = new CancellationTokenSource(Limit);
        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
