using WhatsAppKit.Client.Auth;
using WhatsAppKit.Contracts.Auth;

namespace WhatsAppKit.Client;

/// <summary>Registering and logging in, in fewer words.</summary>
public static class AuthClientExtensions
{
    /// <summary>Creates a subscription and its first administrator, and logs in.</summary>
    public static Task<AuthResponse> RegisterAsync(this IAuthClient auth, string email, string password, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(auth);
        return auth.RegisterAsync(new RegisterRequest(email, password, name), cancellationToken);
    }

    /// <summary>Logs in.</summary>
    public static Task<AuthResponse> LogInAsync(this IAuthClient auth, string email, string password, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(auth);
        return auth.LogInAsync(new LoginRequest(email, password), cancellationToken);
    }

    /// <summary>Exchanges a refresh token for new tokens; it is spent then.</summary>
    public static Task<AuthResponse> RefreshAsync(this IAuthClient auth, string refreshToken, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(auth);
        return auth.RefreshAsync(new RefreshRequest(refreshToken), cancellationToken);
    }

    /// <summary>Ends a login.</summary>
    public static Task LogOutAsync(this IAuthClient auth, string refreshToken, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(auth);
        return auth.LogOutAsync(new LogoutRequest(refreshToken), cancellationToken);
    }

    /// <summary>Asks for a token to set a new password, which is sent to the person.</summary>
    public static Task ForgotPasswordAsync(this IAuthClient auth, string email, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(auth);
        return auth.ForgotPasswordAsync(new ForgotPasswordRequest(email), cancellationToken);
    }

    /// <summary>Sets a password with such a token.</summary>
    public static Task ResetPasswordAsync(this IAuthClient auth, string resetToken, string password, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(auth);
        return auth.ResetPasswordAsync(new ResetPasswordRequest(resetToken, password), cancellationToken);
    }
}
