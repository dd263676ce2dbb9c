using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.ApiKeys;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>The one Bearer scheme: tokens of people and keys of programs, told apart by their shape.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    TokenService tokens,
    ApiKeyService keys,
    IProblemDetailsService problems)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "WhatsAppGateway";

    private const string Prefix = "Bearer ";
    private const int MaxLength = 4096;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var credential = header[Prefix.Length..].Trim();
        if (credential.Length > MaxLength)
        {
            return AuthenticateResult.Fail("The token is too long.");
        }

        var identity = ApiKeyFormat.LooksLikeKey(credential)
            ? await keys.AuthenticateAsync(credential, Context.RequestAborted).ConfigureAwait(false)
            : await tokens.AuthenticateAsync(credential).ConfigureAwait(false);
        return identity is null
            ? AuthenticateResult.Fail("The token is not valid.")
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(
            problems, Context, StatusCodes.Status401Unauthorized, ProblemCodes.Unauthenticated, "A valid token or API key is needed.").AsTask();
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.WriteAsync(
            problems, Context, StatusCodes.Status403Forbidden, ProblemCodes.Forbidden, "This endpoint takes another kind of token.").AsTask();
}
