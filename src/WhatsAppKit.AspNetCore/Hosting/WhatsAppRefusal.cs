using WhatsAppKit.Contracts;
using WhatsAppKit.Core;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.History;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Presence;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>What the caller is told when WhatsApp, or the account's phone, did not do what an instance asked for.</summary>
internal sealed record WhatsAppRefusal(int Status, string Code, string Detail)
{
    /// <summary>Null for a failure that is no refusal.</summary>
    public static WhatsAppRefusal? Of(Exception exception) => exception switch
    {
        WhatsAppRequestException error => OfCode(error.Code),
        MexRequestException error => OfCode(error.Code),
        AppStateException { Error: AppStateError.Refused, Code: { } code } => OfCode(code),
        AppStateException { Error: AppStateError.KeysMissing } => new(
            409, ProblemCodes.NotSynchronised, "The account's phone has not shared the keys of its settings with this instance yet."),
        AppStateException { Error: AppStateError.Conflict } => new(409, ProblemCodes.ConflictOnWhatsApp, "Other devices changed it at the same time, again and again."),
        AppStateException => new(502, ProblemCodes.UnexpectedAnswer, "What WhatsApp holds of the account's settings does not verify."),
        OwnNameUnknownException => new(409, ProblemCodes.OwnNameUnknown, "The account's own name is not known yet; set it, or wait until its phone tells it."),
        HistoryUnavailableException { IsTransient: true } => new(504, ProblemCodes.HistoryUnavailable, "The account's phone did not answer in time."),
        HistoryUnavailableException error => new(409, ProblemCodes.HistoryUnavailable, $"The account's phone does not hand over its history: {Words.Of(error.Reason)}."),
        MediaUnavailableException { IsTransient: false } => new(404, ProblemCodes.NotFoundOnWhatsApp, "The file cannot be had any more."),
        MediaUploadException { IsTransient: false } or MediaTooLargeException => new(422, ProblemCodes.RefusedByWhatsApp, "WhatsApp does not take the file."),
        ProtocolException or MediaCorruptException => new(502, ProblemCodes.UnexpectedAnswer, "WhatsApp answered with something that makes no sense."),
        _ => null,
    };

    private static WhatsAppRefusal OfCode(int code) => code switch
    {
        401 or 403 or 405 or 423 => new(403, ProblemCodes.NotAllowedByWhatsApp, $"WhatsApp does not let this account do that (code {code})."),
        404 => new(404, ProblemCodes.NotFoundOnWhatsApp, "WhatsApp knows no such thing."),
        409 => new(409, ProblemCodes.ConflictOnWhatsApp, "Somebody else changed it at the same time."),
        410 => new(410, ProblemCodes.GoneFromWhatsApp, "It was there and is no more, like a link that was revoked."),
        419 => new(409, ProblemCodes.WhatsAppLimitReached, "WhatsApp allows no more of them."),
        429 => new(429, ProblemCodes.WhatsAppRateLimited, "WhatsApp wants this account to ask less often."),
        >= 500 => new(503, ProblemCodes.WhatsAppUnavailable, "WhatsApp cannot do that now."),
        _ => new(422, ProblemCodes.RefusedByWhatsApp, $"WhatsApp refused the request with code {code}."),
    };
}
