using WhatsAppKit.Core.Session.Credentials;

namespace WhatsAppKit.Core.Pairing;

/// <summary>
/// Shows one QR code after another. The budget belongs to the connect request, not to the connection: a connection that
/// drops and comes back does not earn more codes.
/// </summary>
internal sealed class QrRotation(WhatsAppClientOptions options, Action<QrCode> show)
{
    public int Shown { get; private set; }

    public bool IsExhausted => Shown >= options.MaxQrAttempts;

    /// <summary>A new connect request begins with a full budget.</summary>
    public void Reset() => Shown = 0;

    /// <summary>How long the server keeps that many references, and the connection with them.</summary>
    public TimeSpan LifetimeOf(int references) => options.FirstQrLifetime + (options.QrLifetime * Math.Max(references - 1, 0));

    /// <summary>Shows the references in turn until they or the budget run out; each stands for its lifetime.</summary>
    public async Task RunAsync(IReadOnlyList<ReadOnlyMemory<byte>> references, DeviceCredentials credentials, CancellationToken cancellationToken)
    {
        for (var i = 0; i < references.Count && !IsExhausted; i++)
        {
            var lifetime = i == 0 ? options.FirstQrLifetime : options.QrLifetime;
            Shown++;
            show(new QrCode(
                QrText.Create(references[i], credentials), Shown, options.MaxQrAttempts, options.TimeProvider.GetUtcNow() + lifetime));
            await Task.Delay(lifetime, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
