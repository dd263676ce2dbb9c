using WhatsAppKit.Contracts.Auth;

namespace WhatsAppKit.Client.Auth;

/// <summary>Registers and logs in.</summary>
public interface IAuthClient
{
    /// <summary>Creates a subscription and its first administrator.</summary>
    /// <param name="email">The administrator's email, in ASCII; unique in the gateway.</param>
    /// <param name="password">8 characters or more, at most 72 bytes in UTF-8.</param>
    /// <param name="name">The administrator's name, 1 to 100 characters.</param>
    /// <param name="cancellationToken">Stops waiting; the subscription may still be created.</param>
    Task<AuthResponse> RegisterAsync(string email, string password, string name, CancellationToken cancellationToken = default);

    /// <summary>Exchanges a password for a token.</summary>
    /// <param name="email">The person's email.</param>
    /// <param name="password">The person's password.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<AuthResponse> LogInAsync(string email, string password, CancellationToken cancellationToken = default);

    /// <summary>Exchanges a refresh token for the next pair of tokens. It works once: a second use ends the session.</summary>
    Task<AuthResponse> RefreshAsync(string refreshToken, CancellationToken cancellationToken = default);

    /// <summary>Ends the session of a refresh token, with every token of it.</summary>
    Task LogOutAsync(string refreshToken, CancellationToken cancellationToken = default);

    /// <summary>Has a token to set a new password sent to the email, if it has an account. The answer is the same if not.</summary>
    Task ForgotPasswordAsync(string email, CancellationToken cancellationToken = default);

    /// <summary>Sets a password with the token of a reset or an invitation, and ends every session.</summary>
    Task ResetPasswordAsync(string resetToken, string password, CancellationToken cancellationToken = default);
}
