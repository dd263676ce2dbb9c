using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace WhatsAppKit.Webhooks.Tests;

public class OnceTests
{
    private readonly ConcurrentQueue<string> _told = new();

    [Fact]
    public async Task An_event_that_comes_again_is_taken_and_not_handled()
    {
        await using var app = await HookApp.StartAsync(Telling);

        Assert.Equal(HttpStatusCode.NoContent, await app.Sender.PostAsync("e1", Sender.Message("e1")));
        app.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(HttpStatusCode.NoContent, await app.Sender.PostAsync("e1", Sender.Message("e1")));
        Assert.Equal(HttpStatusCode.NoContent, await app.Sender.PostAsync("e2", Sender.Message("e2")));

        Assert.Equal(["e1", "e2"], _told);
    }

    [Fact]
    public async Task An_event_whose_handler_failed_is_handled_when_it_comes_again()
    {
        var fails = true;
        await using var app = await HookApp.StartAsync(handlers => handlers.OnAny((happened, _) =>
        {
            _told.Enqueue(happened.Id);
            return fails ? throw new InvalidOperationException("No.") : Task.CompletedTask;
        }));

        Assert.Equal(HttpStatusCode.InternalServerError, await app.Sender.PostAsync("e1", Sender.Message("e1")));
        fails = false;
        Assert.Equal(HttpStatusCode.NoContent, await app.Sender.PostAsync("e1", Sender.Message("e1")));
        Assert.Equal(HttpStatusCode.NoContent, await app.Sender.PostAsync("e1", Sender.Message("e1")));

        Assert.Equal(["e1", "e1"], _told);
    }

    [Fact]
    public async Task Two_deliveries_of_an_event_at_the_same_time_do_not_both_run()
    {
        var begun = new TaskCompletionSource();
        var outcome = new TaskCompletionSource();
        await using var app = await HookApp.StartAsync(handlers => handlers.OnAny((happened, _) =>
        {
            _told.Enqueue(happened.Id);
            begun.TrySetResult();
            return outcome.Task;
        }));

        var first = app.Sender.PostAsync("e1", Sender.Message("e1"));
        await begun.Task;
        using (var second = await Sender.SendAsync(app.Sender.Signed("e1", Sender.Message("e1"))))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(10), second.Headers.RetryAfter!.Delta);
        }

        Assert.Equal(HttpStatusCode.NoContent, await TakenMeanwhileAsync(app, outcome));
        Assert.Equal(HttpStatusCode.NoContent, await first);
        Assert.Equal(HttpStatusCode.NoContent, await app.Sender.PostAsync("e1", Sender.Message("e1")));
        Assert.Equal(["e1", "e2"], _told);
    }

    [Fact]
    public async Task A_handler_goes_on_when_the_gateway_has_gone()
    {
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var app = await HookApp.StartAsync(handlers => handlers.OnAny(async (_, cancellationToken) =>
        {
            begun.TrySetResult();
            await goOn.Task.WaitAsync(cancellationToken);
            ended.TrySetResult();
        }));
        using var client = new HttpClient();
        using var leave = new CancellationTokenSource();
        using var request = app.Sender.Signed("e1", Sender.Message("e1"));
        var left = client.SendAsync(request, leave.Token);
        await begun.Task;
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        goOn.SetResult();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Each_path_takes_an_event_once()
    {
        await using var app = await HookApp.StartAsync(
            endpoints =>
            {
                endpoints.MapWhatsAppWebhooks("/hooks", Sender.Secret, Telling);
                endpoints.MapWhatsAppWebhooks("/other", Sender.Secret, Telling);
            },
            services => services.AddSingleton<IWebhookDeduplication>(new MemoryWebhookDeduplication()));
        var other = new Sender(new Uri(app.Address, "/other"), app.Time);

        foreach (var sender in new[] { app.Sender, other, app.Sender, other })
        {
            Assert.Equal(HttpStatusCode.NoContent, await sender.PostAsync("e1", Sender.Message("e1")));
        }

        Assert.Equal(["e1", "e1"], _told);
    }

    [Fact]
    public async Task An_applications_own_memory_is_asked()
    {
        var memory = new Journal();
        await using var app = await HookApp.StartAsync(
            handlers => handlers.OnAny((happened, _) => happened.Id == "bad" ? throw new InvalidOperationException("No.") : Task.CompletedTask),
            services => services.AddSingleton<IWebhookDeduplication>(memory));

        await app.Sender.PostAsync("e1", Sender.Message("e1"));
        await app.Sender.PostAsync("bad", Sender.Message("bad"));
        await app.Sender.PostAsync("e2", Sender.Message("e2"), Sender.OtherSecret);

        Assert.Equal(["claim /hooks e1", "complete /hooks e1", "claim /hooks bad", "release /hooks bad"], memory.Lines);
    }

    private void Telling(WebhookHandlers handlers) => handlers.OnAny((happened, _) =>
    {
        _told.Enqueue(happened.Id);
        return Task.CompletedTask;
    });

    // Another event does not wait for the first one.
    private static async Task<HttpStatusCode> TakenMeanwhileAsync(HookApp app, TaskCompletionSource outcome)
    {
        var other = app.Sender.PostAsync("e2", Sender.Message("e2"));
        outcome.SetResult();
        return await other;
    }

    private sealed class Journal : IWebhookDeduplication
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ValueTask<WebhookClaim> ClaimAsync(string key, CancellationToken cancellationToken)
        {
            Lines.Enqueue("claim " + key);
            return ValueTask.FromResult(WebhookClaim.Granted);
        }

        public ValueTask CompleteAsync(string key, CancellationToken cancellationToken)
        {
            Lines.Enqueue("complete " + key);
            return ValueTask.CompletedTask;
        }

        public ValueTask ReleaseAsync(string key, CancellationToken cancellationToken)
        {
            Lines.Enqueue("release " + key);
            return ValueTask.CompletedTask;
        }
    }
}
