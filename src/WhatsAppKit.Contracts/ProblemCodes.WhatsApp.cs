namespace WhatsAppKit.Contracts;

/// <content>What WhatsApp, or the account's phone, answered in place of doing it.</content>
public static partial class ProblemCodes
{
    /// <summary>403: WhatsApp does not let this account do that: it is not in the group, lacks the role, or may not see it.</summary>
    public const string NotAllowedByWhatsApp = "not-allowed-by-whatsapp";

    /// <summary>404: WhatsApp knows no such person, group, channel or file.</summary>
    public const string NotFoundOnWhatsApp = "not-found-on-whatsapp";

    /// <summary>409: somebody else changed it at the same time; the same request may succeed now.</summary>
    public const string ConflictOnWhatsApp = "conflict-on-whatsapp";

    /// <summary>410: it was there and is no more, like a link that was revoked.</summary>
    public const string GoneFromWhatsApp = "gone-from-whatsapp";

    /// <summary>409: WhatsApp allows no more of them.</summary>
    public const string WhatsAppLimitReached = "whatsapp-limit-reached";

    /// <summary>429: WhatsApp wants the account to ask less often. How long to wait it does not say.</summary>
    public const string WhatsAppRateLimited = "whatsapp-rate-limited";

    /// <summary>422: WhatsApp refused the request for another reason, whose code <c>detail</c> tells.</summary>
    public const string RefusedByWhatsApp = "refused-by-whatsapp";

    /// <summary>502: WhatsApp answered with something that makes no sense.</summary>
    public const string UnexpectedAnswer = "unexpected-answer";

    /// <summary>409: the account's phone has not shared its settings with this instance yet; the same request may succeed later.</summary>
    public const string NotSynchronised = "not-synchronised";

    /// <summary>409: the account's own name is not known yet, and going online would tell it.</summary>
    public const string OwnNameUnknown = "own-name-unknown";

    /// <summary>409 or 504: the account's phone does not hand over its history, or did not answer.</summary>
    public const string HistoryUnavailable = "history-unavailable";
}
