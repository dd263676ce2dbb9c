using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Tests.Hosting;

/// <summary>An application that embeds the gateway keeps its own ways.</summary>
public class EmbeddingTests
{
    [Fact]
    public async Task Endpoints_of_the_application_keep_their_own_JSON_and_their_own_failures()
    {
        var data = Directory.CreateTempSubdirectory("whatsappkit-").FullName;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddWhatsAppGateway(options => options.DataDirectory = data);
        builder.Services.AddExceptionHandler<Own>();
        builder.Logging.ClearProviders();
        await using (var app = builder.Build())
        {
            app.UseExceptionHandler();
            app.MapWhatsAppGateway();
            app.MapPost("/own", (Body body) => body.Name);
            app.MapGet("/broken", string () => throw new NotSupportedException("mine"));
            await app.StartAsync();
            var caller = new Caller(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), null);

            Assert.Equal("x", (await caller.PostRawAsync("/own", """{"name":"x","more":1}""")).Is(HttpStatusCode.OK).Text);
            Assert.Equal("own handler: mine", (await caller.GetAsync("/broken")).Is(HttpStatusCode.InternalServerError).Text);
            (await caller.PostRawAsync("/api/auth/login", """{"more":1}""")).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "more");
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(data, recursive: true);
    }

    private sealed record Body(string Name);

    private sealed class Own : Microsoft.AspNetCore.Diagnostics.IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            httpContext.Response.StatusCode = 500;
            await httpContext.Response.WriteAsync("own handler: " + exception.Message, cancellationToken);
            return true;
        }
    }
}
