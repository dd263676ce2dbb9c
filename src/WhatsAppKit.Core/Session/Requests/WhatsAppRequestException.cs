namespace WhatsAppKit.Core;

/// <summary>The server answered a request with an error.</summary>
public sealed class WhatsAppRequestException : WhatsAppException
{
    internal WhatsAppRequestException(string operation, int code, string text)
        : base($"The server refused {operation}: {code} {text}.") => Code = code;

    /// <summary>The server's error code, such as 404 or 429.</summary>
    public int Code { get; }

    /// <summary>What the code means.</summary>
    public RequestRefusal Reason => Code switch
    {
        400 => RequestRefusal.BadRequest,
        401 => RequestRefusal.NotAuthorized,
        403 => RequestRefusal.Forbidden,
        404 => RequestRefusal.NotFound,
        405 => RequestRefusal.NotAllowed,
        406 => RequestRefusal.NotAcceptable,
        409 => RequestRefusal.Conflict,
        410 => RequestRefusal.Gone,
        419 => RequestRefusal.LimitReached,
        423 => RequestRefusal.Locked,
        429 => RequestRefusal.RateLimited,
        500 => RequestRefusal.ServerError,
        503 => RequestRefusal.Unavailable,
        530 => RequestRefusal.PartialServerError,
        _ => RequestRefusal.Other,
    };

    /// <inheritdoc/>
    public override bool IsTransient => Code is 429 or >= 500;
}
