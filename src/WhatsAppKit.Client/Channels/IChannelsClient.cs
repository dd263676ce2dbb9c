using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Channels;

namespace WhatsAppKit.Client.Channels;

/// <summary>Channels.</summary>
public interface IChannelsClient
{
    /// <summary>List channels. Needs the permission <c>channels:read</c>.</summary>
    [Get(Routes.Channels)]
    Task<IReadOnlyList<ChannelResponse>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Create channel. Needs the permission <c>channels:write</c>.</summary>
    [Post(Routes.Channels)]
    Task<ChannelResponse> CreateAsync([Body] CreateChannelRequest request, CancellationToken cancellationToken = default);

    /// <summary>List recommended channels. Needs the permission <c>channels:read</c>.</summary>
    [Get(Routes.RecommendedChannels)]
    Task<ChannelPageResponse> ListRecommendedAsync(int? limit = null, string? countries = null, CancellationToken cancellationToken = default);

    /// <summary>Search channels. Needs the permission <c>channels:read</c>.</summary>
    [Get(Routes.ChannelDirectory)]
    Task<ChannelPageResponse> SearchAsync(
        string? view = null,
        int? limit = null,
        string? cursor = null,
        string? countries = null,
        CancellationToken cancellationToken = default);

    /// <summary>Resolve channel. Needs the permission <c>channels:read</c>.</summary>
    [Post(Routes.ResolveChannel)]
    Task<ChannelResponse> ResolveAsync([Body] ChannelInviteRequest request, CancellationToken cancellationToken = default);

    /// <summary>Get channel. Needs the permission <c>channels:read</c>.</summary>
    [Get(Routes.Channel)]
    Task<ChannelResponse> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Update channel. Needs the permission <c>channels:write</c>.</summary>
    [Patch(Routes.Channel)]
    Task<ChannelResponse> UpdateAsync(string id, [Body] UpdateChannelRequest request, CancellationToken cancellationToken = default);

    /// <summary>Delete channel. Needs the permission <c>channels:write</c>.</summary>
    [Delete(Routes.Channel)]
    Task DeleteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Count channel followers. Needs the permission <c>channels:read</c>.</summary>
    [Get(Routes.ChannelFollowers)]
    Task<CountResponse> CountFollowersAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Count channel admins. Needs the permission <c>channels:read</c>.</summary>
    [Get(Routes.ChannelAdmins)]
    Task<CountResponse> CountAdminsAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Follow channel. Needs the permission <c>channels:write</c>.</summary>
    [Post(Routes.FollowChannel)]
    Task FollowAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Unfollow channel. Needs the permission <c>channels:write</c>.</summary>
    [Post(Routes.UnfollowChannel)]
    Task UnfollowAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Mute channel. Needs the permission <c>channels:write</c>.</summary>
    [Post(Routes.MuteChannel)]
    Task MuteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Unmute channel. Needs the permission <c>channels:write</c>.</summary>
    [Post(Routes.UnmuteChannel)]
    Task UnmuteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Demote channel admin. Needs the permission <c>channels:write</c>.</summary>
    [Post(Routes.DemoteChannelAdmin)]
    Task DemoteAdminAsync(string id, [Body] PersonRequest request, CancellationToken cancellationToken = default);

    /// <summary>Change channel owner. Needs the permission <c>channels:write</c>.</summary>
    [Post(Routes.ChangeChannelOwner)]
    Task ChangeOwnerAsync(string id, [Body] PersonRequest request, CancellationToken cancellationToken = default);

    /// <summary>List channel messages. Needs the permission <c>channels:read</c>.</summary>
    [Get(Routes.ChannelMessages)]
    Task<IReadOnlyList<ChannelMessageResponse>> ListMessagesAsync(
        string id,
        int? limit = null,
        string? before = null,
        CancellationToken cancellationToken = default);

    /// <summary>List channel message updates. Needs the permission <c>channels:read</c>.</summary>
    [Get(Routes.ChannelMessageUpdates)]
    Task<IReadOnlyList<ChannelMessageResponse>> ListMessageUpdatesAsync(
        string id,
        int? limit = null,
        [Query(Format = "O")] DateTimeOffset? since = null,
        string? after = null,
        CancellationToken cancellationToken = default);

    /// <summary>Watch channel. Needs the permission <c>channels:read</c>.</summary>
    [Post(Routes.WatchChannel)]
    Task<WatchResponse> WatchAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Mark channel viewed. Needs the permission <c>channels:write</c>.</summary>
    [Post(Routes.MarkChannelViewed)]
    Task MarkViewedAsync(string id, [Body] ViewedMessagesRequest request, CancellationToken cancellationToken = default);
}
