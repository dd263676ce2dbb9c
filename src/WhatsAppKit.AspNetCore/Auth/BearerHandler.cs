using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>The one Bearer scheme: tokens of people, keys of programs and the operator's key, told apart by their shape.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    Credentials credentials,
    RateGate gate)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "WhatsAppGateway";

    private const string Prefix = "Bearer ";
    private const int MaxLength = 4096;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.Features.Get<ApplicationUser>() is null)
        {
            Context.Features.Set(new ApplicationUser(Context.User));
        }

        using var scope = RequestTrace.Of(Context).Scope();
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        // Before the credential is looked up: guessing costs the guesser's allowance, not our database.
        if (!await gate.TryEnterAsync(Context, RatePolicy.Address).ConfigureAwait(false))
        {
            return AuthenticateResult.Fail("Too many requests.");
        }

        var credential = header[Prefix.Length..].Trim();
        if (credential.Length > MaxLength)
        {
            return AuthenticateResult.Fail("The token is too long.");
        }

        if (await credentials.IdentifyAsync(credential, Context.RequestAborted).ConfigureAwait(false) is not { } identity)
        {
            return AuthenticateResult.Fail("The token is not valid.");
        }

        identity.AddClaim(new Claim(TenantContext.AddressClaim, ClientAddress.Of(Context)));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        using var scope = RequestTrace.Of(Context).Scope();
        if (!await gate.TryEnterAsync(Context, RatePolicy.Address).ConfigureAwait(false))
        {
            await RateGate.RefuseAsync(Context).ConfigureAwait(false);
            return;
        }

        Response.Headers.WWWAuthenticate = "Bearer";
        await Problems.WriteAsync(Context, StatusCodes.Status401Unauthorized, ProblemCodes.Unauthenticated, "A valid token or API key is needed.").ConfigureAwait(false);
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        using var scope = RequestTrace.Of(Context).Scope();
        var (code, detail) = Refusal();
        await Problems.WriteAsync(Context, StatusCodes.Status403Forbidden, code, detail).ConfigureAwait(false);
    }

    private (string Code, string Detail) Refusal()
    {
        var policy = Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy ?? "";
        var caller = TenantContext.IdentityOf(Context.User);
        if (policy == Policies.Administrators && caller?.HasClaim(claim => claim.Type == TenantContext.UserClaim) == true)
        {
            return (ProblemCodes.AdministratorNeeded, "Only administrators may do this.");
        }

        return Policies.PermissionOf(policy) is { } permission && caller?.HasClaim(claim => claim.Type == TenantContext.InstanceClaim) == true
            ? (ProblemCodes.PermissionMissing, $"The API key lacks the permission {permission}.")
            : (ProblemCodes.Forbidden, "This endpoint takes another kind of token.");
    }
}
