using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Phones;

/// <content>Linking clients of this library in one call.</content>
public sealed partial class SandboxPhone
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Connects a client that is not paired, scans the code it shows, and waits until it is logged in.</summary>
    /// <param name="client">The client; its endpoint and root key are this sandbox's. For other clients there is <see cref="ScanAsync"/>.</param>
    /// <param name="within">How long to wait for each step, in real time; null for <see cref="DefaultPatience"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The new device's phone-number JID.</returns>
    /// <exception cref="TimeoutException">The client showed no code, or did not log in. The message says what it did instead.</exception>
    public async Task<Jid> LinkAsync(WhatsAppClient client, TimeSpan? within = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var patience = within ?? DefaultPatience;
        await UntilAsync(client, status => status.Qr is not null, "did not show a QR code", patience, cancellationToken).ConfigureAwait(false);
        var device = await ScanAsync(client.Status.Qr!.Text, cancellationToken).ConfigureAwait(false);
        await UntilAsync(client, status => status.State == ConnectionState.Connected, "did not log in", patience, cancellationToken).ConfigureAwait(false);
        return device;
    }

    private static async Task UntilAsync(
        WhatsAppClient client, Func<ConnectionStatus, bool> isThere, string failure, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, TimeProvider.System);
        while (!isThere(client.Status))
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"The client {failure} in time: it is {client.Status.State}, {client.Status.Error ?? "without an error"}.");
            }

            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }
}
