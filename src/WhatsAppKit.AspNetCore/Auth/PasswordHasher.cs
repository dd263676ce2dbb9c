using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>Hashes passwords with bcrypt: never on a request's own thread, and only so many at a time.</summary>
internal sealed class PasswordHasher : IDisposable
{
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(5);

    private readonly LoginOptions _options;
    private readonly SemaphoreSlim _slots;

    // Checked when there is no such account: the answer takes as long as for one that exists.
    private readonly Lazy<string> _nobodysHash;
    private int _present;

    public PasswordHasher(IOptions<WhatsAppGatewayOptions> options)
    {
        _options = options.Value.Login;
        _slots = new SemaphoreSlim(_options.MaxConcurrentHashes);
        _nobodysHash = new Lazy<string>(() => BCrypt.Net.BCrypt.HashPassword(OpaqueToken.Create(), _options.WorkFactor));
    }

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        RunAsync(() => BCrypt.Net.BCrypt.HashPassword(password, _options.WorkFactor), cancellationToken);

    /// <summary>Whether the password is that of a hash; without a hash it takes as long, and never is.</summary>
    public Task<bool> VerifyAsync(string? password, string? hash, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            var nobody = _nobodysHash.Value;
            var matches = BCrypt.Net.BCrypt.Verify(Fitting(password), string.IsNullOrEmpty(hash) ? nobody : hash);
            return matches && !string.IsNullOrEmpty(hash) && Fitting(password) == password;
        },
        cancellationToken);

    /// <summary>Whether a hash was made with another cost than is wanted now.</summary>
    public bool IsOutdated(string hash) => BCrypt.Net.BCrypt.PasswordNeedsRehash(hash, _options.WorkFactor);

    public void Dispose() => _slots.Dispose();

    // bcrypt reads no further than that: a longer one is no password here, and costs the same.
    private static string Fitting(string? password) => password is not null && Encoding.UTF8.GetByteCount(password) <= PasswordRules.MaxBytes ? password : "";

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _present) > _options.MaxConcurrentHashes + _options.MaxWaitingHashes)
            {
                throw new GatewayException(StatusCodes.Status503ServiceUnavailable, ProblemCodes.Busy, "Too many logins are waiting.") { RetryAfter = BusyPause };
            }

            await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                _slots.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _present);
        }
    }
}
