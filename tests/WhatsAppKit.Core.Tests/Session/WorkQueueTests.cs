using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Tests.Session;

public sealed class WorkQueueTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_job_that_fails_with_the_store_is_tried_again_and_the_next_one_follows()
    {
        await using var work = new WorkQueue(_time, NullLogger.Instance);
        var attempts = 0;
        var next = new TaskCompletionSource();
        work.TryAdd("fails twice", _ => ++attempts < 3 ? throw new IOException("no store") : Task.CompletedTask);
        work.TryAdd("next", _ =>
        {
            next.SetResult();
            return Task.CompletedTask;
        });

        await PassAsync(next.Task);
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task A_job_that_never_succeeds_is_given_up_and_holds_nobody_up()
    {
        await using var work = new WorkQueue(_time, NullLogger.Instance);
        var attempts = 0;
        var next = new TaskCompletionSource();
        work.TryAdd("fails", _ =>
        {
            attempts++;
            throw new IOException("no store");
        });
        work.TryAdd("next", _ =>
        {
            next.SetResult();
            return Task.CompletedTask;
        });

        await PassAsync(next.Task);
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task Without_a_connection_a_job_is_not_tried_again()
    {
        await using var work = new WorkQueue(_time, NullLogger.Instance);
        var attempts = 0;
        var next = new TaskCompletionSource();
        work.TryAdd("fails", _ =>
        {
            attempts++;
            throw new WhatsAppNotConnectedException();
        });
        work.TryAdd("next", _ =>
        {
            next.SetResult();
            return Task.CompletedTask;
        });

        await next.Task;
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task A_job_that_waits_for_its_next_attempt_does_not_outlive_the_queue()
    {
        var attempts = 0;
        await using (var work = new WorkQueue(_time, NullLogger.Instance))
        {
            var failed = new TaskCompletionSource();
            work.TryAdd("fails", _ =>
            {
                attempts++;
                failed.TrySetResult();
                throw new IOException("no store");
            });
            await failed.Task;
        }

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, attempts);
    }

    /// <summary>Lets the clock run until something is done.</summary>
    private async Task PassAsync(Task done)
    {
        while (!done.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
