namespace WhatsAppKit.Sandbox.Tests;

/// <summary>What tests of the app state wait for.</summary>
internal static class AppStateRig
{
    /// <summary>Waits until the phone's keys have come, and with them what there is.</summary>
    public static async Task ReadyAsync(TestDevice device)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (!await device.Client.AppState.IsSynchronisedAsync(limit.Token))
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
