using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WhatsAppKit.AspNetCore.Tests.Hosting.Embedding;

/// <summary>An application with ways of its own and the gateway in it. Nothing is added that the application did not ask for.</summary>
internal sealed class EmbeddingApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EmbeddingApp(WebApplication app, string data)
    {
        _app = app;
        DataDirectory = data;
        Anyone = new Caller(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), null);
    }

    public string DataDirectory { get; }

    public IServiceProvider Services => _app.Services;

    public Caller Anyone { get; }

    /// <summary>Starts the application.</summary>
    /// <param name="map">Adds middleware and endpoints, the gateway's among them.</param>
    /// <param name="before">What it registers before the gateway.</param>
    /// <param name="gateway">What it tells the gateway, and registers after it.</param>
    /// <param name="settings">The gateway's settings.</param>
    public static async Task<EmbeddingApp> StartAsync(
        Action<WebApplication> map,
        Action<IServiceCollection>? before = null,
        Action<IWhatsAppGatewayBuilder>? gateway = null,
        Action<AspNetCore.Hosting.WhatsAppGatewayOptions>? settings = null)
    {
        var data = Directory.CreateTempSubdirectory("whatsappkit-").FullName;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        before?.Invoke(builder.Services);
        var added = builder.Services.AddWhatsAppGateway(options =>
        {
            options.DataDirectory = data;
            options.Login.WorkFactor = 10;
            settings?.Invoke(options);
        });
        gateway?.Invoke(added);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new EmbeddingApp(app, data);
    }

    /// <summary>Registers at the gateway, and calls with the token.</summary>
    public async Task<Caller> RegisterAsync(string prefix = "", Action<Caller>? prepare = null)
    {
        var anyone = Anyone.With(null);
        prepare?.Invoke(anyone);
        var answer = await anyone.PostAsync(prefix + "/api/auth/register", new { email = $"{Guid.NewGuid():N}@example.com", password = Tenant.Password, name = "Tester" });
        return Anyone.With(answer.Is(HttpStatusCode.Created)["token"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(DataDirectory, recursive: true);
    }
}

/// <summary>The application's own users: a header names them, with the claims that the gateway uses too.</summary>
internal sealed class OwnScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-Own-User";

    /// <summary>What an answer has that asks for a user of the application.</summary>
    public const string Challenge = "X-Own-Challenge";

    public static void Add(IServiceCollection services, params string[] names)
    {
        var authentication = services.AddAuthentication();
        foreach (var name in names)
        {
            authentication.AddScheme<AuthenticationSchemeOptions, OwnScheme>(name, null);
        }
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header].ToString() is not { Length: > 0 } user)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        Claim[] claims = [new("sub", user), new("sub_id", "x"), new("inst_id", "x"), new("role", "ADMINISTRATOR"), new("operator", "true"), new("permission", "messages:read"), new(ClaimTypes.Name, user)];
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = 401;
        Response.Headers[Challenge] = "log in";
        return Task.CompletedTask;
    }
}
