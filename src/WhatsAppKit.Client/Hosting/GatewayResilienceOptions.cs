using System.Net;

namespace WhatsAppKit.Client;

/// <summary>
/// What a client does about failures that pass. Repeated are calls that read, and messages that are sent, which have an <c>Idempotency-Key</c>;
/// nothing else. Polly tells of it in the metrics of the meter <c>Polly</c>, and in the log.
/// </summary>
public sealed class GatewayResilienceOptions
{
    /// <summary>How often a call is repeated. 0 for never. Default: 3.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>The pause before the first repeat; it doubles, with some chance in it. What the gateway says in <c>Retry-After</c> comes first. Default: 1 second.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest <c>Retry-After</c> that is waited for; the caller hears of a longer one at once. Default: 30 seconds.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one attempt may take until its answer begins. Longer than a gateway waits for WhatsApp. Default: 45 seconds.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>The part of calls that fails before the gateway is left alone: 0.01 to 1. Default: 0.5.</summary>
    public double BreakRatio { get; set; } = 0.5;

    /// <summary>How many calls there must be within <see cref="BreakWindow"/> for that; 2 or more. Default: 20.</summary>
    public int BreakAfter { get; set; } = 20;

    /// <summary>The time that is looked at; half a second or more. Default: 30 seconds.</summary>
    public TimeSpan BreakWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the gateway is left alone: calls fail at once. Half a second or more. Default: 5 seconds.</summary>
    public TimeSpan BreakFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Called before each repeat, with its number from 1, the pause, and the status that was answered; null where no answer came. Default: none.</summary>
    public Action<int, TimeSpan, HttpStatusCode?>? OnRetry { get; set; }
}
