using System.Net;

namespace WhatsAppKit.Client;

/// <summary>A call of the gateway failed.</summary>
public sealed class WhatsAppGatewayException : Exception
{
    /// <summary>The <see cref="Code"/> when no answer came: no connection, or a time-out.</summary>
    public const string Unreachable = "gateway-unreachable";

    /// <summary>The <see cref="Code"/> when the answer is none of a gateway.</summary>
    public const string Unreadable = "gateway-unreadable";

    /// <summary>The <see cref="Code"/> while the gateway is left alone, as it failed too often.</summary>
    public const string CircuitOpen = "gateway-circuit-open";

    internal WhatsAppGatewayException(
        string message,
        string code,
        HttpStatusCode? status,
        bool isTransient,
        IReadOnlyDictionary<string, string[]>? errors,
        Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Status = status;
        IsTransient = isTransient;
        Errors = errors ?? new Dictionary<string, string[]>();
    }

    /// <summary>What went wrong, as a stable word to decide by: one of <see cref="Contracts.ProblemCodes"/>, or of this class.</summary>
    public string Code { get; }

    /// <summary>The HTTP status; null when no answer came.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>
    /// True when the same call may succeed later. After <see cref="Unreachable"/> on sending, the message may have been sent: call again
    /// with the same <c>idempotencyKey</c>, or look at the list of messages first.
    /// </summary>
    public bool IsTransient { get; }

    /// <summary>How long to wait before the same call, as the gateway says; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>What is wrong with which field of the request; empty when that is not the matter.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; }
}
