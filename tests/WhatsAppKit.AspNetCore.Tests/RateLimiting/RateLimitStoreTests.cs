using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.RateLimiting;

namespace WhatsAppKit.AspNetCore.Tests.RateLimiting;

/// <summary>The host's own store counts in place of the gateway's.</summary>
public class RateLimitStoreTests
{
    [Fact]
    public async Task A_store_of_the_host_decides_and_is_told_what_is_counted()
    {
        var store = new Shared();
        await using var host = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:RateLimits:Address"] = "7" }, also: services => services.AddSingleton<IRateLimitStore>(store));
        var answer = (await host.Anonymous().GetAsync("/health/live")).Is(HttpStatusCode.OK);
        Assert.Equal("\"address\";r=6;t=42", answer.Headers["RateLimit"]);
        Assert.Equal("\"address\";q=7;w=60", answer.Headers["RateLimit-Policy"]);
        var counted = Assert.Single(store.Counted.Keys);
        Assert.Equal(new RateLimited("address", "127.0.0.1", 7, TimeSpan.FromMinutes(1)), counted);

        // Another process of the host used the rest.
        store.Counted[counted] = 7;
        var refused = (await host.Anonymous().GetAsync("/health/live")).IsProblem(HttpStatusCode.TooManyRequests, "address-rate-limited");
        Assert.Equal("42", refused.Headers["Retry-After"]);
    }

    [Fact]
    public async Task While_the_store_fails_the_process_counts_for_itself()
    {
        await using var host = await GatewayHost.StartAsync(
            new() { ["WhatsAppGateway:RateLimits:Address"] = "2" }, also: services => services.AddSingleton<IRateLimitStore, Broken>());
        (await host.Anonymous().GetAsync("/health/live")).Is(HttpStatusCode.OK);
        (await host.Anonymous().GetAsync("/health/live")).Is(HttpStatusCode.OK);
        (await host.Anonymous().GetAsync("/health/live")).IsProblem(HttpStatusCode.TooManyRequests, "address-rate-limited");
    }

    private sealed class Shared : IRateLimitStore
    {
        public ConcurrentDictionary<RateLimited, int> Counted { get; } = [];

        public ValueTask<RateLimitCount> TakeAsync(RateLimited counted, CancellationToken cancellationToken)
        {
            var count = Counted.AddOrUpdate(counted, 1, (_, before) => before + 1);
            return new(new RateLimitCount(count <= counted.Limit, Math.Max(0, counted.Limit - count), TimeSpan.FromSeconds(42)));
        }
    }

    private sealed class Broken : IRateLimitStore
    {
        public ValueTask<RateLimitCount> TakeAsync(RateLimited counted, CancellationToken cancellationToken) => throw new InvalidOperationException("The store is away.");
    }
}
