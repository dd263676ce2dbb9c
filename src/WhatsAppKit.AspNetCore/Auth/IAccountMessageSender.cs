namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>
/// Delivers what an account's owner must get by another way than the API: by mail, as a rule. Register an implementation; without one
/// nothing is delivered, and in Development the token is logged.
/// </summary>
public interface IAccountMessageSender
{
    /// <summary>Delivers one message. A failure is logged; the person asks again.</summary>
    /// <param name="message">What to deliver, and to whom.</param>
    /// <param name="cancellationToken">The host is stopping.</param>
    Task SendAsync(AccountMessage message, CancellationToken cancellationToken);
}

/// <summary>A token for the owner of an email address to set a password with.</summary>
/// <param name="Kind">Why it is sent.</param>
/// <param name="Email">Where to.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Token">The secret for <c>POST /api/auth/reset-password</c>. It works once. Keep it out of logs.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record AccountMessage(AccountMessageKind Kind, string Email, string Name, string Token, DateTimeOffset ExpiresAt)
{
    /// <summary>Tells the kind, and neither the token nor the person.</summary>
    public override string ToString() => $"AccountMessage {{ Kind = {Kind} }}";
}

/// <summary>Why a message is sent.</summary>
public enum AccountMessageKind
{
    /// <summary>The person forgot the password.</summary>
    PasswordReset,

    /// <summary>An administrator invited the person.</summary>
    Invitation,
}
