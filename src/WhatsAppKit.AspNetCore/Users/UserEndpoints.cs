using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Users;

namespace WhatsAppKit.AspNetCore.Users;

internal static class UserEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var users = gateway.MapGroup("").RequireAuthorization(Policies.Administrators).RateLimited(RatePolicy.Address).WithTags("Users");
        users.MapGet(Routes.Users, ListAsync).WithName("ListUsers");
        users.MapPost(Routes.Users, CreateAsync).Fails(409, ProblemCodes.EmailTaken, ProblemCodes.UserLimit).Fails(503, ProblemCodes.Busy).WithName("CreateUser");
        users.MapGet(Routes.User, GetAsync).WithName("GetUser");
        users.MapPut(Routes.User, UpdateAsync).Fails(409, ProblemCodes.LastAdministrator).WithName("UpdateUser");
        users.MapDelete(Routes.User, DeleteAsync).Fails(409, ProblemCodes.LastAdministrator).WithName("DeleteUser");
        users.MapPost(Routes.DeactivateUser, DeactivateAsync).Fails(409, ProblemCodes.LastAdministrator).WithName("DeactivateUser");
        users.MapPost(Routes.ActivateUser, ActivateAsync).WithName("ActivateUser");
    }

    private static async Task<Ok<IReadOnlyList<UserDetailResponse>>> ListAsync(ClaimsPrincipal user, UserService users, CancellationToken cancellationToken) =>
        TypedResults.Ok(await users.ListAsync(TenantContext.Of(user), cancellationToken).ConfigureAwait(false));

    private static async Task<Created<UserDetailResponse>> CreateAsync(
        JsonBody<CreateUserRequest> request, ClaimsPrincipal user, UserService users, CancellationToken cancellationToken)
    {
        var created = await users.CreateAsync(TenantContext.Of(user), request.Value, cancellationToken).ConfigureAwait(false);
        return TypedResults.Created($"{Routes.Users}/{created.Id}", created);
    }

    private static async Task<Ok<UserDetailResponse>> GetAsync(string userId, ClaimsPrincipal user, UserService users, CancellationToken cancellationToken) =>
        TypedResults.Ok(await users.GetAsync(TenantContext.Of(user), userId, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<UserDetailResponse>> UpdateAsync(
        string userId, JsonBody<UpdateUserRequest> request, ClaimsPrincipal user, UserService users, CancellationToken cancellationToken) =>
        TypedResults.Ok(await users.UpdateAsync(TenantContext.Of(user), userId, request.Value, cancellationToken).ConfigureAwait(false));

    private static async Task<NoContent> DeleteAsync(string userId, ClaimsPrincipal user, UserService users, CancellationToken cancellationToken)
    {
        await users.DeleteAsync(TenantContext.Of(user), userId, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<UserDetailResponse>> DeactivateAsync(
        string userId, ClaimsPrincipal user, UserService users, CancellationToken cancellationToken) =>
        TypedResults.Ok(await users.DeactivateAsync(TenantContext.Of(user), userId, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<UserDetailResponse>> ActivateAsync(
        string userId, ClaimsPrincipal user, UserService users, CancellationToken cancellationToken) =>
        TypedResults.Ok(await users.ActivateAsync(TenantContext.Of(user), userId, cancellationToken).ConfigureAwait(false));
}
