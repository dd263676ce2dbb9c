using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Audit;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Audit;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>Tokens to set a password with: kept as hashes, of short life, good for one use; a new one replaces those before.</summary>
internal sealed class PasswordTokens(
    IDbContextFactory<GatewayDbContext> contexts, PasswordHasher hasher, LoginSessions sessions, IOptions<WhatsAppGatewayOptions> options, TimeProvider time)
{
    // Nobody fills a stranger's mailbox.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Adds an invitation to a context that is about to be saved.</summary>
    public AccountMessage Invite(GatewayDbContext context, User user) =>
        Add(context, user, AccountMessageKind.Invitation, options.Value.Login.InvitationLifetime);

    /// <summary>Makes a token for whoever has the email; null when nobody active has it, or has just got one.</summary>
    public async Task<AccountMessage?> ForResetAsync(string email, string address, CancellationToken cancellationToken)
    {
        var now = StoredTime.Now(time);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var user = await context.Users.IgnoreQueryFilters().AsNoTracking()
            .FirstOrDefaultAsync(row => row.Email == email && row.IsActive, cancellationToken).ConfigureAwait(false);
        if (user is null
            || await context.PasswordTokens.AnyAsync(row => row.UserId == user.Id && row.CreatedAt > now - Pause, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        await context.PasswordTokens.Where(row => row.UserId == user.Id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        var message = Add(context, user, AccountMessageKind.PasswordReset, options.Value.Login.ResetLifetime);
        context.Record(new TenantContext(user.SubscriptionId, null, null, address), AuditActions.PasswordResetRequested, user.Id, time);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return message;
    }

    /// <summary>Sets the password of the token's owner and ends every session; a refused password leaves the token as it was.</summary>
    /// <exception cref="GatewayException">The token is not valid, or the password breaks a rule.</exception>
    public async Task UseAsync(string? token, string? password, string address, CancellationToken cancellationToken)
    {
        var hash = OpaqueToken.HashOf(token) ?? throw Invalid();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var valid = context.PasswordTokens.Where(row => row.Hash == hash && row.ExpiresAt > time.GetUtcNow());
        var user = await context.Users.IgnoreQueryFilters().AsNoTracking()
            .FirstOrDefaultAsync(row => row.IsActive && valid.Any(each => each.UserId == row.Id), cancellationToken).ConfigureAwait(false) ?? throw Invalid();
        var passwordHash = await hasher.HashAsync(PasswordRules.Check(password, "password", user.Email), cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

        // One statement: of two that bring the same token, one uses it.
        if (await valid.ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) == 0)
        {
            throw Invalid();
        }

        await context.PasswordTokens.Where(row => row.UserId == user.Id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await context.Users.IgnoreQueryFilters().Where(row => row.Id == user.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.PasswordHash, passwordHash), cancellationToken).ConfigureAwait(false);
        await sessions.EndAllAsync(context, user.Id, cancellationToken).ConfigureAwait(false);
        await LoginThrottling.ClearAsync(context, user.Email, cancellationToken).ConfigureAwait(false);
        context.Record(new TenantContext(user.SubscriptionId, user.Id, null, address), AuditActions.PasswordReset, user.Id, time);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private AccountMessage Add(GatewayDbContext context, User user, AccountMessageKind kind, TimeSpan lifetime)
    {
        var token = OpaqueToken.Create();
        var now = StoredTime.Now(time);
        context.Add(new PasswordToken { Hash = OpaqueToken.HashOf(token)!, UserId = user.Id, CreatedAt = now, ExpiresAt = now + lifetime });
        return new AccountMessage(kind, user.Email, user.Name, token, now + lifetime);
    }

    private static GatewayException Invalid() =>
        new(StatusCodes.Status400BadRequest, ProblemCodes.InvalidResetToken, "The token is unknown, expired or used: ask for another.");
}
