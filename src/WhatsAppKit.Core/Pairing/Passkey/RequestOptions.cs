using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>Reads the WebAuthn options of a request for a passkey: JSON of the server, bounded in every direction.</summary>
internal static class RequestOptions
{
    private const int MaxLength = 64 * 1024;
    private const int MaxChallenge = 1024;

    // WebAuthn's own limit of a credential id.
    private const int MaxCredentialId = 1023;
    private const int MaxCredentials = 64;
    private const int MaxTransports = 16;
    private const int MaxWord = 64;

    // The longest name a domain can have.
    private const int MaxDomain = 253;
    private const long MaxTimeoutMilliseconds = 24L * 60 * 60 * 1000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Reads the options; null when they are not what they must be. The expiry is left to the caller.</summary>
    public static PasskeyRequest? Read(ReadOnlySpan<byte> json)
    {
        if (json.Length is 0 or > MaxLength)
        {
            return null;
        }

        try
        {
            var text = StrictUtf8.GetString(json);
            using var document = JsonDocument.Parse(text, Strict);
            return Read(document.RootElement, text);
        }
        catch (Exception error) when (error is JsonException or FormatException or DecoderFallbackException or InvalidOperationException)
        {
            // Also a string that is no text, and a value of another kind than the one asked for.
            return null;
        }
    }

    private static PasskeyRequest Read(JsonElement options, string text)
    {
        var extensions = Find(options, "extensions");
        return extensions is null or { ValueKind: JsonValueKind.Object }
            ? new PasskeyRequest
            {
                Challenge = Bytes(Find(options, "challenge") ?? throw new FormatException("There is no challenge."), MaxChallenge),
                RelyingPartyId = Word(Find(options, "rpId"), MaxDomain),
                AllowedCredentials = Credentials(Find(options, "allowCredentials")),
                UserVerification = Word(Find(options, "userVerification"), MaxWord),
                Timeout = Timeout(Find(options, "timeout")),
                Json = text,
            }
            : throw new FormatException("The extensions are no object.");
    }

    private static PasskeyCredential[] Credentials(JsonElement? list) =>
        list is { } credentials ? [.. Bounded(credentials, MaxCredentials).Select(Credential)] : [];

    private static PasskeyCredential Credential(JsonElement credential) => new(
        Bytes(Find(credential, "id") ?? throw new FormatException("A credential has no id."), MaxCredentialId),
        Word(Find(credential, "type"), MaxWord) ?? throw new FormatException("A credential has no type."),
        Find(credential, "transports") is { } transports ? [.. Bounded(transports, MaxTransports).Select(each => Word(each, MaxWord)!)] : []);

    private static JsonElement.ArrayEnumerator Bounded(JsonElement list, int most) =>
        list.GetArrayLength() <= most ? list.EnumerateArray() : throw new FormatException("A list is too long.");

    private static TimeSpan? Timeout(JsonElement? value) => value switch
    {
        null => null,
        { } number when number.TryGetInt64(out var milliseconds) && milliseconds is > 0 and <= MaxTimeoutMilliseconds => TimeSpan.FromMilliseconds(milliseconds),
        _ => throw new FormatException("The timeout is no number of milliseconds."),
    };

    private static string? Word(JsonElement? value, int most) => value switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 } word && word.Length <= most && word.All(IsVisible) => word,
        _ => throw new FormatException("A name is no short text."),
    };

    private static bool IsVisible(char symbol) => symbol is > ' ' and < (char)0x7F;

    /// <summary>Only the one way to write these bytes: no padding, no spaces, no stray bits.</summary>
    private static byte[] Bytes(JsonElement value, int most)
    {
        var text = value.GetString();
        if (text is null or "" || text.Length > Base64Url.GetEncodedLength(most))
        {
            throw new FormatException("Bytes are missing, or too many.");
        }

        var bytes = Base64Url.DecodeFromChars(text);
        return Base64Url.EncodeToString(bytes) == text ? bytes : throw new FormatException("The bytes are not written as base64url.");
    }

    private static JsonElement? Find(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
