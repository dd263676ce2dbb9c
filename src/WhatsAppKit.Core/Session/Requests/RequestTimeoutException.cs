namespace WhatsAppKit.Core;

/// <summary>The server did not answer in time. Whether it acted is unknown.</summary>
public sealed class RequestTimeoutException : WhatsAppException
{
    /// <summary>Reports a wait of that length.</summary>
    public RequestTimeoutException(TimeSpan waited)
        : base($"The server did not answer within {waited.TotalSeconds:0.#} seconds.")
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
