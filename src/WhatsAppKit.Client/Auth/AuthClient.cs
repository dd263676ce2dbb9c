using WhatsAppKit.Client.Http;
using WhatsAppKit.Contracts.Auth;

namespace WhatsAppKit.Client.Auth;

internal sealed class AuthClient(IManagementApi api) : IAuthClient
{
    public Task<AuthResponse> RegisterAsync(string email, string password, string name, CancellationToken cancellationToken = default) =>
        api.RegisterAsync(new RegisterRequest(email, password, name), cancellationToken);

    public Task<AuthResponse> LogInAsync(string email, string password, CancellationToken cancellationToken = default) =>
        api.LogInAsync(new LoginRequest(email, password), cancellationToken);

    public Task<AuthResponse> RefreshAsync(string refreshToken, CancellationToken cancellationToken = default) =>
        api.RefreshAsync(new RefreshRequest(refreshToken), cancellationToken);

    public Task LogOutAsync(string refreshToken, CancellationToken cancellationToken = default) =>
        api.LogOutAsync(new LogoutRequest(refreshToken), cancellationToken);

    public Task ForgotPasswordAsync(string email, CancellationToken cancellationToken = default) =>
        api.ForgotPasswordAsync(new ForgotPasswordRequest(email), cancellationToken);

    public Task ResetPasswordAsync(string resetToken, string password, CancellationToken cancellationToken = default) =>
        api.ResetPasswordAsync(new ResetPasswordRequest(resetToken, password), cancellationToken);
}
