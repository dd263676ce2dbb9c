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
using WhatsAppKit.Contracts.Instances;

namespace WhatsAppKit.AspNetCore.Instances;

internal static class InstanceEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var instances = gateway.MapGroup("").WithTags("Instances");
        var people = instances.MapGroup("").RequireAuthorization(Policies.People).RateLimited(RatePolicy.Address);
        people.MapGet(Routes.Instances, ListAsync).WithName("ListInstances");
        people.MapGet(Routes.Instance, GetAsync).WithName("GetInstance");
        people.MapPost(Routes.ConnectInstance, ConnectAsync).Fails(500, ProblemCodes.SessionUnreadable).WithName("ConnectInstance");
        people.MapPost(Routes.DisconnectInstance, DisconnectAsync).WithName("DisconnectInstance");
        people.MapGet(Routes.InstanceStatus, StatusAsync).WithName("GetInstanceStatus");
        people.MapPost(Routes.RestartInstance, RestartAsync).Fails(500, ProblemCodes.SessionUnreadable).WithName("RestartInstance");
        people.MapGet(Routes.InstanceByName, GetByNameAsync).WithName("GetInstanceByName");
        var administrators = instances.MapGroup("").RequireAuthorization(Policies.Administrators).RateLimited(RatePolicy.Address);
        administrators.MapPost(Routes.Instances, CreateAsync).Fails(409, ProblemCodes.InstanceLimit).WithName("CreateInstance");
        administrators.MapPut(Routes.Instance, UpdateAsync).WithName("UpdateInstance");
        administrators.MapPost(Routes.LogOutInstance, LogOutAsync).AsksWhatsApp().WithName("LogOutInstance");
        administrators.MapDelete(Routes.Instance, DeleteAsync).WithName("DeleteInstance");
        instances.MapGet(Routes.InstanceInfo, InfoAsync).RequireAuthorization(Policies.Permission(Permissions.InstanceRead)).RateLimited(RatePolicy.Key)
            .WithName("GetOwnInstance");
    }

    private static async Task<Created<InstanceResponse>> CreateAsync(
        JsonBody<CreateInstanceRequest> request, ClaimsPrincipal user, InstanceService instances, CancellationToken cancellationToken)
    {
        var created = await instances.CreateAsync(TenantContext.Of(user), request.Value, cancellationToken).ConfigureAwait(false);
        return TypedResults.Created($"{Routes.Instances}/{created.Id}", created);
    }

    private static async Task<Ok<IReadOnlyList<InstanceResponse>>> ListAsync(
        ClaimsPrincipal user, InstanceService instances, CancellationToken cancellationToken) =>
        TypedResults.Ok(await instances.ListAsync(TenantContext.Of(user), cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<InstanceResponse>> GetAsync(
        string id, ClaimsPrincipal user, InstanceService instances, CancellationToken cancellationToken) =>
        TypedResults.Ok(await instances.GetAsync(TenantContext.Of(user), id, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<InstanceResponse>> UpdateAsync(
        string id, JsonBody<UpdateInstanceRequest> request, ClaimsPrincipal user, InstanceService instances, CancellationToken cancellationToken) =>
        TypedResults.Ok(await instances.UpdateAsync(TenantContext.Of(user), id, request.Value, cancellationToken).ConfigureAwait(false));

    private static async Task<NoContent> DeleteAsync(
        string id, ClaimsPrincipal user, InstanceService instances, CancellationToken cancellationToken)
    {
        await instances.DeleteAsync(TenantContext.Of(user), id, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<Accepted<InstanceStatusResponse>> ConnectAsync(
        string id, ClaimsPrincipal user, InstanceService instances, CancellationToken cancellationToken) =>
        TypedResults.Accepted((string?)null, await instances.ConnectAsync(TenantContext.Of(user), id, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<InstanceStatusResponse>> DisconnectAsync(
        string id, ClaimsPrincipal user, InstanceService instances, CancellationToken cancellationToken) =>
        TypedResults.Ok(await instances.DisconnectAsync(TenantContext.Of(user), id, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<InstanceStatusResponse>> StatusAsync(
        string id, ClaimsPrincipal user, InstanceService instances, CancellationToken cancellationToken) =>
        TypedResults.Ok(await instances.StatusAsync(TenantContext.Of(user), id, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<InstanceResponse>> GetByNameAsync(
        string name, ClaimsPrincipal user, InstanceService instances, CancellationToken cancellationToken) =>
        TypedResults.Ok(await instances.GetByNameAsync(TenantContext.Of(user), name, cancellationToken).ConfigureAwait(false));

    private static async Task<Accepted<InstanceStatusResponse>> RestartAsync(
        string id, ClaimsPrincipal user, InstanceService instances, CancellationToken cancellationToken) =>
        TypedResults.Accepted((string?)null, await instances.RestartAsync(TenantContext.Of(user), id, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<InstanceStatusResponse>> LogOutAsync(
        string id, ClaimsPrincipal user, InstanceService instances, CancellationToken cancellationToken) =>
        TypedResults.Ok(await instances.LogOutAsync(TenantContext.Of(user), id, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<InstanceInfoResponse>> InfoAsync(
        InstanceScope scope, InstanceService instances, CancellationToken cancellationToken) =>
        TypedResults.Ok(await instances.InfoAsync(scope.Tenant, cancellationToken).ConfigureAwait(false));
}
