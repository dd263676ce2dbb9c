namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>What came of one attempt with one host; a final refusal is thrown instead.</summary>
/// <param name="Result">What the attempt was for; null when it failed.</param>
/// <param name="Status">The status the host answered; null when it did not answer.</param>
/// <param name="IsRejected">True when the host refuses what the connection may do, so that asking the server anew may help.</param>
/// <param name="RetryAfter">How long the host asks to wait.</param>
/// <param name="Error">Why the transfer broke.</param>
internal sealed record HostOutcome<T>(T? Result, int? Status = null, bool IsRejected = false, TimeSpan? RetryAfter = null, Exception? Error = null)
    where T : class
{
    /// <summary>What a status means that is neither success nor final.</summary>
    public static HostOutcome<T> Of(HttpResponseMessage response, TimeProvider time)
    {
        var status = (int)response.StatusCode;
        var after = response.Headers.RetryAfter is { } header ? header.Delta ?? (header.Date - time.GetUtcNow()) : null;
        return new HostOutcome<T>(null, status, IsRejected: status is not (408 or 429 or >= 500), after);
    }
}
