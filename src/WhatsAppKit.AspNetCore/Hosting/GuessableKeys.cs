using System.Text;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>
/// Keys that somebody could guess: those that examples show, and those that follow a pattern. Random ones are never taken for one:
/// chance makes neither a sample's words nor so few steps from byte to byte.
/// </summary>
internal static class GuessableKeys
{
    // From one byte to the next. 32 random bytes have about 30 different steps, and as hexadecimal digits more than 20.
    private const int MinDifferentSteps = 6;

    // The last three are what jwt.io and Evolution API show.
    private static readonly string[] Samples =
    [
        "change-me", "change_me", "change me", "changeme", "change-this", "change_this", "changethis", "replace-me", "replace_me", "replaceme", "replace-with", "replace_with",
        "your-secret", "your_secret", "yoursecret", "your-key", "your_key", "your-super", "your_super", "my-secret", "my_secret", "mysecret", "supersecret", "super-secret",
        "super_secret", "topsecret", "top-secret", "placeholder", "example-key", "example_key", "examplekey", "sample-key", "sample_key", "samplekey", "default-key", "default_key",
        "defaultkey", "development-key", "development_key", "insecure", "do-not-use", "passwordpassword",
        "your-256-bit-secret", "a-string-secret-at-least-256-bits-long", "429683c4c977415caafcce10f7d57e11",
    ];

    /// <summary>True for a key that is such a text, or the bytes of one in base64.</summary>
    public static bool Has(string key) => IsGuessable(Encoding.UTF8.GetBytes(key)) || (Decoded(key) is { } bytes && IsGuessable(bytes));

    private static bool IsGuessable(byte[] key)
    {
        var text = Encoding.Latin1.GetString(key);
        return key.Zip(key.Skip(1), (one, next) => (byte)(next - one)).Distinct().Count() < MinDifferentSteps
            || IsRepeated(key)
            || Array.Exists(Samples, sample => text.Contains(sample, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>True for what begins again before it is half over, and goes on so to its end.</summary>
    private static bool IsRepeated(byte[] key) =>
        Enumerable.Range(1, key.Length / 2).Any(period => key.AsSpan(period).SequenceEqual(key.AsSpan(0, key.Length - period)));

    private static byte[]? Decoded(string key)
    {
        var bytes = new byte[key.Length];
        return Convert.TryFromBase64String(key, bytes, out var length) ? bytes[..length] : null;
    }
}
