using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Mex;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Channels;

/// <summary>
/// Makes, finds and follows channels. Messages themselves are sent, edited, deleted and reacted to with <c>client.Messages</c>.
/// </summary>
/// <remarks>
/// What the server refuses comes as <see cref="MexRequestException"/>, or as <see cref="WhatsAppRequestException"/> where messages are
/// asked for; without a connection every method throws <see cref="WhatsAppNotConnectedException"/>.
/// </remarks>
public sealed partial class ChannelService
{
    private const string LinkPrefix = "https://whatsapp.com/channel/";
    private const int MaxPictureLength = 1024 * 1024;

    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(1);

    private readonly IWhatsAppSession _session;
    private readonly DeviceState _state;
    private readonly MexClient _mex;
    private readonly MexQueryIds _ids;
    private readonly TimeProvider _time;

    internal ChannelService(IWhatsAppSession session, DeviceState state, MexQueryIds ids, TimeProvider time)
    {
        _session = session;
        _state = state;
        _mex = new MexClient(session);
        _ids = ids;
        _time = time;
    }

    /// <summary>Makes a channel that this account owns, and accepts WhatsApp's terms for those who do.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is about; null for nothing.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public async Task<Channel> CreateAsync(string name, string? description = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        await _session.QueryAsync(ChannelNodes.AcceptTerms(), cancellationToken).ConfigureAwait(false);
        var input = new JsonObject { ["name"] = name, ["description"] = description };
        return await ReadAsync(_ids.ChannelCreate, "to make a channel", "xwa2_newsletter_create", new JsonObject { ["input"] = input }, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Reads a channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Channel> GetAsync(Jid channel, CancellationToken cancellationToken = default) =>
        MetadataAsync(Check(channel).ToString(), "JID", cancellationToken);

    /// <summary>Reads the channel that an invitation leads to.</summary>
    /// <param name="invite">The code, or the whole link.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The code is empty.</exception>
    public Task<Channel> GetByInviteAsync(string invite, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(invite);
        var code = invite.StartsWith(LinkPrefix, StringComparison.OrdinalIgnoreCase) ? invite[LinkPrefix.Length..].Split('?', '/')[0] : invite;
        return MetadataAsync(code, "INVITE", cancellationToken);
    }

    /// <summary>The channels this account follows, owns or writes.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<Channel>> ListAsync(CancellationToken cancellationToken = default) =>
        ChannelJson.ReadAll(await _mex.AskAsync(
            _ids.ChannelsFollowed, "the channels followed", "xwa2_newsletter_subscribed", [], cancellationToken).ConfigureAwait(false));

    /// <summary>Channels that WhatsApp recommends.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="countries">Two-letter codes of countries; null for this account's.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public async Task<ChannelPage> RecommendedAsync(int limit = 20, IReadOnlyList<string>? countries = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var input = new JsonObject { ["limit"] = limit, ["country_codes"] = new JsonArray([.. (countries ?? []).Select(code => JsonValue.Create(code))]) };
        return ChannelJson.ReadPage(await _mex.AskAsync(
            _ids.ChannelsRecommended, "recommended channels", "xwa2_newsletters_recommended", new JsonObject { ["input"] = input }, cancellationToken)
            .ConfigureAwait(false));
    }

