using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Auth;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>Registers subscriptions and checks passwords.</summary>
internal sealed class AuthService(
    IDbContextFactory<GatewayDbContext> contexts, TokenService tokens, IOptions<WhatsAppGatewayOptions> options, TimeProvider time)
{
    private const int WorkFactor = 12;
    private const int MinPasswordLength = 8;

    // bcrypt reads no further.
    private const int MaxPasswordBytes = 72;
    private const int MaxNameLength = 100;
    private const int MaxEmailLength = 254;

    private const int SqliteUniqueViolation = 2067;

    // Checked when the email is unknown, so that the answer takes as long as for a known one. The hash of a random text.
    private const string NobodysHash = "$2a$12$aVrXITA9BfRnT0u0Gvmc6unPzEqeVjG0q6LVAXc5N0kJI2iwQ1GYq";

    public async Task<AuthResponse> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken)
    {
        var email = Email(request.Email);
        var password = Password(request.Password);
        var name = Validated.Name(request.Name, "name", MaxNameLength);
        var hash = await Task.Run(() => BCrypt.Net.BCrypt.HashPassword(password, WorkFactor), cancellationToken).ConfigureAwait(false);
        var now = StoredTime.Now(time);
        var subscription = new Subscription { MaxInstances = options.Value.MaxInstances, CreatedAt = now };
        var user = new User { SubscriptionId = subscription.Id, Email = email, Name = name, PasswordHash = hash, CreatedAt = now };
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        context.AddRange(subscription, user);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException error) when (error.InnerException is SqliteException { SqliteExtendedErrorCode: SqliteUniqueViolation })
        {
            throw new GatewayException(StatusCodes.Status409Conflict, ProblemCodes.EmailTaken, "This email has an account already.");
        }

        return Response(user, subscription);
    }

    public async Task<AuthResponse> LogInAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        var email = TryNormalize(request.Email) ?? "";
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var user = await context.Users.IgnoreQueryFilters().AsNoTracking()
            .FirstOrDefaultAsync(row => row.Email == email, cancellationToken).ConfigureAwait(false);
        var password = request.Password ?? "";
        var matches = Encoding.UTF8.GetByteCount(password) <= MaxPasswordBytes
            && await Task.Run(() => BCrypt.Net.BCrypt.Verify(password, user?.PasswordHash ?? NobodysHash), cancellationToken).ConfigureAwait(false);
        if (user is null || !matches)
        {
            throw new GatewayException(StatusCodes.Status401Unauthorized, ProblemCodes.InvalidCredentials, "The email or the password is wrong.");
        }

        var subscription = await context.Subscriptions.IgnoreQueryFilters().AsNoTracking()
            .SingleAsync(row => row.Id == user.SubscriptionId, cancellationToken).ConfigureAwait(false);
        return Response(user, subscription);
    }

    private AuthResponse Response(User user, Subscription subscription)
    {
        var (token, expires) = tokens.Create(user);
        return new AuthResponse(
            token,
            expires,
            new UserResponse(user.Id, user.Email, user.Name, user.Role),
            new SubscriptionResponse(subscription.Id, subscription.Tier, subscription.MaxInstances, subscription.CurrentInstances));
    }

    private static string Email(string? text) =>
        TryNormalize(text) ?? throw GatewayException.Invalid("email", "An email address is needed.");

    /// <summary>
    /// The one form an address is stored and looked up in; null when the text is no address. ASCII only: what else looks
    /// alike cannot be told apart without the tables of Unicode, which a host may run without.
    /// </summary>
    private static string? TryNormalize(string? text)
    {
        var email = (text ?? "").Trim().ToLowerInvariant();
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var isAddress = at > 0 && at == email.LastIndexOf('@') && at < email.Length - 1;
        return isAddress && email.Length <= MaxEmailLength && email.All(c => c is > ' ' and < '\u007F') ? email : null;
    }

    private static string Password(string? text) =>
        text is { Length: >= MinPasswordLength } && Encoding.UTF8.GetByteCount(text) <= MaxPasswordBytes
            ? text
            : throw GatewayException.Invalid("password", $"A password has {MinPasswordLength} characters or more, and at most {MaxPasswordBytes} bytes.");
}
