using System.Text;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>What a password must be: long enough, short enough for bcrypt to read whole, and nothing that is tried first.</summary>
internal static class PasswordRules
{
    /// <summary>bcrypt reads no further.</summary>
    public const int MaxBytes = 72;

    private const int MinLength = 8;

    // Nobody tries so many of the same key.
    private const int LongRow = 20;

    private static readonly Lazy<HashSet<string>> Common = new(ReadCommon);

    public static string Check(string? text, string field, string email)
    {
        if (text is not { Length: >= MinLength } || Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            throw GatewayException.Invalid(field, $"A password has {MinLength} characters or more, and at most {MaxBytes} bytes.");
        }

        var lower = text.ToLowerInvariant();
        if (Common.Value.Contains(lower) || IsOneCharacter(lower) || lower == email || lower == email.Split('@')[0])
        {
            throw GatewayException.Invalid(field, "This password is among the first that are tried: take another.");
        }

        return text;
    }

    private static bool IsOneCharacter(string text) => text.Length < LongRow && text.All(each => each == text[0]);

    private static HashSet<string> ReadCommon()
    {
        var assembly = typeof(PasswordRules).Assembly;
        using var stream = assembly.GetManifestResourceStream("WhatsAppKit.AspNetCore.Auth.common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