    /// <summary>A page of the directory of channels.</summary>
    /// <param name="view">What stands first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cursor">Where to go on: <see cref="ChannelPage.NextCursor"/> of the page before; null for the first page.</param>
    /// <param name="countries">Two-letter codes of countries; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public async Task<ChannelPage> DirectoryAsync(
        ChannelView view = ChannelView.Recommended,
        int limit = 20,
        string? cursor = null,
        IReadOnlyList<string>? countries = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var input = new JsonObject { ["view"] = view.ToString().ToUpperInvariant(), ["limit"] = limit, ["start_cursor"] = cursor ?? "" };
        input["filters"] = new JsonObject { ["country_codes"] = new JsonArray([.. (countries ?? []).Select(code => JsonValue.Create(code))]) };
        return ChannelJson.ReadPage(await _mex.AskAsync(
            _ids.ChannelsDirectory,
            "the directory of channels",
            "xwa2_newsletters_directory_list",
            new JsonObject { ["input"] = input },
            cancellationToken,
            otherPath: "xwa2_newsletters_recommended").ConfigureAwait(false));
    }

    /// <summary>Follows a channel: its messages arrive from now on.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task FollowAsync(Jid channel, CancellationToken cancellationToken = default) =>
        ActAsync(_ids.ChannelFollow, "to follow a channel", "xwa2_newsletter_join_v2", channel, cancellationToken);

    /// <summary>Follows a channel no longer.</summary>
    /// <inheritdoc cref="FollowAsync"/>
    public Task UnfollowAsync(Jid channel, CancellationToken cancellationToken = default) =>
        ActAsync(_ids.ChannelUnfollow, "to leave a channel", "xwa2_newsletter_leave_v2", channel, cancellationToken);

    /// <summary>Mutes a channel on all devices of the account.</summary>
    /// <inheritdoc cref="FollowAsync"/>
    public Task MuteAsync(Jid channel, CancellationToken cancellationToken = default) =>
        ActAsync(_ids.ChannelMute, "to mute a channel", "xwa2_newsletter_mute_v2", channel, cancellationToken);

    /// <summary>Unmutes a channel.</summary>
    /// <inheritdoc cref="FollowAsync"/>
    public Task UnmuteAsync(Jid channel, CancellationToken cancellationToken = default) =>
        ActAsync(_ids.ChannelUnmute, "to unmute a channel", "xwa2_newsletter_unmute_v2", channel, cancellationToken);

    /// <summary>Deletes a channel that this account owns.</summary>
    /// <inheritdoc cref="FollowAsync"/>
    public Task DeleteAsync(Jid channel, CancellationToken cancellationToken = default) =>
        ActAsync(_ids.ChannelDelete, "to delete a channel", "xwa2_newsletter_delete_v2", channel, cancellationToken);

    /// <summary>Changes the name, description or picture of a channel that this account owns.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="changes">What shall change.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The channel as the server tells it.</returns>
    /// <exception cref="ArgumentException">Nothing shall change, the name is empty, or the picture exceeds 1 MiB.</exception>
    public Task<Channel> UpdateAsync(Jid channel, ChannelChanges changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var updates = new JsonObject();
        if (changes.Name is { } name)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(changes));
            updates["name"] = name;
        }

        if (changes.Description is { } description)
        {
            updates["description"] = description;
        }

        if (changes.Picture is { } picture)
        {
            updates["picture"] = picture.Length <= MaxPictureLength
                ? Convert.ToBase64String(picture.Span)
                : throw new ArgumentException($"A picture has at most {MaxPictureLength} bytes.", nameof(changes));
        }

        if (updates.Count == 0)
        {
            throw new ArgumentException("Nothing shall change.", nameof(changes));
        }

        updates["settings"] = null;
        return ReadAsync(
            _ids.ChannelUpdate,
            "to change a channel",
            "xwa2_newsletter_update",
            new JsonObject { ["newsletter_id"] = Check(channel).ToString(), ["updates"] = updates },
            cancellationToken);
    }

    /// <summary>How many follow a channel.</summary>
    /// <inheritdoc cref="FollowAsync"/>
    public async Task<long> CountFollowersAsync(Jid channel, CancellationToken cancellationToken = default) =>
        ChannelJson.Number(
            await ActAsync(_ids.ChannelFollowers, "the followers of a channel", "xwa2_newsletter_subscribers", channel, cancellationToken).ConfigureAwait(false),
            "subscribers") ?? throw new ProtocolException("The server does not say how many follow the channel.");

    /// <summary>How many administrators a channel has.</summary>
    /// <inheritdoc cref="FollowAsync"/>
    public async Task<long> CountAdminsAsync(Jid channel, CancellationToken cancellationToken = default) =>
        ChannelJson.Number(
            await ActAsync(_ids.ChannelAdminCount, "the administrators of a channel", "xwa2_newsletter_admin", channel, cancellationToken).ConfigureAwait(false),
            "admin_count") ?? throw new ProtocolException("The server does not say how many administrators the channel has.");

    /// <summary>Gives a channel to one of its administrators; this account stays one.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="owner">The new owner.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task ChangeOwnerAsync(Jid channel, Jid owner, CancellationToken cancellationToken = default) =>
        ActAsync(_ids.ChannelChangeOwner, "to give a channel away", "xwa2_newsletter_change_owner", channel, cancellationToken, owner);

    /// <summary>Makes an administrator a follower.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="admin">The administrator.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task DemoteAsync(Jid channel, Jid admin, CancellationToken cancellationToken = default) =>
        ActAsync(_ids.ChannelDemote, "to demote an administrator", "xwa2_newsletter_demote", channel, cancellationToken, admin);

    private static Jid Check(Jid channel) =>
        channel.Server == JidServer.Newsletter ? channel : throw new ArgumentException("The address is no channel's.", nameof(channel));

    private Task<Channel> MetadataAsync(string key, string type, CancellationToken cancellationToken) => ReadAsync(
        _ids.ChannelMetadata,
        "a channel",
        "xwa2_newsletter",
        new JsonObject
        {
            ["fetch_creation_time"] = true,
            ["fetch_full_image"] = true,
            ["fetch_viewer_metadata"] = true,
            ["input"] = new JsonObject { ["key"] = key, ["type"] = type },
        },
        cancellationToken);

    private async Task<Channel> ReadAsync(string id, string operation, string path, JsonObject variables, CancellationToken cancellationToken) =>
        ChannelJson.Read(await _mex.AskAsync(id, operation, path, variables, cancellationToken).ConfigureAwait(false))
            ?? throw new ProtocolException($"The answer to {operation} names no channel.");

    private Task<JsonElement> ActAsync(
        string id, string operation, string path, Jid channel, CancellationToken cancellationToken, Jid? person = null)
    {
        var variables = new JsonObject { ["newsletter_id"] = Check(channel).ToString() };
        if (person is { } user)
        {
            variables["user_id"] = user.ToUser().ToString();
        }

        return _mex.AskAsync(id, operation, path, variables, cancellationToken);
    }
}
