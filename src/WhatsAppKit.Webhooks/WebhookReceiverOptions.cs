namespace WhatsAppKit.Webhooks;

/// <summary>How webhooks are received: <c>services.Configure&lt;WebhookReceiverOptions&gt;(...)</c>.</summary>
public sealed class WebhookReceiverOptions
{
    /// <summary>The largest body that is read, in bytes; a larger one is answered with 413. Default: 1 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>How far the gateway's clock may be from this one. Default: 5 minutes.</summary>
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>When the gateway is asked to come again with an event that is just being handled. Default: 10 seconds.</summary>
    public TimeSpan BusyRetryAfter { get; set; } = TimeSpan.FromSeconds(10);
}
