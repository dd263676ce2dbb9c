using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Contracts.Channels;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Channels;

namespace WhatsAppKit.AspNetCore.Channels;

/// <summary>What instances are asked about channels.</summary>
internal static class ChannelOperations
{
    public static readonly InstanceOperation<Nothing, IReadOnlyList<ChannelResponse>> List = new(
        "channels.list",
        async (client, _, cancellationToken) =>
            [.. (await client.Channels.ListAsync(cancellationToken).ConfigureAwait(false)).Select(channel => channel.ToResponse())]);

    public static readonly InstanceOperation<ChannelToCreate, ChannelResponse> Create = new(
        "channels.create",
        async (client, channel, cancellationToken) =>
            (await client.Channels.CreateAsync(channel.Name, channel.Description, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<Jid, ChannelResponse> Get = new(
        "channels.get",
        async (client, channel, cancellationToken) => (await client.Channels.GetAsync(channel, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<string, ChannelResponse> Resolve = new(
        "channels.resolve",
        async (client, invite, cancellationToken) => (await client.Channels.GetByInviteAsync(invite, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<ChannelQuery, ChannelPageResponse> Recommended = new(
        "channels.recommended",
        async (client, query, cancellationToken) =>
            (await client.Channels.RecommendedAsync(query.Limit, query.Countries, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<ChannelQuery, ChannelPageResponse> Directory = new(
        "channels.directory",
        async (client, query, cancellationToken) =>
            (await client.Channels.DirectoryAsync(query.View, query.Limit, query.Cursor, query.Countries, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<ChannelToChange, ChannelResponse> Change = new(
        "channels.change",
        async (client, change, cancellationToken) => (await client.Channels.UpdateAsync(
            change.Channel,
            new ChannelChanges { Name = change.Name, Description = change.Description, Picture = change.Picture },
            cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<Jid, Nothing> Delete = Operation.Do<Jid>(
        "channels.delete", (client, channel, cancellationToken) => client.Channels.DeleteAsync(channel, cancellationToken));

    public static readonly InstanceOperation<Jid, Nothing> Follow = Operation.Do<Jid>(
        "channels.follow", (client, channel, cancellationToken) => client.Channels.FollowAsync(channel, cancellationToken));

    public static readonly InstanceOperation<Jid, Nothing> Unfollow = Operation.Do<Jid>(
        "channels.unfollow", (client, channel, cancellationToken) => client.Channels.UnfollowAsync(channel, cancellationToken));

    public static readonly InstanceOperation<Jid, Nothing> Mute = Operation.Do<Jid>(
        "channels.mute", (client, channel, cancellationToken) => client.Channels.MuteAsync(channel, cancellationToken));

    public static readonly InstanceOperation<Jid, Nothing> Unmute = Operation.Do<Jid>(
        "channels.unmute", (client, channel, cancellationToken) => client.Channels.UnmuteAsync(channel, cancellationToken));

    public static readonly InstanceOperation<Jid, CountResponse> CountFollowers = new(
        "channels.followers.count",
        async (client, channel, cancellationToken) => new CountResponse(await client.Channels.CountFollowersAsync(channel, cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<Jid, CountResponse> CountAdmins = new(
        "channels.admins.count",
        async (client, channel, cancellationToken) => new CountResponse(await client.Channels.CountAdminsAsync(channel, cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<ChannelPerson, Nothing> ChangeOwner = Operation.Do<ChannelPerson>(
        "channels.owner", (client, change, cancellationToken) => client.Channels.ChangeOwnerAsync(change.Channel, change.Person, cancellationToken));

    public static readonly InstanceOperation<ChannelPerson, Nothing> Demote = Operation.Do<ChannelPerson>(
        "channels.admins.demote", (client, change, cancellationToken) => client.Channels.DemoteAsync(change.Channel, change.Person, cancellationToken));

    public static readonly InstanceOperation<MessagesWanted, IReadOnlyList<ChannelMessageResponse>> Messages = new(
        "channels.messages",
        async (client, wanted, cancellationToken) =>
            [.. (await client.Channels.MessagesAsync(wanted.Channel, wanted.Limit, wanted.Number, cancellationToken).ConfigureAwait(false))
                .Select(message => message.ToResponse())]);

    public static readonly InstanceOperation<MessagesWanted, IReadOnlyList<ChannelMessageResponse>> Updates = new(
        "channels.messages.updates",
        async (client, wanted, cancellationToken) =>
            [.. (await client.Channels.MessageUpdatesAsync(wanted.Channel, wanted.Limit, wanted.Since, wanted.Number, cancellationToken).ConfigureAwait(false))
                .Select(message => message.ToResponse())]);

    public static readonly InstanceOperation<MessagesViewed, Nothing> MarkViewed = Operation.Do<MessagesViewed>(
        "channels.messages.viewed", (client, viewed, cancellationToken) => client.Channels.MarkViewedAsync(viewed.Channel, viewed.Numbers, cancellationToken));

    public static readonly InstanceOperation<Jid, WatchResponse> Watch = new(
        "channels.watch",
        async (client, channel, cancellationToken) =>
            new WatchResponse((int)(await client.Channels.WatchAsync(channel, cancellationToken).ConfigureAwait(false)).TotalSeconds));
}

/// <summary>A new channel.</summary>
internal sealed record ChannelToCreate(string Name, string? Description);

/// <summary>What is wanted of the directory, or of what WhatsApp recommends.</summary>
internal sealed record ChannelQuery(int Limit, ChannelView View, string? Cursor, IReadOnlyList<string>? Countries);

/// <summary>What shall change of a channel; null for what stays.</summary>
internal sealed record ChannelToChange(Jid Channel, string? Name, string? Description, ReadOnlyMemory<byte>? Picture);

/// <summary>A channel, and an administrator of it.</summary>
internal sealed record ChannelPerson(Jid Channel, Jid Person);

/// <summary>Messages of a channel on one side of a number, or changed since a time.</summary>
internal sealed record MessagesWanted(Jid Channel, int Limit, long? Number, DateTimeOffset? Since);

/// <summary>Messages that were seen.</summary>
internal sealed record MessagesViewed(Jid Channel, IReadOnlyList<long> Numbers);
