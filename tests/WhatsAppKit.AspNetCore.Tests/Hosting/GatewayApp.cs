using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace WhatsAppKit.AspNetCore.Tests;

/// <summary>The smallest application around the gateway: it starts and stops.</summary>
internal static class GatewayApp
{
    public static async Task RunAsync(string environment, string dataDirectory, Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Configuration["WhatsAppGateway:DataDirectory"] = dataDirectory;
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddWhatsAppGateway();
        await using var app = builder.Build();
        app.MapWhatsAppGateway();
        await app.StartAsync();
        await app.StopAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
