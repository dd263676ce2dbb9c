using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WhatsAppKit.Sandbox;

namespace WhatsAppKit.Testing;

/// <summary>The gateway as an application embeds it, on a free port, with its data in a folder that goes with it.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly string _database;

    private GatewayProcess(WebApplication app, string folder, string database) => (_app, _folder, _database) = (app, folder, database);

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<GatewayProcess> StartAsync(WhatsAppSandbox sandbox, GatewayFixtureOptions options, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("whatsappkit-testing-").FullName;
        var database = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "gateway.db") }.ToString();
        GatewayProcess? gateway = null;
        try
        {
            gateway = new GatewayProcess(Build(Settings(sandbox, folder, database), options), folder, database);
            await gateway._app.StartAsync(cancellationToken).ConfigureAwait(false);
            return gateway;
        }
        catch when (gateway is not null)
        {
            await gateway.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _app.StopAsync().ConfigureAwait(false);
            await _app.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            // A pool keeps the file open, and an open file cannot be deleted everywhere.
            using (var connection = new SqliteConnection(_database))
            {
                SqliteConnection.ClearPool(connection);
            }

            Directory.Delete(_folder, recursive: true);
        }
    }

    private static WebApplication Build(Dictionary<string, string?> settings, GatewayFixtureOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(settings).AddInMemoryCollection(options.Settings);
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(options.ConfigureLogging ?? (_ => { }));
        builder.Services.AddSingleton(options.TimeProvider);
        builder.Services.AddWhatsAppGateway().UseProblemDetails();
        options.ConfigureServices?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapWhatsAppGateway();
        return app;
    }

    private static Dictionary<string, string?> Settings(WhatsAppSandbox sandbox, string folder, string database) => new()
    {
        ["WhatsAppGateway:DataDirectory"] = folder,
        ["WhatsAppGateway:ConnectionString"] = database,
        ["WhatsAppGateway:Jwt:SigningKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)),
        ["WhatsAppGateway:Encryption:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),

        // Tests are in a hurry, and all come from one address.
        ["WhatsAppGateway:RateLimits:Address"] = "10000000",
        ["WhatsAppGateway:RateLimits:Auth"] = "10000000",
        ["WhatsAppGateway:RateLimits:Key"] = "10000000",
        ["WhatsAppGateway:Login:WorkFactor"] = "10",
        ["WhatsAppGateway:Sending:MessagesPerSecond"] = "100000",
        ["WhatsAppGateway:Sending:ChatInterval"] = "00:00:00",

        // A machine that is busy with tests is no reason to answer that a message only was accepted.
        ["WhatsAppGateway:Sending:Wait"] = "00:00:30",

        // The application under test receives its webhooks on this machine.
        ["WhatsAppGateway:Outbound:AllowHttp"] = "true",
        ["WhatsAppGateway:Outbound:TrustedHosts:0"] = "127.0.0.1",
        ["WhatsAppGateway:Outbound:TrustedHosts:1"] = "localhost",
        ["WhatsAppGateway:WhatsApp:Endpoint"] = sandbox.Endpoint!.ToString(),
        ["WhatsAppGateway:WhatsApp:TrustedRootKey"] = Convert.ToHexString(sandbox.TrustedRootKey.Span),
        ["WhatsAppGateway:WhatsApp:TrustedMediaCertificate"] = sandbox.MediaCertificatePem,
    };
}
