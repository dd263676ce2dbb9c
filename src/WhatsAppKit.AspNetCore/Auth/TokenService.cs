using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>Makes and checks the tokens of people: JWT, HS256 and nothing else. A token is worth what its session is worth now.</summary>
internal sealed class TokenService(IOptions<WhatsAppGatewayOptions> options, GatewaySecrets secrets, LoginSessions sessions, TimeProvider time)
{
    private const string SessionClaim = "sid";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };
    private readonly SymmetricSecurityKey _key = new(secrets.JwtKey);

    public (string Token, DateTimeOffset ExpiresAt) Create(User user, string sessionId)
    {
        var now = time.GetUtcNow();
        var expires = now + options.Value.Jwt.Lifetime;
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = options.Value.Jwt.Issuer,
            Audience = options.Value.Jwt.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            Subject = new ClaimsIdentity(
                [new Claim(TenantContext.UserClaim, user.Id), new Claim(TenantContext.SubscriptionClaim, user.SubscriptionId), new Claim(SessionClaim, sessionId)]),
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.HmacSha256),
        });
        return (token, expires);
    }

    public async Task<ClaimsIdentity?> AuthenticateAsync(string token, CancellationToken cancellationToken)
    {
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = options.Value.Jwt.Issuer,
            ValidAudience = options.Value.Jwt.Audience,
            IssuerSigningKey = _key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ClockSkew = ClockSkew,
            LifetimeValidator = (notBefore, expires, _, _) =>
                expires is { } end && time.GetUtcNow() < end + ClockSkew && (notBefore is not { } start || time.GetUtcNow() > start - ClockSkew),
        }).ConfigureAwait(false);
        return result.IsValid ? await CurrentAsync(result.ClaimsIdentity, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>Who the person is now: a role of yesterday is worth nothing, and an ended session is no session.</summary>
    private async Task<ClaimsIdentity?> CurrentAsync(ClaimsIdentity claimed, CancellationToken cancellationToken)
    {
        var (user, subscription, session) = (Value(TenantContext.UserClaim), Value(TenantContext.SubscriptionClaim), Value(SessionClaim));
        if (user is null || subscription is null || session is null
            || await sessions.RoleAsync(session, user, subscription, cancellationToken).ConfigureAwait(false) is not { } role)
        {
            return null;
        }

        return new ClaimsIdentity(
            [
                new Claim(TenantContext.UserClaim, user), new Claim(TenantContext.SubscriptionClaim, subscription),
                new Claim(TenantContext.RoleClaim, role),
            ],
            BearerHandler.SchemeName);

        string? Value(string type) => claimed.FindFirst(type)?.Value;
    }
}
