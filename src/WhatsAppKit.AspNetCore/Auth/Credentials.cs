using System.Security.Claims;
using WhatsAppKit.AspNetCore.ApiKeys;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>Tells who a credential belongs to now: tokens of people, keys of programs and the operator's key, told apart by their shape.</summary>
internal sealed class Credentials(TokenService tokens, ApiKeyAuthentication keys, OperatorKey operatorKey)
{
    /// <summary>Null for a credential that is not valid, or no longer. The identity remembers it, for whoever asks again later.</summary>
    public async Task<ClaimsIdentity?> IdentifyAsync(string credential, CancellationToken cancellationToken)
    {
        if (OperatorKey.LooksLikeKey(credential))
        {
            return operatorKey.Authenticate(credential);
        }

        var identity = ApiKeyFormat.LooksLikeKey(credential)
            ? await keys.AuthenticateAsync(credential, cancellationToken).ConfigureAwait(false)
            : await tokens.AuthenticateAsync(credential, cancellationToken).ConfigureAwait(false);
        if (identity is not null)
        {
            identity.BootstrapContext = credential;
        }

        return identity;
    }
}
