using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WhatsAppKit.Client.Http;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.Client.Webhooks;

/// <summary>
/// Tells what a gateway posted from what somebody else did: the scheme <c>v1</c> of Standard Webhooks 1.0.0, an HMAC-SHA-256 over
/// id, time and body. It knows no web framework: hand it the headers and the body as they came.
/// </summary>
public sealed class WebhookVerifier
{
    private const string SecretPrefix = "whsec_";
    private const string Scheme = "v1,";
    private const int MaxSignatures = 16;

    private readonly byte[][] _keys;
    private readonly TimeProvider _time;

    /// <summary>Makes a verifier.</summary>
    /// <param name="secret">The webhook's secret, as the gateway showed it: <c>whsec_</c> and base64.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">That is no secret.</exception>
    public WebhookVerifier(string secret, TimeProvider? time = null)
        : this([secret], time)
    {
    }

    /// <summary>Makes a verifier that takes any of several secrets, for the time in which one replaces another.</summary>
    /// <param name="secrets">The secrets.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">One of them is no secret.</exception>
    public WebhookVerifier(IReadOnlyCollection<string> secrets, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        _keys = secrets.Count > 0 ? [.. secrets.Select(KeyOf)] : throw new ArgumentException("A secret is needed.", nameof(secrets));
        _time = time ?? TimeProvider.System;
    }

    /// <summary>How far the sender's clock may be from this one; what is older may be a repeat by somebody who listened. Default: 5 minutes.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Verifies a request and reads its event.</summary>
    /// <param name="id">The header <c>webhook-id</c>; the same for every attempt of an event: whoever keeps ids can tell repeats.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>.</param>
    /// <param name="signature">The header <c>webhook-signature</c>.</param>
    /// <param name="body">The body, byte for byte.</param>
    /// <exception cref="WebhookVerificationException">It is not from the gateway, too old, or no event.</exception>
    public GatewayEvent Verify(string? id, string? timestamp, string? signature, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signature))
        {
            throw new WebhookVerificationException(WebhookRefusal.HeadersMissing);
        }

        if (!IsSigned(id, timestamp, signature, body))
        {
            throw new WebhookVerificationException(WebhookRefusal.WrongSignature);
        }

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(_time.GetUtcNow().ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
        {
            throw new WebhookVerificationException(WebhookRefusal.WrongTime);
        }

        try
        {
            return JsonSerializer.Deserialize(body, GatewayJson.Default.GatewayEvent) is { } happened && happened.Id == id
                ? happened
                : throw new WebhookVerificationException(WebhookRefusal.NoEvent);
        }
        catch (JsonException error)
        {
            throw new WebhookVerificationException(WebhookRefusal.NoEvent, error);
        }
    }

    private bool IsSigned(string id, string timestamp, string signature, ReadOnlySpan<byte> body)
    {
        var prefix = Encoding.UTF8.GetBytes($"{id}.{timestamp}.");
        var content = new byte[prefix.Length + body.Length];
        prefix.CopyTo(content, 0);
        body.CopyTo(content.AsSpan(prefix.Length));
        var claimed = signature.Split(' ').Take(MaxSignatures).Where(each => each.StartsWith(Scheme, StringComparison.Ordinal)).ToArray();
        var isSigned = false;
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var key in _keys)
        {
            HMACSHA256.HashData(key, content, expected);
            foreach (var each in claimed)
            {
                isSigned |= Convert.TryFromBase64String(each[Scheme.Length..], given, out var length)
                    && length == given.Length && CryptographicOperations.FixedTimeEquals(expected, given);
            }
        }

        return isSigned;
    }

    private static byte[] KeyOf(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        try
        {
            var key = secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? Convert.FromBase64String(secret[SecretPrefix.Length..]) : [];
            return key.Length > 0 ? key : throw new ArgumentException("A webhook's secret is whsec_ and base64.", nameof(secret));
        }
        catch (FormatException error)
        {
            throw new ArgumentException("A webhook's secret is whsec_ and base64.", nameof(secret), error);
        }
    }
}
