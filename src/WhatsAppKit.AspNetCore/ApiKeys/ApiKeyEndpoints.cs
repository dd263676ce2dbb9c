using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;

namespace WhatsAppKit.AspNetCore.ApiKeys;

internal static class ApiKeyEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var keys = gateway.MapGroup("").RequireAuthorization(Policies.Administrators).RateLimited(RatePolicy.Address).WithTags("API keys");
        keys.MapPost(Routes.ApiKeys, CreateAsync).Fails(409, ProblemCodes.ApiKeyLimit).WithName("CreateApiKey");
        keys.MapGet(Routes.ApiKeys, ListAsync).WithName("ListApiKeys");
        keys.MapGet(Routes.ApiKey, GetAsync).WithName("GetApiKey");
        keys.MapPut(Routes.ApiKey, UpdateAsync).WithName("UpdateApiKey");
        keys.MapPost(Routes.RotateApiKey, RotateAsync).WithName("RotateApiKey");
        keys.MapDelete(Routes.ApiKey, RevokeAsync).WithName("RevokeApiKey");
    }

    private static async Task<Created<CreatedApiKeyResponse>> CreateAsync(
        string id, JsonBody<CreateApiKeyRequest> request, ClaimsPrincipal user, ApiKeyService keys, CancellationToken cancellationToken) =>
        TypedResults.Created((string?)null, await keys.CreateAsync(TenantContext.Of(user), id, request.Value, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<IReadOnlyList<ApiKeyResponse>>> ListAsync(
        string id, ClaimsPrincipal user, ApiKeyService keys, CancellationToken cancellationToken) =>
        TypedResults.Ok(await keys.ListAsync(TenantContext.Of(user), id, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<ApiKeyResponse>> GetAsync(
        string id, string keyId, ClaimsPrincipal user, ApiKeyService keys, CancellationToken cancellationToken) =>
        TypedResults.Ok(await keys.GetAsync(TenantContext.Of(user), id, keyId, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<ApiKeyResponse>> UpdateAsync(
        string id, string keyId, JsonBody<UpdateApiKeyRequest> request, ClaimsPrincipal user, ApiKeyService keys, CancellationToken cancellationToken) =>
        TypedResults.Ok(await keys.UpdateAsync(TenantContext.Of(user), id, keyId, request.Value, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<CreatedApiKeyResponse>> RotateAsync(
        string id, string keyId, JsonBody<RotateApiKeyRequest> request, ClaimsPrincipal user, ApiKeyService keys, CancellationToken cancellationToken) =>
        TypedResults.Ok(await keys.RotateAsync(TenantContext.Of(user), id, keyId, request.Value, cancellationToken).ConfigureAwait(false));

    private static async Task<NoContent> RevokeAsync(
        string id, string keyId, ClaimsPrincipal user, ApiKeyService keys, CancellationToken cancellationToken)
    {
        await keys.RevokeAsync(TenantContext.Of(user), id, keyId, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }
}
