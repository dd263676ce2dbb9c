using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Auth;

namespace WhatsAppKit.Client.Auth;

/// <summary>The person who is logged in.</summary>
public interface IMyselfClient
{
    /// <summary>Get me.</summary>
    [Get(Routes.Me)]
    Task<MeResponse> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Change password.</summary>
    [Post(Routes.ChangePassword)]
    Task<AuthResponse> ChangePasswordAsync([Body] ChangePasswordRequest request, CancellationToken cancellationToken = default);
}
