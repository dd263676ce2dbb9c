namespace WhatsAppKit.Contracts.Audit;

/// <summary>What an audit entry can be about.</summary>
public static class AuditActions
{
    /// <summary>A subscription and its first administrator were created.</summary>
    public const string Registered = "subscription.registered";

    /// <summary>The operator changed the tier.</summary>
    public const string TierChanged = "subscription.tier-changed";

    /// <summary>An administrator chose whether what messages say is kept.</summary>
    public const string PrivacyChanged = "subscription.privacy-changed";

    /// <summary>A person logged in.</summary>
    public const string LoginSucceeded = "login.succeeded";

    /// <summary>A login failed: wrong password, or the user is not active.</summary>
    public const string LoginFailed = "login.failed";

    /// <summary>A session was ended by its person.</summary>
    public const string LoggedOut = "login.ended";

    /// <summary>A spent refresh token came again: the session was ended.</summary>
    public const string RefreshReused = "login.refresh-reused";

    /// <summary>A person changed the password.</summary>
    public const string PasswordChanged = "password.changed";

    /// <summary>A token to reset the password was made.</summary>
    public const string PasswordResetRequested = "password.reset-requested";

    /// <summary>A password was set with a token.</summary>
    public const string PasswordReset = "password.reset";

    /// <summary>A user was created or invited.</summary>
    public const string UserCreated = "user.created";

    /// <summary>A user was renamed, or has another role.</summary>
    public const string UserChanged = "user.changed";

    /// <summary>A user was locked out.</summary>
    public const string UserDeactivated = "user.deactivated";

    /// <summary>A user was let in again.</summary>
    public const string UserActivated = "user.activated";

    /// <summary>A user was deleted.</summary>
    public const string UserDeleted = "user.deleted";

    /// <summary>An instance was created.</summary>
    public const string InstanceCreated = "instance.created";

    /// <summary>An instance was asked to connect.</summary>
    public const string InstanceConnected = "instance.connect-requested";

    /// <summary>An instance was asked to disconnect.</summary>
    public const string InstanceDisconnected = "instance.disconnect-requested";

    /// <summary>An instance was asked to connect anew.</summary>
    public const string InstanceRestarted = "instance.restart-requested";

    /// <summary>An instance was unlinked from its account.</summary>
    public const string InstanceLoggedOut = "instance.logged-out";

    /// <summary>A code was asked for that pairs an instance.</summary>
    public const string PairingCodeRequested = "instance.pairing-code-requested";

    /// <summary>An instance was renamed.</summary>
    public const string InstanceRenamed = "instance.renamed";

    /// <summary>An instance was deleted.</summary>
    public const string InstanceDeleted = "instance.deleted";

    /// <summary>An API key was created.</summary>
    public const string KeyCreated = "api-key.created";

    /// <summary>An API key was changed.</summary>
    public const string KeyChanged = "api-key.changed";

    /// <summary>An API key got a new secret.</summary>
    public const string KeyRotated = "api-key.rotated";

    /// <summary>An API key was revoked.</summary>
    public const string KeyRevoked = "api-key.revoked";

    /// <summary>A webhook was created.</summary>
    public const string WebhookCreated = "webhook.created";

    /// <summary>A webhook was changed.</summary>
    public const string WebhookChanged = "webhook.changed";

    /// <summary>A webhook got a new secret.</summary>
    public const string WebhookSecretRotated = "webhook.secret-rotated";

    /// <summary>A webhook was deleted.</summary>
    public const string WebhookDeleted = "webhook.deleted";

    /// <summary>The gateway turned a webhook off.</summary>
    public const string WebhookDisabled = "webhook.disabled";
}

/// <summary>One act.</summary>
/// <param name="Id">Rises with every entry.</param>
/// <param name="At">When it happened.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="ActorId">The user who did it; null for the operator, and for somebody who was not logged in.</param>
/// <param name="TargetId">What it was done to: the id of a user, an instance, a key or the subscription.</param>
/// <param name="Address">The network address it came from; null for what the gateway did by itself.</param>
/// <param name="Detail">What changed, as <c>name=value</c>; null where the action says all.</param>
public sealed record AuditEntryResponse(
    string Id, DateTimeOffset At, string Action, string? ActorId, string TargetId, string? Address, string? Detail);

/// <summary>A page of entries, latest first.</summary>
/// <param name="Items">The entries.</param>
/// <param name="NextCursor">Pass it as <c>cursor</c> for the next page; null on the last one.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntryResponse> Items, string? NextCursor);
