using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Tests.Logging;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests;

/// <summary>
/// The gateway as an application embeds it, on Kestrel and a free port, with SQLite in a folder of its own and a sandbox
/// beside it that outlives restarts.
/// </summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    // Long enough for HS512 too: a token of that kind must be refused for its algorithm, not for the length of the key.
    public const string SigningKey = "a signing key of the tests that is long enough for HS256 and for HS512 as well";

    public const string OperatorKey = "wko_the operator of the tests, 32 bytes and more";

    private readonly WhatsAppSandbox _sandbox;
    private readonly bool _ownsSandbox;
    private readonly Dictionary<string, string?> _settings;
    private readonly ILoggerProvider? _log;
    private readonly byte[] _masterKey = RandomNumberGenerator.GetBytes(32);
    private WebApplication _app = null!;

    private GatewayHost(WhatsAppSandbox sandbox, bool ownsSandbox, Dictionary<string, string?>? settings, ILoggerProvider? log)
    {
        _sandbox = sandbox;
        _ownsSandbox = ownsSandbox;
        _log = log;
        _settings = new()
        {
            ["WhatsAppGateway:DataDirectory"] = DataDirectory,
            ["WhatsAppGateway:Jwt:SigningKey"] = SigningKey,
            ["WhatsAppGateway:Encryption:Key"] = Convert.ToBase64String(_masterKey),
            ["WhatsAppGateway:OperatorKey"] = OperatorKey,

            // All tests come from one address, and register without end.
            ["WhatsAppGateway:RateLimits:Address"] = "10000000",
            ["WhatsAppGateway:RateLimits:Auth"] = "10000000",
            ["WhatsAppGateway:Login:WorkFactor"] = "10",

            // A machine that is busy is no reason to answer 202 where a test wants the message sent.
            ["WhatsAppGateway:Sending:Wait"] = "00:00:30",

            // What is slowed down is tested where it is meant.
            ["WhatsAppGateway:Sending:MessagesPerSecond"] = "100000",
            ["WhatsAppGateway:Sending:ChatInterval"] = "00:00:00",
            ["WhatsAppGateway:Sending:NewChatsPerDay"] = "100000",
            ["WhatsAppGateway:WhatsApp:Endpoint"] = sandbox.Endpoint!.ToString(),
            ["WhatsAppGateway:WhatsApp:TrustedMediaCertificate"] = sandbox.MediaCertificatePem,
            ["WhatsAppGateway:WhatsApp:TrustedRootKey"] = Convert.ToHexString(sandbox.TrustedRootKey.Span),
        };
        foreach (var (key, value) in settings ?? [])
        {
            _settings[key] = value;
        }

        foreach (var secret in new[] { "Jwt:SigningKey", "Encryption:Key", "OperatorKey" })
        {
            SecretWatch.Suite.Plant(secret, _settings["WhatsAppGateway:" + secret]);
        }

        SecretWatch.Suite.Plant("master key", _masterKey);
    }

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("whatsappkit-").FullName;

    public WhatsAppSandbox Sandbox => _sandbox;

    public Uri Address { get; private set; } = null!;

    /// <summary>What the gateway sends to people.</summary>
    public Mailbox Mailbox { get; } = new();

    /// <summary>What event handlers were told.</summary>
    public ToldEvents Events { get; } = new();

    /// <summary>The clock of the next start.</summary>
    public TimeProvider Time { get; private init; } = TimeProvider.System;

    public IServiceProvider Services => _app.Services;

    /// <summary>Settings for the next start.</summary>
    public IDictionary<string, string?> Settings => _settings;

    /// <summary>What the application registers besides, at each start.</summary>
    public Action<IServiceCollection>? Also { get; private init; }

    public static async Task<GatewayHost> StartAsync(Dictionary<string, string?>? settings = null, ILoggerProvider? log = null, WhatsAppSandbox? sandbox = null, TimeProvider? time = null,
        Action<IServiceCollection>? also = null)
    {
        var host = new GatewayHost(sandbox ?? await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory), sandbox is null, settings, log)
        {
            Time = time ?? TimeProvider.System,
            Also = also,
        };
        await host.StartAsync();
        return host;
    }

    /// <summary>A caller without any credential.</summary>
    public Caller Anonymous() => new(Address, null);

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task StopAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Trace);
            logging.AddProvider(_log ?? new TestLog());
            logging.AddProvider(SecretWatch.Suite.Log);
        });
        builder.Services.AddSingleton(Time);
        builder.Services.AddSingleton<IAccountMessageSender>(Mailbox);
        builder.Services.AddWhatsAppGateway().UseProblemDetails().AddEventHandler<EventKeeper.Failing>().AddEventHandler<EventKeeper>();
        builder.Services.AddSingleton(Events);
        Also?.Invoke(builder.Services);
        _app = builder.Build();
        _app.UseExceptionHandler();
        _app.UseStatusCodePages();
        _app.UseRouting();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapWhatsAppGateway();
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_ownsSandbox)
        {
            await _sandbox.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(DataDirectory, recursive: true);
    }
}
