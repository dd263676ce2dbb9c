namespace WhatsAppKit.Contracts.Channels;

/// <summary>A channel that is to be made. The account accepts WhatsApp's terms for those who own one.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Description">Up to 2,048 characters; null for nothing.</param>
public sealed record CreateChannelRequest(string? Name, string? Description = null);

/// <summary>What shall change of a channel; what is null stays.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Description">Up to 2,048 characters.</param>
/// <param name="Image">A JPEG file of at most 1 MiB in base64.</param>
public sealed record UpdateChannelRequest(string? Name = null, string? Description = null, ReadOnlyMemory<byte>? Image = null);

/// <summary>A channel.</summary>
/// <param name="Id">Its address.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is about.</param>
/// <param name="InviteLink">The link that leads to it, when told.</param>
/// <param name="Followers">How many follow it, when told.</param>
/// <param name="IsVerified">True when WhatsApp has verified it.</param>
/// <param name="Role">The account's role: <c>guest</c>, <c>follower</c>, <c>admin</c> or <c>owner</c>.</param>
/// <param name="IsMuted">True when the account has muted it.</param>
/// <param name="State"><c>active</c>, <c>suspended</c>, <c>geo-suspended</c> or <c>deleted</c>.</param>
/// <param name="CreatedAt">When it was made, when told.</param>
public sealed record ChannelResponse(
    string Id,
    string Name,
    string Description,
    string? InviteLink,
    long? Followers,
    bool IsVerified,
    string Role,
    bool IsMuted,
    string State,
    DateTimeOffset? CreatedAt);

/// <summary>A page of channels.</summary>
/// <param name="Items">The channels.</param>
/// <param name="NextCursor">What asks for the following page; null at the end.</param>
public sealed record ChannelPageResponse(IReadOnlyList<ChannelResponse> Items, string? NextCursor);

/// <summary>An invite link to a channel.</summary>
/// <param name="Invite">The link or its code.</param>
public sealed record ChannelInviteRequest(string? Invite);

/// <summary>A number of people.</summary>
/// <param name="Count">How many.</param>
public sealed record CountResponse(long Count);

/// <summary>A person.</summary>
/// <param name="Person">In any form of address.</param>
public sealed record PersonRequest(string? Person);

/// <summary>A message of a channel. What it says comes with the messages of the account.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="ServerId">Its number in the channel, when told.</param>
/// <param name="Text">Its text, when it is one; null for other kinds and when only its counts were told.</param>
/// <param name="SentAt">When it was sent, when told.</param>
/// <param name="Views">How often it was seen, when told.</param>
/// <param name="Reactions">The reactions to it.</param>
public sealed record ChannelMessageResponse(
    string Id, long? ServerId, string? Text, DateTimeOffset? SentAt, long? Views, IReadOnlyList<ChannelReactionResponse> Reactions);

/// <summary>How often a message got a reaction.</summary>
/// <param name="Emoji">The reaction.</param>
/// <param name="Count">How often.</param>
public sealed record ChannelReactionResponse(string Emoji, long Count);

/// <summary>Messages of a channel that the account has seen.</summary>
/// <param name="Messages">1 to 100 numbers of messages (<c>serverId</c>).</param>
public sealed record ViewedMessagesRequest(IReadOnlyList<long>? Messages);

/// <summary>Live updates that WhatsApp agreed to.</summary>
/// <param name="Seconds">How long they go on.</param>
public sealed record WatchResponse(int Seconds);
