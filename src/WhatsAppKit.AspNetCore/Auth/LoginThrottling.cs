using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>
/// Slows down guessing at one account. Every attempt is counted before the password is looked at, so that many at once are
/// many; while the account is locked none is looked at, and none makes it longer. Emails without an account are counted alike. An address
/// from which the person has logged in before is let through: strangers cannot keep somebody out of the own account.
/// </summary>
internal sealed class LoginThrottling(IDbContextFactory<GatewayDbContext> contexts, IOptions<WhatsAppGatewayOptions> options, TimeProvider time)
{
    // Enough to pass every limit.
    private const int MaxDoublings = 20;
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    /// <exception cref="GatewayException">The account is locked for a while.</exception>
    public async Task EnterAsync(string email, string address, CancellationToken cancellationToken)
    {
        var (hash, now) = (HashOf(email), StoredTime.Now(time));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var row = await context.LoginThrottles.FirstOrDefaultAsync(each => each.EmailHash == hash, cancellationToken).ConfigureAwait(false);
        if (row?.LockedUntil is { } until && until > now)
        {
            if (await IsKnownAsync(context, email, address, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            throw new GatewayException(StatusCodes.Status429TooManyRequests, ProblemCodes.AccountLocked, "Too many failed logins: wait, or reset the password.")
            {
                RetryAfter = until - now,
            };
        }

        if (row is null)
        {
            await context.LoginThrottles.Where(each => each.LastAttemptAt < now - Forgotten).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            row = new LoginThrottle { EmailHash = hash };
            context.Add(row);
        }

        Count(row, now);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts anew, within the caller's transaction: the password was right, or was set anew.</summary>
    public static Task<int> ClearAsync(GatewayDbContext context, string email, CancellationToken cancellationToken)
    {
        var hash = HashOf(email);
        return context.LoginThrottles.Where(row => row.EmailHash == hash).ExecuteDeleteAsync(cancellationToken);
    }

    private void Count(LoginThrottle row, DateTimeOffset now)
    {
        row.Attempts = now - row.LastAttemptAt > Forgotten ? 1 : row.Attempts + 1;
        row.LastAttemptAt = now;
        var doublings = Math.Min(row.Attempts - options.Value.Login.FreeFailures, MaxDoublings);
        var wait = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, doublings), options.Value.Login.MaxLockout.TotalSeconds));
        row.LockedUntil = doublings >= 0 ? now + wait : null;
    }

    private static Task<bool> IsKnownAsync(GatewayDbContext context, string email, string address, CancellationToken cancellationToken) =>
        context.LoginSessions.IgnoreQueryFilters().AnyAsync(
            row => row.Address == address && context.Users.Any(user => user.Id == row.UserId && user.Email == email), cancellationToken);

    private static byte[] HashOf(string email) => SHA256.HashData(Encoding.UTF8.GetBytes(email));
}
