using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Tests.Persistence;

public class MigrationTests(GatewayFixture gateway)
{
    [Fact]
    public async Task The_migrations_say_all_that_the_model_does()
    {
        await using var context = await gateway.Host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync();
        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task People_and_keys_of_an_earlier_database_work_on_and_revoked_keys_do_not_come_back()
    {
        await using var host = await GatewayHost.StartAsync();
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.CreateInstanceAsync();
        var (_, key) = await tenant.CreateKeyAsync(instance);
        var (revoked, _) = await tenant.CreateKeyAsync(instance);
        await using (var context = await host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync())
        {
            await context.GetService<IMigrator>().MigrateAsync("ExpiringRecords");
            await context.Database.ExecuteSqlAsync($"UPDATE ApiKeys SET IsActive = 0 WHERE Id = {revoked}");
        }

        await host.RestartAsync();

        (await host.Anonymous().With(key).GetAsync("/api/messages")).Is(HttpStatusCode.OK);
        var login = (await host.Anonymous().PostAsync("/api/auth/login", new { email = tenant.Email, password = Tenant.Password })).Is(HttpStatusCode.OK);
        var keys = (await host.Anonymous().With(login["token"]).GetAsync($"/api/instances/{instance}/api-keys")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(3, Assert.Single(keys.EnumerateArray()).GetProperty("permissions").GetArrayLength());
    }
}
