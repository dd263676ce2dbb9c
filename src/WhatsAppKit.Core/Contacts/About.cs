using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Contacts;

/// <summary>What somebody says about themselves.</summary>
/// <param name="Text">The text; null when there is none, or when it is hidden from this account.</param>
public sealed record About(string? Text)
{
    private const long Hidden = 401;

    /// <summary>When it was written; null when not told.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>True when privacy settings hide it from this account.</summary>
    public bool IsHidden { get; init; }

    internal static About Of(BinaryNode? status)
    {
        var code = status?.Number("code") ?? status?.Child("error")?.Number("code");
        var text = status?.Text;
        return code == Hidden ? new About((string?)null) { IsHidden = true }
            : new About(string.IsNullOrEmpty(text) ? null : text) { ChangedAt = UnixTime.FromSeconds(status?.Number("t")) };
    }
}
