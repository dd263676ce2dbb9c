using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>Makes and checks the tokens of people: JWT, HS256 and nothing else.</summary>
internal sealed class TokenService(IOptions<WhatsAppGatewayOptions> options, GatewaySecrets secrets, TimeProvider time)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };
    private readonly SymmetricSecurityKey _key = new(secrets.JwtKey);

    public (string Token, DateTimeOffset ExpiresAt) Create(User user)
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
            Subject = new ClaimsIdentity([new Claim("sub", user.Id), new Claim(TenantContext.SubscriptionClaim, user.SubscriptionId), new Claim("role", user.Role)]),
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.HmacSha256),
        });
        return (token, expires);
    }

    public async Task<ClaimsIdentity?> AuthenticateAsync(string token)
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
            RoleClaimType = "role",
            LifetimeValidator = (notBefore, expires, _, _) =>
                expires is { } end && time.GetUtcNow() < end + ClockSkew && (notBefore is not { } start || time.GetUtcNow() > start - ClockSkew),
        }).ConfigureAwait(false);
        return result.IsValid && result.ClaimsIdentity.HasClaim(claim => claim.Type == TenantContext.SubscriptionClaim) ? result.ClaimsIdentity : null;
    }
}
