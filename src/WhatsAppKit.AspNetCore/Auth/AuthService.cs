using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Subscriptions;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Audit;
using WhatsAppKit.Contracts.Auth;
using WhatsAppKit.Contracts.Subscriptions;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>Registers subscriptions, checks passwords and gives out tokens.</summary>
internal sealed class AuthService(
    IDbContextFactory<GatewayDbContext> contexts,
    TokenService tokens,
    LoginSessions sessions,
    LoginThrottling throttling,
    PasswordHasher hasher,
    IOptions<WhatsAppGatewayOptions> options,
    GatewayLogs logs,
    TimeProvider time)
{
    public async Task<AuthResponse> RegisterAsync(RegisterRequest request, string address, CancellationToken cancellationToken)
    {
        var email = EmailAddress.Parse(request.Email);
        var password = PasswordRules.Check(request.Password, "password", email);
        var name = Validated.Name(request.Name, "name");
        var hash = await hasher.HashAsync(password, cancellationToken).ConfigureAwait(false);
        var now = StoredTime.Now(time);
        var subscription = new Subscription { MaxInstances = options.Value.Tiers.Of(Tiers.Basic)!.MaxInstances, CreatedAt = now };
        var user = new User { SubscriptionId = subscription.Id, Email = email, Name = name, PasswordHash = hash, CreatedAt = now, LastLoginAt = now };
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        context.AddRange(subscription, user);
        var grant = await sessions.StartAsync(context, user, address, cancellationToken).ConfigureAwait(false);
        context.Record(new TenantContext(subscription.Id, user.Id, null, address), AuditActions.Registered, subscription.Id, time);
        await UniqueEmail.SaveAsync(context, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return Response(grant, subscription);
    }

    public async Task<AuthResponse> LogInAsync(LoginRequest request, string address, CancellationToken cancellationToken)
    {
        var email = EmailAddress.TryParse(request.Email) ?? "";
        await throttling.EnterAsync(email, address, cancellationToken).ConfigureAwait(false);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var user = await context.Users.IgnoreQueryFilters().AsNoTracking()
            .FirstOrDefaultAsync(row => row.Email == email, cancellationToken).ConfigureAwait(false);
        var matches = await hasher.VerifyAsync(request.Password, user?.PasswordHash, cancellationToken).ConfigureAwait(false);
        if (user is not { IsActive: true } || !matches)
        {
            await RecordFailureAsync(context, user, address, cancellationToken).ConfigureAwait(false);
            throw new GatewayException(StatusCodes.Status401Unauthorized, ProblemCodes.InvalidCredentials, "The email or the password is wrong.");
        }

        var outdated = hasher.IsOutdated(user.PasswordHash);
        var hash = outdated ? await hasher.HashAsync(request.Password!, cancellationToken).ConfigureAwait(false) : user.PasswordHash;
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var now = StoredTime.Now(time);

        // Only over the hash that was checked: a password changed meanwhile stays changed.
        var admitted = await context.Users.IgnoreQueryFilters().Where(row => row.Id == user.Id && row.IsActive && row.PasswordHash == user.PasswordHash)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastLoginAt, now).SetProperty(row => row.PasswordHash, hash), cancellationToken)
            .ConfigureAwait(false);
        if (admitted == 0)
        {
            throw new GatewayException(StatusCodes.Status401Unauthorized, ProblemCodes.InvalidCredentials, "The email or the password is wrong.");
        }

        return await AdmitAsync(context, user, AuditActions.LoginSucceeded, address, cancellationToken).ConfigureAwait(false);
    }

    public async Task<AuthResponse> RefreshAsync(RefreshRequest request, string address, CancellationToken cancellationToken)
    {
        var grant = await sessions.RefreshAsync(request.RefreshToken, address, cancellationToken).ConfigureAwait(false);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return Response(grant, await SubscriptionAsync(context, grant.User, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Every session ends, the caller's too; the answer begins a new one.</summary>
    public async Task<AuthResponse> ChangePasswordAsync(TenantContext tenant, ChangePasswordRequest request, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var user = await context.For(tenant).Users.AsNoTracking().SingleAsync(row => row.Id == tenant.UserId, cancellationToken).ConfigureAwait(false);
        var password = PasswordRules.Check(request.NewPassword, "newPassword", user.Email);

        // A token that was copied is no way to guess the password.
        await throttling.EnterAsync(user.Email, tenant.Address ?? "", cancellationToken).ConfigureAwait(false);
        if (!await hasher.VerifyAsync(request.CurrentPassword, user.PasswordHash, cancellationToken).ConfigureAwait(false))
        {
            SecurityLog.WrongPassword(logs.Security, tenant.UserId, tenant.Address);
            throw GatewayException.Invalid("currentPassword", "This is not the password.");
        }

        var hash = await hasher.HashAsync(password, cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await context.Users.Where(row => row.Id == user.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.PasswordHash, hash), cancellationToken).ConfigureAwait(false);
        await context.PasswordTokens.Where(row => row.UserId == user.Id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await sessions.EndAllAsync(context, user.Id, cancellationToken).ConfigureAwait(false);
        return await AdmitAsync(context, user, AuditActions.PasswordChanged, tenant.Address ?? "", cancellationToken).ConfigureAwait(false);
    }

    public async Task<MeResponse> MeAsync(TenantContext tenant, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var user = await context.For(tenant).Users.AsNoTracking().SingleAsync(row => row.Id == tenant.UserId, cancellationToken).ConfigureAwait(false);
        return new MeResponse(Response(user), Response(await SubscriptionAsync(context, user, cancellationToken).ConfigureAwait(false)));
    }

    /// <summary>Begins a session in the caller's transaction, and commits it.</summary>
    private async Task<AuthResponse> AdmitAsync(
        GatewayDbContext context, User user, string action, string address, CancellationToken cancellationToken)
    {
        await LoginThrottling.ClearAsync(context, user.Email, cancellationToken).ConfigureAwait(false);
        var grant = await sessions.StartAsync(context, user, address, cancellationToken).ConfigureAwait(false);
        context.Record(new TenantContext(user.SubscriptionId, user.Id, null, address), action, user.Id, time);
        var subscription = await SubscriptionAsync(context, user, cancellationToken).ConfigureAwait(false);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await context.Database.CommitTransactionAsync(cancellationToken).ConfigureAwait(false);
        return Response(grant, subscription);
    }

    /// <summary>An address without an account has no subscription whose record it could be in.</summary>
    private async Task RecordFailureAsync(GatewayDbContext context, User? user, string address, CancellationToken cancellationToken)
    {
        if (user is not null)
        {
            context.Record(new TenantContext(user.SubscriptionId, null, null, address), AuditActions.LoginFailed, user.Id, time);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static Task<Subscription> SubscriptionAsync(GatewayDbContext context, User user, CancellationToken cancellationToken) =>
        context.Subscriptions.IgnoreQueryFilters().AsNoTracking().SingleAsync(row => row.Id == user.SubscriptionId, cancellationToken);

    private AuthResponse Response(Grant grant, Subscription subscription)
    {
        var (token, expires) = tokens.Create(grant.User, grant.SessionId);
        return new AuthResponse(token, expires, grant.RefreshToken, grant.ExpiresAt, Response(grant.User), Response(subscription));
    }

    private static UserResponse Response(User user) => new(user.Id, user.Email, user.Name, user.Role);

    private static SubscriptionResponse Response(Subscription row) => new(row.Id, row.Tier, row.MaxInstances, row.CurrentInstances);
}
