namespace WhatsAppKit.Core;

/// <summary>Why the server refused a request.</summary>
public enum RequestRefusal
{
    /// <summary>A code this version has no name for; see <see cref="WhatsAppRequestException.Code"/>.</summary>
    Other,

    /// <summary>The request makes no sense (400).</summary>
    BadRequest,

    /// <summary>This account may not know or do that (401).</summary>
    NotAuthorized,

    /// <summary>This account is not in it, or lacks the role (403).</summary>
    Forbidden,

    /// <summary>There is no such thing (404).</summary>
    NotFound,

    /// <summary>That is not done here (405).</summary>
    NotAllowed,

    /// <summary>The content is not accepted, for example because it is too long (406).</summary>
    NotAcceptable,

    /// <summary>Somebody else changed it meanwhile (409).</summary>
    Conflict,

    /// <summary>It was there and is no more, like a revoked link (410).</summary>
    Gone,

    /// <summary>There are as many as there may be (419).</summary>
    LimitReached,

    /// <summary>It is locked (423).</summary>
    Locked,

    /// <summary>Too many requests (429); wait before the next one.</summary>
    RateLimited,

    /// <summary>The server failed (500).</summary>
    ServerError,

    /// <summary>The server cannot answer now (503).</summary>
    Unavailable,

    /// <summary>A part of the server failed (530).</summary>
    PartialServerError,
}
