using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.State;

/// <summary>What an account's owner shows of themselves and allows others. It is stored as it stands; people are named by number.</summary>
internal sealed class AccountProfile
{
    public string? About { get; set; }

    public long AboutAt { get; set; }

    public ProfileAudience AboutAudience { get; set; }

    public Picture? Picture { get; set; }

    public ProfileAudience PictureAudience { get; set; }

    /// <summary>False when others can only invite it into groups.</summary>
    public bool MayBeAdded { get; set; } = true;

    public HashSet<string> Blocked { get; set; } = [];

    public SandboxBusiness? Business { get; set; }

    /// <summary>The code of the short link to the account; null when nobody asked for it yet.</summary>
    public string? ContactCode { get; set; }

    /// <summary>The tokens it issued, by whom they were for.</summary>
    public Dictionary<string, byte[]> IssuedTokens { get; set; } = [];

    /// <summary>True when somebody may see what is for that audience.</summary>
    public bool Shows(ProfileAudience audience, Account viewer, ReadOnlySpan<byte> token) => audience switch
    {
        ProfileAudience.Everybody => true,
        ProfileAudience.Trusted => IssuedTokens.TryGetValue(viewer.Number, out var issued) && token.SequenceEqual(issued),
        _ => false,
    };
}
