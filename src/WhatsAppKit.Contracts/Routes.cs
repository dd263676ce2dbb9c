namespace WhatsAppKit.Contracts;

/// <summary>The gateway's paths, shared by the server and the client.</summary>
public static partial class Routes
{
    /// <summary>
    /// The header that names the instance when a person's token, not an API key, calls an endpoint that is about one
    /// instance.
    /// </summary>
    public const string InstanceHeader = "X-Instance-Id";

    /// <summary>
    /// The header with the id that finds a request in the gateway's log: taken from the request when it is 1 to 64 letters,
    /// digits, dots, dashes and underscores, and told in every answer.
    /// </summary>
    public const string CorrelationHeader = "X-Correlation-Id";

    /// <summary>How each thing is that the gateway depends on; for the operator.</summary>
    public const string Health = "/health";

    /// <summary>Whether the process runs; needs no token.</summary>
    public const string HealthLive = "/health/live";

    /// <summary>Whether requests can be served: what the gateway depends on is there, and the host is not stopping; needs no token.</summary>
    public const string HealthReady = "/health/ready";

    /// <summary>Creates a subscription with its first administrator.</summary>
    public const string Register = "/api/auth/register";

    /// <summary>Exchanges a password for a token.</summary>
    public const string Login = "/api/auth/login";

    /// <summary>Exchanges a refresh token for a new pair of tokens.</summary>
    public const string Refresh = "/api/auth/refresh";

    /// <summary>Ends the session a refresh token belongs to.</summary>
    public const string Logout = "/api/auth/logout";

    /// <summary>The person whose token calls.</summary>
    public const string Me = "/api/auth/me";

    /// <summary>Changes the caller's password.</summary>
    public const string ChangePassword = "/api/auth/change-password";

    /// <summary>Asks for a token to reset a forgotten password.</summary>
    public const string ForgotPassword = "/api/auth/forgot-password";

    /// <summary>Sets a password with the token of a reset or an invitation.</summary>
    public const string ResetPassword = "/api/auth/reset-password";

    /// <summary>The users of a subscription.</summary>
    public const string Users = "/api/users";

    /// <summary>One user: get, change (PUT), delete.</summary>
    public const string User = Users + "/{userId}";

    /// <summary>Locks a user out.</summary>
    public const string DeactivateUser = User + "/deactivate";

    /// <summary>Lets a user in again.</summary>
    public const string ActivateUser = User + "/activate";

    /// <summary>The caller's own subscription, with its limits and this month's use.</summary>
    public const string Subscription = "/api/subscription";

    /// <summary>Whether the caller's subscription keeps what messages say.</summary>
    public const string SubscriptionPrivacy = Subscription + "/privacy";

    /// <summary>The tier of a subscription; for the operator of the gateway.</summary>
    public const string SubscriptionTier = "/api/admin/subscriptions/{subscriptionId}/tier";

    /// <summary>What happened in a subscription: who did what, when and from where.</summary>
    public const string Audit = "/api/audit";

    /// <summary>The instances of a subscription.</summary>
    public const string Instances = "/api/instances";

    /// <summary>One instance: get, rename (PUT), delete.</summary>
    public const string Instance = Instances + "/{id}";

    /// <summary>Begins to connect an instance.</summary>
    public const string ConnectInstance = Instance + "/connect";

    /// <summary>Ends an instance's connection; it stays paired.</summary>
    public const string DisconnectInstance = Instance + "/disconnect";

    /// <summary>Where an instance's connection stands.</summary>
    public const string InstanceStatus = Instance + "/status";

    /// <summary>The instance of that name; of several the oldest.</summary>
    public const string InstanceByName = Instances + "/by-name/{name}";

    /// <summary>Ends an instance's connection and begins another.</summary>
    public const string RestartInstance = Instance + "/restart";

    /// <summary>Unlinks an instance from its account and forgets the session.</summary>
    public const string LogOutInstance = Instance + "/logout";

    /// <summary>The API keys of an instance.</summary>
    public const string ApiKeys = Instance + "/api-keys";

    /// <summary>One API key: get, change (PUT); DELETE revokes it.</summary>
    public const string ApiKey = ApiKeys + "/{keyId}";

    /// <summary>Gives an API key a new secret.</summary>
    public const string RotateApiKey = ApiKey + "/rotate";

    /// <summary>The instance an API key belongs to, or that <see cref="InstanceHeader"/> names.</summary>
    public const string InstanceInfo = "/api/instance/info";

    /// <summary>The messages of an instance, both directions.</summary>
    public const string Messages = "/api/messages";

    /// <summary>Sends text.</summary>
    public const string SendText = "/api/messages/text";
}
