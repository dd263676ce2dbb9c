using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>Saves a new user; the database decides who was first with an email.</summary>
internal static class UniqueEmail
{
    private const int SqliteUniqueViolation = 2067;

    public static async Task SaveAsync(GatewayDbContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException error) when (error.InnerException is SqliteException { SqliteExtendedErrorCode: SqliteUniqueViolation })
        {
            throw new GatewayException(StatusCodes.Status409Conflict, ProblemCodes.EmailTaken, "This email has an account already.");
        }
    }
}
