namespace WhatsAppKit.Core;

/// <summary>
/// The numbers under which the server knows queries in JSON. They change with versions of WhatsApp's own clients: when a query is refused
/// as unknown, set its new number here.
/// </summary>
public sealed record MexQueryIds
{
    /// <summary>Reads a channel.</summary>
    public string ChannelMetadata { get; init; } = "6563316087068696";

    /// <summary>Makes a channel.</summary>
    public string ChannelCreate { get; init; } = "8823471724422422";

    /// <summary>Changes a channel.</summary>
    public string ChannelUpdate { get; init; } = "24250201037901610";

    /// <summary>Follows a channel.</summary>
    public string ChannelFollow { get; init; } = "24404358912487870";

    /// <summary>Follows a channel no longer.</summary>
    public string ChannelUnfollow { get; init; } = "9767147403369991";

    /// <summary>Mutes a channel.</summary>
    public string ChannelMute { get; init; } = "29766401636284406";

    /// <summary>Unmutes a channel.</summary>
    public string ChannelUnmute { get; init; } = "9864994326891137";

    /// <summary>Counts a channel's followers.</summary>
    public string ChannelFollowers { get; init; } = "9783111038412085";

    /// <summary>Lists the channels the account follows.</summary>
    public string ChannelsFollowed { get; init; } = "6388546374527196";

    /// <summary>Lists channels that WhatsApp recommends.</summary>
    public string ChannelsRecommended { get; init; } = "7263823273662354";

    /// <summary>Lists the directory of channels.</summary>
    public string ChannelsDirectory { get; init; } = "6190824427689257";

    /// <summary>Counts a channel's administrators.</summary>
    public string ChannelAdminCount { get; init; } = "7130823597031706";

    /// <summary>Gives a channel to another owner.</summary>
    public string ChannelChangeOwner { get; init; } = "7341777602580933";

    /// <summary>Makes an administrator of a channel a follower.</summary>
    public string ChannelDemote { get; init; } = "6551828931592903";

    /// <summary>Deletes a channel.</summary>
    public string ChannelDelete { get; init; } = "30062808666639665";
}
