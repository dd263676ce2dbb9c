namespace WhatsAppKit.Webhooks;

/// <summary>
/// Remembers which events were taken, so that one that the gateway sends twice is handled once. Register an implementation of your own, over
/// a database or a cache that all nodes share, where an application runs more than once; by default each process remembers for itself.
/// </summary>
public interface IWebhookDeduplication
{
    /// <summary>
    /// Claims an event before it is handled. At any time at most one claim of a key is <see cref="WebhookClaim.Granted"/>. In a store that outlives
    /// the process a claim must end by itself after longer than handlers take: who claimed it may have died, and the event would be busy for ever.
    /// </summary>
    /// <param name="key">The endpoint and the event, as one text.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<WebhookClaim> ClaimAsync(string key, CancellationToken cancellationToken);

    /// <summary>The handlers are done with a claimed event: it is <see cref="WebhookClaim.Completed"/> from now on.</summary>
    /// <param name="key">The key that was claimed.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask CompleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>A handler failed: the event may be claimed again.</summary>
    /// <param name="key">The key that was claimed.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask ReleaseAsync(string key, CancellationToken cancellationToken);
}

/// <summary>What came of claiming an event.</summary>
public enum WebhookClaim
{
    /// <summary>It is to be handled now, by this caller.</summary>
    Granted,

    /// <summary>Another caller is handling it. Whether it succeeds is not known yet, so the gateway is asked to come again.</summary>
    Busy,

    /// <summary>It was handled before.</summary>
    Completed,
}
