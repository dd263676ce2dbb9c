namespace WhatsAppKit.Client.Http;

/// <summary>
/// Gives each message that is sent a key of its own, once for all attempts: the gateway answers a repeated key as before and sends nothing
/// again, so that a call whose answer was lost can be repeated.
/// </summary>
internal sealed class IdempotencyKeys : DelegatingHandler
{
    public const string Header = "Idempotency-Key";

    /// <summary>Marks calls that take a key. It never leaves this process.</summary>
    public const string Wanted = Marker + ": 1";

    private const string Marker = "X-Idempotency-Wanted";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Remove(Marker) && !request.Headers.Contains(Header))
        {
            request.Headers.Add(Header, Guid.NewGuid().ToString("N"));
        }

        return base.SendAsync(request, cancellationToken);
    }
}
