namespace WhatsAppKit.Core;

/// <summary>The server took a query in JSON and answered with an error.</summary>
public sealed class MexRequestException : WhatsAppException
{
    private readonly bool _isTransient;

    internal MexRequestException(string operation, int code, bool isTransient)
        : base($"The server refused {operation}: {code}.")
    {
        Code = code;
        _isTransient = isTransient;
    }

    /// <summary>The server's error code, such as 404 for a channel that does not exist.</summary>
    public int Code { get; }

    /// <inheritdoc/>
    public override bool IsTransient => _isTransient;
}
