using WhatsAppKit.Client.Http;
using WhatsAppKit.Contracts.Auth;

namespace WhatsAppKit.Client.Auth;

internal sealed class AuthClient(IManagementApi api) : IAuthClient
{
    public Task<AuthResponse> RegisterAsync(string email, string password, string name, CancellationToken cancellationToken = default) =>
        api.RegisterAsync(new RegisterRequest(email, password, name), cancellationToken);

    public Task<AuthResponse> LogInAsync(string email, string password, CancellationToken cancellationToken = default) =>
        api.LogInAsync(new LoginRequest(email, password), cancellationToken);
}
