using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>When a message is to be sent, and until when.</summary>
/// <param name="DueAt">When.</param>
/// <param name="IsScheduled">True when that is later.</param>
/// <param name="ExpiresAt">When it is given up.</param>
internal sealed record SendSchedule(DateTimeOffset DueAt, bool IsScheduled, DateTimeOffset ExpiresAt)
{
    private const int MaxTimeToLiveSeconds = 7 * 24 * 60 * 60;

    private static readonly TimeSpan Furthest = TimeSpan.FromDays(366);

    /// <summary>Reads it from a request.</summary>
    /// <exception cref="GatewayException">A time makes no sense; the field is named.</exception>
    public static SendSchedule Of(SendRequest request, SendingOptions options, TimeProvider time)
    {
        var now = StoredTime.Now(time);
        if (request.SendAt > now + Furthest)
        {
            throw GatewayException.Invalid("sendAt", "At most a year from now is allowed.");
        }

        if (request.TimeToLiveSeconds is < 1 or > MaxTimeToLiveSeconds)
        {
            throw GatewayException.Invalid("timeToLiveSeconds", $"1 to {MaxTimeToLiveSeconds} is allowed.");
        }

        var isLater = request.SendAt > now;
        var due = isLater ? StoredTime.Of(request.SendAt!.Value) : now;
        var life = request.TimeToLiveSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.TimeToLive;
        return new SendSchedule(due, isLater, due + life);
    }
}

/// <summary>What tells two requests apart that have the same <c>Idempotency-Key</c>.</summary>
internal static class Fingerprint
{
    // It is made before the request is checked: numbers too large for their type are said to be wrong later, by their field.
    private static readonly JsonSerializerOptions Json = new(StrictJson.Options) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Of a request to do something, with the file that came beside it.</summary>
    public static byte[] Of<TRequest>(string what, TRequest request, ReadOnlySpan<byte> fileDigest = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(what));
        hash.AppendData([0]);
        hash.AppendData(fileDigest);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(request, Json));
        return hash.GetHashAndReset();
    }
}
