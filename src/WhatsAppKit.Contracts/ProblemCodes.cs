namespace WhatsAppKit.Contracts;

/// <summary>The stable <c>code</c> of a problem: what a program decides by.</summary>
public static partial class ProblemCodes
{
    /// <summary>400: the request is malformed; <c>errors</c> names the fields.</summary>
    public const string Invalid = "invalid-request";

    /// <summary>401: no token, or one that is not valid.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>401: the email or the password is wrong.</summary>
    public const string InvalidCredentials = "invalid-credentials";

    /// <summary>401: the refresh token is unknown, expired, spent or revoked.</summary>
    public const string InvalidRefreshToken = "invalid-refresh-token";

    /// <summary>400: the token to set a password is unknown, expired or used.</summary>
    public const string InvalidResetToken = "invalid-reset-token";

    /// <summary>429: too many failed logins of this account; <c>Retry-After</c> says when the next one is looked at.</summary>
    public const string AccountLocked = "account-locked";

    /// <summary>403: the API key lacks the permission that <c>detail</c> names.</summary>
    public const string PermissionMissing = "permission-missing";

    /// <summary>403: the endpoint is for administrators.</summary>
    public const string AdministratorNeeded = "administrator-needed";

    /// <summary>409: the subscription would be left without an administrator who can log in.</summary>
    public const string LastAdministrator = "last-administrator";

    /// <summary>429: too many requests from this address.</summary>
    public const string AddressRateLimited = "address-rate-limited";

    /// <summary>429: too many logins, registrations or password requests from this address.</summary>
    public const string AuthRateLimited = "auth-rate-limited";

    /// <summary>429: too many requests with this API key.</summary>
    public const string KeyRateLimited = "key-rate-limited";

    /// <summary>429: the subscription has sent as many messages this month as its tier allows.</summary>
    public const string MonthlyMessageLimit = "monthly-message-limit-reached";

    /// <summary>429: as many messages of the instance wait to be sent as the subscription's tier allows.</summary>
    public const string QueueLimit = "queue-limit-reached";

    /// <summary>503: too much is waiting; the same request may succeed later.</summary>
    public const string Busy = "busy";

    /// <summary>403: the token is of the wrong kind for this endpoint.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>404: there is no such thing in this subscription.</summary>
    public const string NotFound = "not-found";

    /// <summary>409: the email has an account already.</summary>
    public const string EmailTaken = "email-taken";

    /// <summary>409: the subscription has as many users as one may have.</summary>
    public const string UserLimit = "user-limit-reached";

    /// <summary>409: the instance has as many API keys as one may have.</summary>
    public const string ApiKeyLimit = "api-key-limit-reached";

    /// <summary>409: the subscription has as many instances as its tier allows.</summary>
    public const string InstanceLimit = "instance-limit-reached";

    /// <summary>409: the instance is not connected.</summary>
    public const string InstanceNotConnected = "instance-not-connected";

    /// <summary>422: the recipient has no WhatsApp account.</summary>
    public const string RecipientNotOnWhatsApp = "recipient-not-on-whatsapp";

    /// <summary>422: WhatsApp refused the message.</summary>
    public const string MessageRejected = "message-rejected";

    /// <summary>504: WhatsApp did not answer in time; whether it has the message is unknown.</summary>
    public const string AckTimeout = "ack-timeout";

    /// <summary>405: the path does not take this method.</summary>
    public const string MethodNotAllowed = "method-not-allowed";

    /// <summary>413: the body is larger than any valid request.</summary>
    public const string TooLarge = "too-large";

    /// <summary>415: the body is not <c>application/json</c>.</summary>
    public const string UnsupportedMediaType = "unsupported-media-type";

    /// <summary>503: WhatsApp cannot be reached now, or the connection broke; the same request may succeed later.</summary>
    public const string WhatsAppUnavailable = "whatsapp-unavailable";

    /// <summary>503: the gateway cannot serve requests now.</summary>
    public const string NotReady = "not-ready";

    /// <summary>500: the instance's stored session does not open: it is damaged, or was sealed with another encryption key.</summary>
    public const string SessionUnreadable = "session-unreadable";

    /// <summary>500: a defect of the gateway.</summary>
    public const string Internal = "internal-error";
}
