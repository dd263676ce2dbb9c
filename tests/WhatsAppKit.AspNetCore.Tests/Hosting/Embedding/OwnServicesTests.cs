using System.Data.Common;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Tests.Hosting.Embedding;

/// <summary>What the application registers itself wins.</summary>
public class OwnServicesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Registrations_of_the_application_win_before_and_after(bool isBefore)
    {
        var (time, mailbox) = (new FakeTimeProvider(DateTimeOffset.UtcNow.AddYears(1)), new Mailbox());
        await using var app = await EmbeddingApp.StartAsync(
            app => app.MapWhatsAppGateway(), services => Register(services, isBefore), gateway => Register(gateway.Services, !isBefore));

        var registered = await app.Anyone.PostAsync("/api/auth/register", new { email = "you@example.com", password = Tenant.Password, name = "You" });
        (await app.Anyone.PostAsync("/api/auth/forgot-password", new { email = "you@example.com" })).Is(HttpStatusCode.Accepted);

        Assert.Equal(time.GetUtcNow().Year, registered.Is(HttpStatusCode.Created).Json.GetProperty("expiresAt").GetDateTimeOffset().Year);
        Assert.NotEmpty((await mailbox.LatestAsync("you@example.com")).Token);

        void Register(IServiceCollection services, bool isNow)
        {
            if (isNow)
            {
                services.AddSingleton<TimeProvider>(time);
                services.AddSingleton<IAccountMessageSender>(mailbox);
            }
        }
    }

    [Fact]
    public async Task A_second_call_configures_further_and_adds_nothing_twice()
    {
        var count = 0;
        await using var app = await EmbeddingApp.StartAsync(
            app => app.MapWhatsAppGateway(),
            gateway: gateway =>
            {
                count = gateway.Services.Count;
                gateway.Services.AddWhatsAppGateway(options => options.Jwt.Issuer = "second");
                Assert.Equal(count + 1, gateway.Services.Count);
            });

        Assert.Equal("second", app.Services.GetRequiredService<IOptions<WhatsAppGatewayOptions>>().Value.Jwt.Issuer);
        Assert.Equal(app.DataDirectory, app.Services.GetRequiredService<IOptions<WhatsAppGatewayOptions>>().Value.DataDirectory);
        Assert.Equal(10, app.Services.GetServices<IHostedService>().Count(service => service.GetType().Assembly == typeof(WhatsAppGatewayOptions).Assembly));
    }

    [Fact]
    public async Task The_database_is_configured_by_the_application_as_far_as_it_wants()
    {
        var seen = new Opened();
        await using (var app = await EmbeddingApp.StartAsync(
            app => app.MapWhatsAppGateway(), gateway: gateway => gateway.UseDatabase(options => options.AddInterceptors(seen))))
        {
            await app.RegisterAsync();
            Assert.Equal(Path.Combine(app.DataDirectory, "gateway.db"), Assert.Single(seen.Files.Distinct()));
        }

        var file = Path.Combine(Directory.CreateTempSubdirectory("whatsappkit-").FullName, "own.db");
        await using (var app = await EmbeddingApp.StartAsync(
            app => app.MapWhatsAppGateway(),
            gateway: gateway => gateway.UseDatabase((services, options) =>
                options.UseSqlite($"Data Source={file}").AddInterceptors(services.GetRequiredService<Opened>())).Services.AddSingleton(new Opened())))
        {
            await app.RegisterAsync();
            Assert.Equal(file, Assert.Single(app.Services.GetRequiredService<Opened>().Files.Distinct()));
            Assert.False(File.Exists(Path.Combine(app.DataDirectory, "gateway.db")));
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private sealed class Opened : DbConnectionInterceptor
    {
        public System.Collections.Concurrent.ConcurrentBag<string> Files { get; } = [];

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Files.Add(connection.DataSource);
            return Task.CompletedTask;
        }
    }
}
