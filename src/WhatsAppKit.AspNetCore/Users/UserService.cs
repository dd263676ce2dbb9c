using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Audit;
using WhatsAppKit.Contracts.Users;

namespace WhatsAppKit.AspNetCore.Users;

/// <summary>Manages the users of a subscription; one administrator who can log in always stays.</summary>
internal sealed class UserService(
    IDbContextFactory<GatewayDbContext> contexts,
    PasswordHasher hasher,
    PasswordTokens tokens,
    LoginSessions sessions,
    AccountMessages messages,
    TimeProvider time)
{
    /// <summary>How many users a subscription may have: a list of them is one answer.</summary>
    public const int MaxUsers = 1000;

    public async Task<IReadOnlyList<UserDetailResponse>> ListAsync(TenantContext tenant, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        var rows = await context.Users.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(Response)];
    }

    public async Task<UserDetailResponse> GetAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        return Response(await context.Users.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken).ConfigureAwait(false)
            ?? throw GatewayException.NotFound());
    }

    /// <summary>Creates a user with a password, or invites one without.</summary>
    public async Task<UserDetailResponse> CreateAsync(TenantContext tenant, CreateUserRequest request, CancellationToken cancellationToken)
    {
        var email = EmailAddress.Parse(request.Email);
        var user = new User
        {
            SubscriptionId = tenant.SubscriptionId,
            Email = email,
            Name = Validated.Name(request.Name, "name"),
            Role = Role(request.Role ?? ""),
            CreatedAt = StoredTime.Now(time),
        };
        if (request.Password is { } password)
        {
            user.PasswordHash = await hasher.HashAsync(PasswordRules.Check(password, "password", email), cancellationToken).ConfigureAwait(false);
        }

        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        if (await context.Users.CountAsync(cancellationToken).ConfigureAwait(false) >= MaxUsers)
        {
            throw new GatewayException(StatusCodes.Status409Conflict, ProblemCodes.UserLimit, $"The subscription has its {MaxUsers} users.");
        }

        context.Add(user);
        var invitation = request.Password is null ? tokens.Invite(context, user) : null;
        context.Record(tenant, AuditActions.UserCreated, user.Id, time, $"role={user.Role}");
        await UniqueEmail.SaveAsync(context, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        if (invitation is not null)
        {
            messages.Send(invitation);
        }

        return Response(user);
    }

    public async Task<UserDetailResponse> UpdateAsync(TenantContext tenant, string id, UpdateUserRequest request, CancellationToken cancellationToken)
    {
        var name = request.Name is null ? null : Validated.Name(request.Name, "name");
        var role = request.Role is null ? null : Role(request.Role);
        await ChangeAsync(
            tenant,
            id,
            mayLoseAdministrator: role == Roles.User,
            AuditActions.UserChanged,
            role is null ? null : $"role={role}",
            (_, users) => users.ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Name, row => name ?? row.Name).SetProperty(row => row.Role, row => role ?? row.Role), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return await GetAsync(tenant, id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<UserDetailResponse> DeactivateAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        await ChangeAsync(
            tenant,
            id,
            mayLoseAdministrator: true,
            AuditActions.UserDeactivated,
            null,
            async (context, users) =>
            {
                var changed = await users.ExecuteUpdateAsync(set => set.SetProperty(row => row.IsActive, false), cancellationToken).ConfigureAwait(false);
                if (changed > 0)
                {
                    await sessions.EndAllAsync(context, id, cancellationToken).ConfigureAwait(false);
                }

                return changed;
            },
            cancellationToken).ConfigureAwait(false);
        return await GetAsync(tenant, id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<UserDetailResponse> ActivateAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        await ChangeAsync(
            tenant,
            id,
            mayLoseAdministrator: false,
            AuditActions.UserActivated,
            null,
            (_, users) => users.ExecuteUpdateAsync(set => set.SetProperty(row => row.IsActive, true), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return await GetAsync(tenant, id, cancellationToken).ConfigureAwait(false);
    }

    public Task DeleteAsync(TenantContext tenant, string id, CancellationToken cancellationToken) => ChangeAsync(
        tenant,
        id,
        mayLoseAdministrator: true,
        AuditActions.UserDeleted,
        null,
        (_, users) => users.ExecuteDeleteAsync(cancellationToken),
        cancellationToken);

    /// <summary>
    /// Changes one user and records it. Whether another administrator stays is asked in the statement that changes, within a transaction
    /// that holds the write lock: two administrators cannot remove each other at the same time.
    /// </summary>
    private async Task ChangeAsync(
        TenantContext tenant,
        string id,
        bool mayLoseAdministrator,
        string action,
        string? detail,
        Func<GatewayDbContext, IQueryable<User>, Task<int>> change,
        CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var user = context.Users.Where(row => row.Id == id);
        var changeable = mayLoseAdministrator
            ? user.Where(row => row.Role != Roles.Administrator
                || context.Users.Any(other => other.Id != id && other.Role == Roles.Administrator && other.IsActive && other.PasswordHash != ""))
            : user;
        if (await change(context, changeable).ConfigureAwait(false) == 0)
        {
            throw await user.AnyAsync(cancellationToken).ConfigureAwait(false)
                ? new GatewayException(StatusCodes.Status409Conflict, ProblemCodes.LastAdministrator, "The subscription needs an administrator who can log in.")
                : GatewayException.NotFound();
        }

        context.Record(tenant, action, id, time, detail);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Role(string text) =>
        text is Roles.Administrator or Roles.User ? text : throw GatewayException.Invalid("role", "ADMINISTRATOR or USER is needed.");

    private static UserDetailResponse Response(User row) =>
        new(row.Id, row.Email, row.Name, row.Role, row.IsActive, row.PasswordHash.Length == 0, row.CreatedAt, row.LastLoginAt);
}
