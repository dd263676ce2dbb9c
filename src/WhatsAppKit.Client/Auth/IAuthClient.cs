using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Auth;

namespace WhatsAppKit.Client.Auth;

/// <summary>Registering, logging in, passwords. It needs no token.</summary>
public interface IAuthClient
{
    /// <summary>Register.</summary>
    [Post(Routes.Register)]
    Task<AuthResponse> RegisterAsync([Body] RegisterRequest request, CancellationToken cancellationToken = default);

    /// <summary>Login.</summary>
    [Post(Routes.Login)]
    Task<AuthResponse> LogInAsync([Body] LoginRequest request, CancellationToken cancellationToken = default);

    /// <summary>Refresh.</summary>
    [Post(Routes.Refresh)]
    Task<AuthResponse> RefreshAsync([Body] RefreshRequest request, CancellationToken cancellationToken = default);

    /// <summary>Logout.</summary>
    [Post(Routes.Logout)]
    Task LogOutAsync([Body] LogoutRequest request, CancellationToken cancellationToken = default);

    /// <summary>Forgot password.</summary>
    [Post(Routes.ForgotPassword)]
    Task ForgotPasswordAsync([Body] ForgotPasswordRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reset password.</summary>
    [Post(Routes.ResetPassword)]
    Task ResetPasswordAsync([Body] ResetPasswordRequest request, CancellationToken cancellationToken = default);
}
