namespace WhatsAppKit.Client.Webhooks;

/// <summary>Why a request is not taken as a gateway's.</summary>
public enum WebhookRefusal
{
    /// <summary>A header is missing: answer 400.</summary>
    HeadersMissing,

    /// <summary>It is not signed with the secret: answer 401.</summary>
    WrongSignature,

    /// <summary>It is signed, but older or newer than the tolerance allows: answer 401.</summary>
    WrongTime,

    /// <summary>It is signed, and no event of a gateway: answer 400.</summary>
    NoEvent,
}

/// <summary>A request is not taken as a gateway's.</summary>
public sealed class WebhookVerificationException : Exception
{
    internal WebhookVerificationException(WebhookRefusal refusal, Exception? inner = null)
        : base($"The request is no event of the gateway: {refusal}.", inner) => Refusal = refusal;

    /// <summary>Why.</summary>
    public WebhookRefusal Refusal { get; }
}
