namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Waits for a condition, never for a duration.</summary>
internal static class Wait
{
    // Only a test that fails waits so long: a slow machine is no failure.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<T> ForAsync<T>(Func<T?> probe, string what)
        where T : class
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            if (probe() is { } found)
            {
                return found;
            }

            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited {Limit.TotalSeconds} s for {what}.{Environment.NewLine}{TestLog.Tail()}");
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    public static Task UntilAsync(Func<bool> condition, string what) => ForAsync(() => condition() ? "" : null, what);

    /// <summary>Waits for work that must end, so that a test which hangs says where.</summary>
    public static async Task ForAsync(Task work, string what)
    {
        try
        {
            await work.WaitAsync(2 * Limit);
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            throw new TimeoutException($"Waited {2 * Limit.TotalSeconds} s for {what}.{Environment.NewLine}{TestLog.Tail()}");
        }
    }
}
