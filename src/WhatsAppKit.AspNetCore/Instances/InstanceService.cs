using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Audit;
using WhatsAppKit.Contracts.Instances;

namespace WhatsAppKit.AspNetCore.Instances;

/// <summary>Creates instances, connects them and tells how they are.</summary>
internal sealed class InstanceService(
    IDbContextFactory<GatewayDbContext> contexts, IInstanceConnections connections, MediaFiles files, GatewayLogs logs, TimeProvider time)
{
    public async Task<InstanceResponse> CreateAsync(TenantContext tenant, CreateInstanceRequest request, CancellationToken cancellationToken)
    {
        var name = Validated.Name(request.Name, "name");
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

        // One statement checks and counts: two requests cannot both take the last place.
        var counted = await context.Subscriptions.Where(row => row.CurrentInstances < row.MaxInstances)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CurrentInstances, row => row.CurrentInstances + 1), cancellationToken).ConfigureAwait(false);
        if (counted == 0)
        {
            throw new GatewayException(StatusCodes.Status409Conflict, ProblemCodes.InstanceLimit, "The subscription has as many instances as it may have.");
        }

        var instance = new Instance { SubscriptionId = tenant.SubscriptionId, Name = name, CreatedAt = StoredTime.Now(time) };
        context.Add(instance);
        context.Record(tenant, AuditActions.InstanceCreated, instance.Id, time);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        BusinessLog.InstanceCreated(logs.Business, tenant.SubscriptionId, instance.Id);
        return Response(instance);
    }

    public async Task<IReadOnlyList<InstanceResponse>> ListAsync(TenantContext tenant, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        var rows = await context.Instances.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(Response)];
    }

    public async Task<InstanceResponse> GetAsync(TenantContext tenant, string id, CancellationToken cancellationToken) =>
        Response(await FindAsync(tenant, id, cancellationToken).ConfigureAwait(false));

    /// <summary>The instance of that name; names need not be unique, and of several the oldest answers.</summary>
    public async Task<InstanceResponse> GetByNameAsync(TenantContext tenant, string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        var row = await context.Instances.AsNoTracking().Where(row => row.Name == name).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return Response(row ?? throw GatewayException.NotFound());
    }

    public async Task<InstanceResponse> UpdateAsync(
        TenantContext tenant, string id, UpdateInstanceRequest request, CancellationToken cancellationToken)
    {
        var name = Validated.Name(request.Name, "name");
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        await UpdateAsync(context, tenant, id, AuditActions.InstanceRenamed, set => set.SetProperty(row => row.Name, name), cancellationToken).ConfigureAwait(false);
        return await GetAsync(tenant, id, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        await FindAsync(tenant, id, cancellationToken).ConfigureAwait(false);
        await connections.RemoveAsync(Ref(tenant, id), cancellationToken).ConfigureAwait(false);
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var deleted = await context.Instances.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await context.Subscriptions.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.CurrentInstances, row => row.CurrentInstances - deleted), cancellationToken).ConfigureAwait(false);
        if (deleted > 0)
        {
            context.Record(tenant, AuditActions.InstanceDeleted, id, time);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);

        BusinessLog.InstanceDeleted(logs.Business, tenant.SubscriptionId, id);

        // Without the keys in the rows nobody can read them any more.
        files.DeleteAll(id);
    }

    public async Task<InstanceStatusResponse> ConnectAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        await SetWantedAsync(tenant, id, isWanted: true, cancellationToken).ConfigureAwait(false);
        await connections.ConnectAsync(Ref(tenant, id), cancellationToken).ConfigureAwait(false);
        return await StatusAsync(tenant, id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<InstanceStatusResponse> DisconnectAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        await SetWantedAsync(tenant, id, isWanted: false, cancellationToken).ConfigureAwait(false);
        await connections.DisconnectAsync(Ref(tenant, id), cancellationToken).ConfigureAwait(false);
        return await StatusAsync(tenant, id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the connection and begins another; a connection that never was is begun too.</summary>
    public async Task<InstanceStatusResponse> RestartAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        await SetWantedAsync(tenant, id, isWanted: true, cancellationToken, AuditActions.InstanceRestarted).ConfigureAwait(false);
        await connections.DisconnectAsync(Ref(tenant, id), cancellationToken).ConfigureAwait(false);
        await connections.ConnectAsync(Ref(tenant, id), cancellationToken).ConfigureAwait(false);
        return await StatusAsync(tenant, id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Unlinks the instance from its account; what its session knew is deleted.</summary>
    public async Task<InstanceStatusResponse> LogOutAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        await FindAsync(tenant, id, cancellationToken).ConfigureAwait(false);
        await connections.LogOutAsync(Ref(tenant, id), cancellationToken).ConfigureAwait(false);
        await SetWantedAsync(tenant, id, isWanted: false, cancellationToken, AuditActions.InstanceLoggedOut).ConfigureAwait(false);
        BusinessLog.InstanceLoggedOut(logs.Business, tenant.SubscriptionId, id);
        return await StatusAsync(tenant, id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<InstanceStatusResponse> StatusAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        var instance = await FindAsync(tenant, id, cancellationToken).ConfigureAwait(false);
        var status = connections.GetStatus(Ref(tenant, id));
        return new InstanceStatusResponse(
            PublicStatus.Of(status.State),
            status.QrAttempt,
            status.MaxQrAttempts,
            status.PhoneJid?.User ?? instance.Phone,
            status.Error,
            status.RetryAt,
            status.Since,
            PublicStatus.Awaits(status));
    }

    public async Task<InstanceInfoResponse> InfoAsync(TenantContext tenant, CancellationToken cancellationToken)
    {
        var instance = await FindAsync(tenant, tenant.InstanceId!, cancellationToken).ConfigureAwait(false);
        var response = Response(instance);
        return new InstanceInfoResponse(response.Id, response.Name, response.Status, response.Phone);
    }

    /// <summary>Fails unless the subscription has that instance.</summary>
    public async Task RequireAsync(TenantContext tenant, string id, CancellationToken cancellationToken) =>
        await FindAsync(tenant, id, cancellationToken).ConfigureAwait(false);

    private static InstanceRef Ref(TenantContext tenant, string id) => new(tenant.SubscriptionId, id);

    private InstanceResponse Response(Instance instance)
    {
        var status = connections.GetStatus(new InstanceRef(instance.SubscriptionId, instance.Id));
        return new InstanceResponse(
            instance.Id, instance.Name, PublicStatus.Of(status.State), status.PhoneJid?.User ?? instance.Phone, instance.CreatedAt);
    }

    /// <summary>What the user asked for is durable before it is done: a restart in between resumes accordingly.</summary>
    private async Task SetWantedAsync(TenantContext tenant, string id, bool isWanted, CancellationToken cancellationToken, string? action = null)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        action ??= isWanted ? AuditActions.InstanceConnected : AuditActions.InstanceDisconnected;
        await UpdateAsync(context, tenant, id, action, set => set.SetProperty(row => row.IsWanted, isWanted), cancellationToken).ConfigureAwait(false);
    }

    private async Task UpdateAsync(
        GatewayDbContext context,
        TenantContext tenant,
        string id,
        string action,
        Action<UpdateSettersBuilder<Instance>> set,
        CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        if (await context.Instances.Where(row => row.Id == id).ExecuteUpdateAsync(set, cancellationToken).ConfigureAwait(false) == 0)
        {
            throw GatewayException.NotFound();
        }

        context.Record(tenant, action, id, time);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<Instance> FindAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        return await context.Instances.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken).ConfigureAwait(false)
            ?? throw GatewayException.NotFound();
    }
}
