namespace WhatsAppKit.Core;

/// <summary>The server answered a request with an error.</summary>
public sealed class WhatsAppRequestException : WhatsAppException
{
    internal WhatsAppRequestException(string operation, int code, string text)
        : base($"The server refused {operation}: {code} {text}.") => Code = code;

    /// <summary>The server's error code, such as 404 or 429.</summary>
    public int Code { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Code is 429 or >= 500;
}
