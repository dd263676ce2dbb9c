using WhatsAppKit.Core.Session.Credentials;

namespace WhatsAppKit.Core.Pairing;

/// <summary>
/// Shows one QR code after another. The budget belongs to the connect request, not to the connection: a connection that
/// drops and comes back does not earn more codes.
/// </summary>
internal sealed class QrRotation(WhatsAppClientOptions options, Action<QrCode> show)
{
    private const int Waiting = 0;
    private const int Scanned = 1;
    private const int Unscanned = 2;

    // A scan at the last moment and the expiry of the last code race: the first to change this wins.
    private int _outcome;

    public int Shown { get; private set; }

    public bool IsExhausted => Shown >= options.MaxQrAttempts;

    /// <summary>How long the server keeps that many references, and the connection with them.</summary>
    public TimeSpan LifetimeOf(int references) => options.FirstQrLifetime + (options.QrLifetime * Math.Max(references - 1, 0));

    /// <summary>A new connect request begins with a full budget.</summary>
    public void Reset()
    {
        Shown = 0;
        Volatile.Write(ref _outcome, Waiting);
    }

    /// <summary>Somebody scanned: no further code is shown. False when the last code has expired before.</summary>
    public bool TryScan() => Interlocked.CompareExchange(ref _outcome, Scanned, Waiting) != Unscanned;

    /// <summary>
    /// Shows the references in turn until they or the budget run out; each stands for its lifetime. True when one was
    /// scanned, false when none was and none can be any more.
    /// </summary>
    public async Task<bool> RunAsync(IReadOnlyList<ReadOnlyMemory<byte>> references, DeviceCredentials credentials, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _outcome, Waiting);
        for (var i = 0; i < references.Count && !IsExhausted && Volatile.Read(ref _outcome) == Waiting; i++)
        {
            var lifetime = i == 0 ? options.FirstQrLifetime : options.QrLifetime;
            Shown++;
            show(new QrCode(
                QrText.Create(references[i], credentials), Shown, options.MaxQrAttempts, options.TimeProvider.GetUtcNow() + lifetime));
            await Task.Delay(lifetime, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        return Interlocked.CompareExchange(ref _outcome, Unscanned, Waiting) == Scanned;
    }
}
