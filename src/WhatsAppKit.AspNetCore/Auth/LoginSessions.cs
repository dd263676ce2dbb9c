using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Audit;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>Logins and their refresh tokens. Each token works once; one that comes twice was copied, and ends its session.</summary>
internal sealed class LoginSessions(IDbContextFactory<GatewayDbContext> contexts, IOptions<WhatsAppGatewayOptions> options, GatewayLogs logs, TimeProvider time)
{
    // More logins than anybody has devices; the oldest give way.
    private const int MaxSessions = 100;

    /// <summary>Adds a session to a context that is about to be saved.</summary>
    public async Task<Grant> StartAsync(GatewayDbContext context, User user, string address, CancellationToken cancellationToken)
    {
        var now = StoredTime.Now(time);
        var sessions = context.LoginSessions.IgnoreQueryFilters().Where(row => row.UserId == user.Id);
        await sessions.Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        var surplus = await sessions.OrderByDescending(row => row.CreatedAt).Skip(MaxSessions - 1).Select(row => row.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        await sessions.Where(row => surplus.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        var session = new LoginSession { SubscriptionId = user.SubscriptionId, UserId = user.Id, Address = address, CreatedAt = now };
        context.Add(session);
        return Extend(context, session, user);
    }

    /// <exception cref="GatewayException">The token is unknown, expired, spent or revoked.</exception>
    public async Task<Grant> RefreshAsync(string? token, string address, CancellationToken cancellationToken)
    {
        var hash = OpaqueToken.HashOf(token) ?? throw Invalid();
        var now = StoredTime.Now(time);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var found = await context.RefreshTokens.IgnoreQueryFilters().FirstOrDefaultAsync(row => row.Hash == hash, cancellationToken).ConfigureAwait(false)
            ?? throw Invalid();
        var session = await context.LoginSessions.IgnoreQueryFilters().SingleAsync(row => row.Id == found.SessionId, cancellationToken).ConfigureAwait(false);
        var user = await context.Users.IgnoreQueryFilters().SingleAsync(row => row.Id == session.UserId, cancellationToken).ConfigureAwait(false);
        if (session.RevokedAt is not null || found.ExpiresAt <= now || !user.IsActive)
        {
            throw Invalid();
        }

        // One statement: of two that bring the same token, one spends it.
        var spent = await context.RefreshTokens.Where(row => row.Hash == hash && row.SpentAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SpentAt, now), cancellationToken).ConfigureAwait(false);
        if (spent == 0)
        {
            session.RevokedAt = now;
            context.Record(new TenantContext(user.SubscriptionId, null, null, address), AuditActions.RefreshReused, user.Id, time);
        }
        else
        {
            await context.RefreshTokens.Where(row => row.SessionId == session.Id && row.ExpiresAt <= now)
                .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }

        var grant = spent == 0 ? null : Extend(context, session, user);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        if (grant is null)
        {
            SecurityLog.RefreshReused(logs.Security, user.Id, address);
            throw Invalid();
        }

        return grant;
    }

    /// <summary>Ends the session of a refresh token, spent or not. Nothing happens when there is none.</summary>
    public async Task EndAsync(string? token, string address, CancellationToken cancellationToken)
    {
        if (OpaqueToken.HashOf(token) is not { } hash)
        {
            return;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var session = await context.LoginSessions.IgnoreQueryFilters()
            .FirstOrDefaultAsync(row => row.RevokedAt == null && context.RefreshTokens.Any(each => each.Hash == hash && each.SessionId == row.Id), cancellationToken)
            .ConfigureAwait(false);
        if (session is not null)
        {
            session.RevokedAt = StoredTime.Now(time);
            context.Record(new TenantContext(session.SubscriptionId, session.UserId, null, address), AuditActions.LoggedOut, session.UserId, time);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends every session of a user, within the caller's transaction.</summary>
    public Task<int> EndAllAsync(GatewayDbContext context, string userId, CancellationToken cancellationToken) =>
        context.LoginSessions.IgnoreQueryFilters().Where(row => row.UserId == userId && row.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, StoredTime.Now(time)), cancellationToken);

    /// <summary>The present role of the person in a session; null when the session or the person is out.</summary>
    public async Task<string?> RoleAsync(string sessionId, string userId, string subscriptionId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Users.IgnoreQueryFilters()
            .Where(row => row.Id == userId && row.SubscriptionId == subscriptionId && row.IsActive)
            .Where(row => context.LoginSessions.Any(each => each.Id == sessionId && each.UserId == row.Id && each.RevokedAt == null))
            .Select(row => row.Role).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    private Grant Extend(GatewayDbContext context, LoginSession session, User user)
    {
        var token = OpaqueToken.Create();
        session.ExpiresAt = StoredTime.Now(time) + options.Value.Login.RefreshLifetime;
        context.Add(new RefreshToken { Hash = OpaqueToken.HashOf(token)!, SessionId = session.Id, ExpiresAt = session.ExpiresAt });
        return new Grant(user, session.Id, token, session.ExpiresAt);
    }

    private static GatewayException Invalid() =>
        new(StatusCodes.Status401Unauthorized, ProblemCodes.InvalidRefreshToken, "The refresh token is not valid: log in again.");
}

/// <summary>A session that goes on, and the next refresh token of it.</summary>
internal sealed record Grant(User User, string SessionId, string RefreshToken, DateTimeOffset ExpiresAt);
