namespace WhatsAppKit.Contracts;

/// <content>Channels.</content>
public static partial class Routes
{
    /// <summary>The channels the account follows, owns or writes.</summary>
    public const string Channels = "/api/channels";

    /// <summary>Channels that WhatsApp recommends.</summary>
    public const string RecommendedChannels = Channels + "/recommended";

    /// <summary>The directory of channels.</summary>
    public const string ChannelDirectory = Channels + "/directory";

    /// <summary>The channel an invite link leads to.</summary>
    public const string ResolveChannel = Channels + "/resolve";

    /// <summary>One channel: get, change (PATCH), delete.</summary>
    public const string Channel = Channels + "/{id}";

    /// <summary>Follows a channel.</summary>
    public const string FollowChannel = Channel + "/follow";

    /// <summary>Follows a channel no longer.</summary>
    public const string UnfollowChannel = Channel + "/unfollow";

    /// <summary>Mutes a channel.</summary>
    public const string MuteChannel = Channel + "/mute";

    /// <summary>Unmutes a channel.</summary>
    public const string UnmuteChannel = Channel + "/unmute";

    /// <summary>How many follow a channel.</summary>
    public const string ChannelFollowers = Channel + "/followers/count";

    /// <summary>How many administrators a channel has.</summary>
    public const string ChannelAdmins = Channel + "/admins/count";

    /// <summary>Makes an administrator a follower.</summary>
    public const string DemoteChannelAdmin = Channel + "/admins/demote";

    /// <summary>Gives a channel to one of its administrators.</summary>
    public const string ChangeChannelOwner = Channel + "/owner";

    /// <summary>The messages of a channel.</summary>
    public const string ChannelMessages = Channel + "/messages";

    /// <summary>What changed of the messages of a channel: views, reactions, edits.</summary>
    public const string ChannelMessageUpdates = ChannelMessages + "/updates";

    /// <summary>Counts the account among those who saw messages.</summary>
    public const string MarkChannelViewed = ChannelMessages + "/viewed";

    /// <summary>Asks for live updates of a channel.</summary>
    public const string WatchChannel = Channel + "/watch";
}
