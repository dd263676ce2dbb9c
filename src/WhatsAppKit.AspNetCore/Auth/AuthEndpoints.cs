using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Auth;

namespace WhatsAppKit.AspNetCore.Auth;

internal static class AuthEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        gateway.MapPost(Routes.Register, RegisterAsync).AllowAnonymous().WithTags("Auth").WithName("Register");
        gateway.MapPost(Routes.Login, LogInAsync).AllowAnonymous().WithTags("Auth").WithName("Login");
    }

    private static async Task<Created<AuthResponse>> RegisterAsync(JsonBody<RegisterRequest> request, AuthService auth, CancellationToken cancellationToken) =>
        TypedResults.Created((string?)null, await auth.RegisterAsync(request.Value, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<AuthResponse>> LogInAsync(JsonBody<LoginRequest> request, AuthService auth, CancellationToken cancellationToken) =>
        TypedResults.Ok(await auth.LogInAsync(request.Value, cancellationToken).ConfigureAwait(false));
}
