using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Auth;

namespace WhatsAppKit.AspNetCore.Auth;

internal static class AuthEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var anyone = gateway.MapGroup("").AllowAnonymous().RateLimited(RatePolicy.Auth).WithTags("Auth");
        anyone.MapPost(Routes.Register, RegisterAsync).Fails(409, ProblemCodes.EmailTaken).Fails(503, ProblemCodes.Busy).WithName("Register");
        anyone.MapPost(Routes.Login, LogInAsync).Fails(401, ProblemCodes.InvalidCredentials).Fails(429, ProblemCodes.AccountLocked).Fails(503, ProblemCodes.Busy).WithName("Login");
        anyone.MapPost(Routes.Refresh, RefreshAsync).Fails(401, ProblemCodes.InvalidRefreshToken).WithName("Refresh");
        anyone.MapPost(Routes.Logout, LogOutAsync).WithName("Logout");
        anyone.MapPost(Routes.ForgotPassword, ForgotPassword).Fails(503, ProblemCodes.Busy).WithName("ForgotPassword");
        anyone.MapPost(Routes.ResetPassword, ResetPasswordAsync).Fails(400, ProblemCodes.InvalidResetToken).Fails(503, ProblemCodes.Busy).WithName("ResetPassword");
        var people = gateway.MapGroup("").RequireAuthorization(Policies.People).WithTags("Auth");
        people.MapGet(Routes.Me, MeAsync).RateLimited(RatePolicy.Address).WithName("GetMe");
        people.MapPost(Routes.ChangePassword, ChangePasswordAsync).RateLimited(RatePolicy.Auth).Fails(429, ProblemCodes.AccountLocked).Fails(503, ProblemCodes.Busy)
            .WithName("ChangePassword");
    }

    private static async Task<Created<AuthResponse>> RegisterAsync(
        JsonBody<RegisterRequest> request, ClientAddress address, AuthService auth, CancellationToken cancellationToken) =>
        TypedResults.Created((string?)null, await auth.RegisterAsync(request.Value, address.Text, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<AuthResponse>> LogInAsync(
        JsonBody<LoginRequest> request, ClientAddress address, AuthService auth, CancellationToken cancellationToken) =>
        TypedResults.Ok(await auth.LogInAsync(request.Value, address.Text, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<AuthResponse>> RefreshAsync(
        JsonBody<RefreshRequest> request, ClientAddress address, AuthService auth, CancellationToken cancellationToken) =>
        TypedResults.Ok(await auth.RefreshAsync(request.Value, address.Text, cancellationToken).ConfigureAwait(false));

    private static async Task<NoContent> LogOutAsync(
        JsonBody<LogoutRequest> request, ClientAddress address, LoginSessions sessions, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(request.Value.RefreshToken, address.Text, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static Accepted ForgotPassword(JsonBody<ForgotPasswordRequest> request, ClientAddress address, AccountMessages messages)
    {
        messages.AskForReset(EmailAddress.Parse(request.Value.Email), address.Text);
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<NoContent> ResetPasswordAsync(
        JsonBody<ResetPasswordRequest> request, ClientAddress address, PasswordTokens tokens, CancellationToken cancellationToken)
    {
        await tokens.UseAsync(request.Value.Token, request.Value.Password, address.Text, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<MeResponse>> MeAsync(ClaimsPrincipal user, AuthService auth, CancellationToken cancellationToken) =>
        TypedResults.Ok(await auth.MeAsync(TenantContext.Of(user), cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<AuthResponse>> ChangePasswordAsync(
        JsonBody<ChangePasswordRequest> request, ClaimsPrincipal user, AuthService auth, CancellationToken cancellationToken) =>
        TypedResults.Ok(await auth.ChangePasswordAsync(TenantContext.Of(user), request.Value, cancellationToken).ConfigureAwait(false));
}
