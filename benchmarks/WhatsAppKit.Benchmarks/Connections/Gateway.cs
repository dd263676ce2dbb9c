using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Benchmarks.Connections;

/// <summary>A gateway as an application runs it, in this process: web server, SQLite database and all.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly IInstanceConnections _connections;
    private InstanceRef[] _instances = [];

    private Gateway(WebApplication app, string folder)
    {
        _app = app;
        _folder = folder;
        _connections = app.Services.GetRequiredService<IInstanceConnections>();
    }

    public int Count => _instances.Length;

    public static async Task<Gateway> StartAsync(ScaleServer server)
    {
        var folder = Directory.CreateTempSubdirectory("whatsappkit-").FullName;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", ContentRootPath = folder });
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddWhatsAppGateway(options =>
        {
            options.DataDirectory = folder;
            options.WhatsApp.Endpoint = server.Endpoint;
            options.WhatsApp.TrustedRootKey = server.RootKey;
        });
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapWhatsAppGateway();
        await app.StartAsync();
        return new Gateway(app, folder);
    }

    /// <summary>Stores instances as if they had been paired long ago.</summary>
    public async Task AddAsync(int count)
    {
        var contexts = _app.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>();
        var sealer = _app.Services.GetRequiredService<RecordSealer>();
        var now = DateTimeOffset.UtcNow;
        var subscription = new Subscription { MaxInstances = count, CurrentInstances = count, CreatedAt = now };
        var rows = Enumerable.Range(0, count)
            .Select(n => new Instance { SubscriptionId = subscription.Id, Name = LinkedDevice.Number(n), IsWanted = true, CreatedAt = now }).ToList();
        await using (var context = await contexts.CreateDbContextAsync())
        {
            context.Add(subscription);
            context.AddRange(rows);
            await context.SaveChangesAsync();
        }

        _instances = [.. rows.Select(row => new InstanceRef(subscription.Id, row.Id))];
        for (var n = 0; n < count; n++)
        {
            var credentials = CredentialsCodec.Save(LinkedDevice.Credentials(n, now));
            await new EfSessionStore(contexts, sealer, new WhatsAppKit.AspNetCore.Events.EventLog(sealer, TimeProvider.System), _instances[n], TimeProvider.System).CommitAsync(new StoreCommit([credentials]));
        }
    }

    public async Task ConnectAsync()
    {
        foreach (var instance in _instances)
        {
            await _connections.ConnectAsync(instance, CancellationToken.None);
        }
    }

    /// <summary>Waits until every instance is connected, and returns the most connections that were being dialled at once.</summary>
    public async Task<int> AllConnectedAsync()
    {
        var mostDials = 0;
        var clock = Stopwatch.StartNew();
        var nextWord = TimeSpan.FromSeconds(10);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            mostDials = Math.Max(mostDials, DialGate.Shared.Dialling);
            var connected = _instances.Count(instance => _connections.GetStatus(instance).State == ConnectionState.Connected);
            if (connected == _instances.Length)
            {
                return mostDials;
            }

            if (clock.Elapsed > nextWord)
            {
                Console.WriteLine($"  {connected:N0} of {_instances.Length:N0} connected after {clock.Elapsed.TotalSeconds:N0} s");
                nextWord += TimeSpan.FromSeconds(10);
            }

            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>How many instances have another state than they had then.</summary>
    public int CountChangedSince(DateTimeOffset since) => _instances.Count(instance => _connections.GetStatus(instance).Since >= since);

    /// <summary>Waits until every instance has noticed that its connection is gone.</summary>
    public async Task AllDroppedAsync(DateTimeOffset since)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (_instances.Any(instance => _connections.GetStatus(instance).Since < since))
        {
            await timer.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
