using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>What a phone does with a QR code: it finds the device that shows it, and links it.</summary>
internal sealed class QrScan(SandboxCore core, SandboxPhone phone)
{
    public async Task<Jid> RunAsync(string code, CancellationToken cancellationToken)
    {
        var parts = Parts(code);
        var connection = core.FindWaiting(parts[0])
            ?? throw new InvalidOperationException("No device waits with this QR code: it has expired, or was scanned before.");
        var registration = connection.Registration!;
        var identity = Convert.FromBase64String(parts[2]);
        if (!registration.NoiseKey.Span.SequenceEqual(Convert.FromBase64String(parts[1]))
            || !registration.Payload.DevicePairingData.EIdent.Span.SequenceEqual(identity))
        {
            throw new InvalidOperationException("The QR code does not belong to the device that waits with its reference.");
        }

        return await new DeviceLinking(core, phone).RunAsync(connection, Convert.FromBase64String(parts[3]), cancellationToken).ConfigureAwait(false);
    }

    private static string[] Parts(string code)
    {
        var parts = code[(code.IndexOf('#', StringComparison.Ordinal) + 1)..].Split(',');
        return parts.Length is 4 or 5
            && parts[1..4].All(part => Convert.TryFromBase64String(part, new byte[48], out var length) && length == 32)
            ? parts
            : throw new ArgumentException("The text is no QR code of WhatsApp.", nameof(code));
    }
}
