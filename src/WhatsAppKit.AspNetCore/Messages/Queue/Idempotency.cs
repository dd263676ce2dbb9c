using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>
/// Answers a request that is repeated with its <c>Idempotency-Key</c> as it was answered before. The key is stored in the transaction
/// that accepts what was asked for: a request that was refused leaves its key free.
/// </summary>
internal sealed class Idempotency(IDbContextFactory<GatewayDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private static readonly TimeSpan BetweenCleanings = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string InstanceId, string Key), bool> _served = new();
    private DateTimeOffset _cleaned;

    /// <summary>Begins to serve a request with a key.</summary>
    /// <exception cref="GatewayException">409 while another request with the key is served; 422 when the key was used for something else.</exception>
    public async Task<Turn> EnterAsync(InstanceRef instance, string key, byte[] fingerprint, CancellationToken cancellationToken)
    {
        if (!_served.TryAdd((instance.InstanceId, key), true))
        {
            throw new GatewayException(StatusCodes.Status409Conflict, ProblemCodes.IdempotencyKeyInUse, "A request with this Idempotency-Key is being served.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }

        var turn = new Turn(this, instance, key, fingerprint);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            var oldest = StoredTime.Now(time) - Kept;
            turn.Before = await context.IdempotentRequests.IgnoreQueryFilters().AsNoTracking()
                .FirstOrDefaultAsync(row => row.InstanceId == instance.InstanceId && row.Key == key && row.CreatedAt > oldest, cancellationToken).ConfigureAwait(false);
            return turn.Before is null || CryptographicOperations.FixedTimeEquals(turn.Before.Fingerprint, fingerprint)
                ? turn
                : throw new GatewayException(
                    StatusCodes.Status422UnprocessableEntity, ProblemCodes.IdempotencyKeyReused, "This Idempotency-Key was used before for another request.");
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Forgets what is kept for long enough.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = StoredTime.Now(time);
        if (now - _cleaned < BetweenCleanings)
        {
            return;
        }

        _cleaned = now;
        var oldest = now - Kept;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await context.IdempotentRequests.IgnoreQueryFilters().Where(row => row.CreatedAt <= oldest).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A request with a key while it is served.</summary>
    internal sealed class Turn(Idempotency owner, InstanceRef instance, string key, byte[] fingerprint) : IDisposable
    {
        /// <summary>What an earlier request with the key left; null for the first one.</summary>
        public IdempotentRequest? Before { get; set; }

        /// <summary>Stores the key with what is accepted.</summary>
        public async Task ClaimAsync(
            GatewayDbContext context, string? messageId, CancellationToken cancellationToken, (int Status, string Json)? answer = null)
        {
            // One that is too old to count may still be there.
            await context.IdempotentRequests.IgnoreQueryFilters().Where(row => row.InstanceId == instance.InstanceId && row.Key == key)
                .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            context.IdempotentRequests.Add(new IdempotentRequest
            {
                InstanceId = instance.InstanceId,
                SubscriptionId = instance.SubscriptionId,
                Key = key,
                Fingerprint = fingerprint,
                MessageId = messageId,
                Status = answer?.Status,
                Answer = answer?.Json,
                CreatedAt = StoredTime.Now(owner.Time),
            });
        }

        /// <summary>Stores the answer.</summary>
        public async Task AnswerAsync<TAnswer>(int status, TAnswer answer)
        {
            var json = JsonSerializer.Serialize(answer, JsonSerializerOptions.Web);
            await using var context = await owner.Contexts.CreateDbContextAsync().ConfigureAwait(false);
            await context.IdempotentRequests.IgnoreQueryFilters().Where(row => row.InstanceId == instance.InstanceId && row.Key == key)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, status).SetProperty(row => row.Answer, json)).ConfigureAwait(false);
        }

        public void Dispose() => owner._served.TryRemove((instance.InstanceId, key), out _);
    }

    private IDbContextFactory<GatewayDbContext> Contexts => contexts;

    private TimeProvider Time => time;
}
