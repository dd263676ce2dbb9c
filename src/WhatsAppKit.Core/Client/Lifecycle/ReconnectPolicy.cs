using System.Security.Cryptography;

namespace WhatsAppKit.Core;

/// <summary>How long to wait before the next attempt: at once, then exponentially longer with full jitter, up to a cap.</summary>
internal sealed class ReconnectPolicy(TimeSpan cap)
{
    private static readonly TimeSpan Base = TimeSpan.FromSeconds(2);

    private int _failures;

    public void Succeeded() => _failures = 0;

    public TimeSpan NextDelay()
    {
        var failures = _failures++;
        if (failures == 0)
        {
            return TimeSpan.Zero;
        }

        var ceiling = Math.Min(cap.TotalMilliseconds, Base.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 20)));

        // Full jitter: many clients that fell together must not come back together.
        return TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(0, Math.Max(1, (int)ceiling)) + 1);
    }
}
