using Microsoft.Extensions.Time.Testing;

namespace WhatsAppKit.Webhooks.Tests;

public class MemoryWebhookDeduplicationTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task One_of_many_at_the_same_time_is_granted_the_claim()
    {
        var memory = new MemoryWebhookDeduplication(_time);
        var claims = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await ClaimAsync(memory, "a"))));
        Assert.Single(claims, WebhookClaim.Granted);
        Assert.Equal(49, claims.Count(claim => claim == WebhookClaim.Busy));

        await memory.ReleaseAsync("a", default);
        Assert.Equal(WebhookClaim.Granted, await ClaimAsync(memory, "a"));
        await memory.CompleteAsync("a", default);
        Assert.Equal(WebhookClaim.Completed, await ClaimAsync(memory, "a"));
    }

    [Fact]
    public async Task What_is_old_is_forgotten()
    {
        var memory = new MemoryWebhookDeduplication(_time) { Lifetime = TimeSpan.FromHours(1) };
        await TakeAsync(memory, "a");
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(WebhookClaim.Completed, await ClaimAsync(memory, "a"));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(WebhookClaim.Granted, await ClaimAsync(memory, "a"));
    }

    [Fact]
    public async Task What_is_too_much_is_forgotten_and_what_is_being_handled_never()
    {
        var memory = new MemoryWebhookDeduplication(_time) { Capacity = 2 };
        Assert.Equal(WebhookClaim.Granted, await ClaimAsync(memory, "busy"));
        foreach (var key in new[] { "a", "b", "c" })
        {
            await TakeAsync(memory, key);
        }

        Assert.Equal(WebhookClaim.Completed, await ClaimAsync(memory, "c"));
        Assert.Equal(WebhookClaim.Completed, await ClaimAsync(memory, "b"));
        Assert.Equal(WebhookClaim.Granted, await ClaimAsync(memory, "a"));
        Assert.Equal(WebhookClaim.Busy, await ClaimAsync(memory, "busy"));
    }

    private static async Task TakeAsync(MemoryWebhookDeduplication memory, string key)
    {
        Assert.Equal(WebhookClaim.Granted, await ClaimAsync(memory, key));
        await memory.CompleteAsync(key, default);
    }

    private static async Task<WebhookClaim> ClaimAsync(MemoryWebhookDeduplication memory, string key) => await memory.ClaimAsync(key, default);
}
