namespace WhatsAppKit.Sandbox.Tests;

/// <summary>What tests of the app state wait for.</summary>
internal static class AppStateRig
{
    /// <summary>Waits until the phone's keys have come, and with them what there is.</summary>
    public static Task ReadyAsync(TestDevice device) =>
        UntilAsync(() => device.Client.AppState.IsSynchronisedAsync(CancellationToken.None), "the first synchronisation");

    /// <summary>Waits until something that must be asked for is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited 15 s for {what}.{Environment.NewLine}{TestLog.Tail()}");
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }
}
