using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Channels;

/// <summary>A channel.</summary>
public sealed record Channel
{
    /// <summary>Its address.</summary>
    public required Jid Jid { get; init; }

    /// <summary>Its name; empty when not told.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it is about; empty for nothing.</summary>
    public string Description { get; init; } = "";

    /// <summary>The code in links to it, <c>https://whatsapp.com/channel/CODE</c>; null when not told.</summary>
    public string? InviteCode { get; init; }

    /// <summary>How many follow it; null when not told.</summary>
    public long? Followers { get; init; }

    /// <summary>True when WhatsApp verified whose it is.</summary>
    public bool IsVerified { get; init; }

    /// <summary>What this account is to it.</summary>
    public ChannelRole Role { get; init; }

    /// <summary>True when its messages make no noise.</summary>
    public bool IsMuted { get; init; }

    /// <summary>Whether it goes on.</summary>
    public ChannelState State { get; init; }

    /// <summary>When it was made; null when not told.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The path of its picture on WhatsApp's media hosts; null for none.</summary>
    public string? PicturePath { get; init; }
}

/// <summary>What an account is to a channel.</summary>
public enum ChannelRole
{
    /// <summary>Not told, or nothing at all.</summary>
    Guest,

    /// <summary>It follows.</summary>
    Follower,

    /// <summary>It writes.</summary>
    Admin,

    /// <summary>It owns the channel.</summary>
    Owner,
}

/// <summary>Whether a channel goes on.</summary>
public enum ChannelState
{
    /// <summary>It does.</summary>
    Active,

    /// <summary>WhatsApp stopped it.</summary>
    Suspended,

    /// <summary>WhatsApp hides it in some countries.</summary>
    GeoSuspended,

    /// <summary>It was deleted.</summary>
    Deleted,
}

/// <summary>A page of a list of channels.</summary>
/// <param name="Channels">The channels.</param>
/// <param name="NextCursor">What asks for the following page; null at the end.</param>
public sealed record ChannelPage(IReadOnlyList<Channel> Channels, string? NextCursor);

/// <summary>How the directory of channels is ordered.</summary>
public enum ChannelView
{
    /// <summary>What WhatsApp recommends.</summary>
    Recommended,

    /// <summary>What grows.</summary>
    Trending,

    /// <summary>What many follow.</summary>
    Popular,

    /// <summary>What is new.</summary>
    New,
}

/// <summary>What shall change of a channel; what is null stays as it is.</summary>
public sealed record ChannelChanges
{
    /// <summary>The new name.</summary>
    public string? Name { get; init; }

    /// <summary>The new description; empty for none.</summary>
    public string? Description { get; init; }

    /// <summary>The new picture as JPEG; empty to remove it.</summary>
    public ReadOnlyMemory<byte>? Picture { get; init; }
}
