using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Account;

namespace WhatsAppKit.Core.Channels;

/// <summary>Reads channels as the server writes them in JSON.</summary>
internal static class ChannelJson
{
    private const int MaxChannels = 1000;

    /// <summary>A channel; null when the JSON names none.</summary>
    public static Channel? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || AddressIn(json) is not { } jid)
        {
            return null;
        }

        var thread = Object(json, "thread_metadata");
        var viewer = Object(json, "viewer_metadata");
        return new Channel
        {
            Jid = jid,
            Name = Text(Object(thread, "name"), "text") ?? Text(thread, "name") ?? "",
            Description = Text(Object(thread, "description"), "text") ?? Text(thread, "description") ?? "",
            InviteCode = Text(thread, "invite"),
            Followers = Number(thread, "subscribers_count") is { } count and >= 0 ? count : null,
            IsVerified = Is(Text(thread, "verification"), "VERIFIED"),
            Role = RoleOf(Text(viewer, "role")),
            IsMuted = Is(Text(viewer, "mute"), "ON"),
            State = StateOf(Text(Object(json, "state"), "type")),
            CreatedAt = UnixTime.FromSeconds(Number(thread, "creation_time")),
            PicturePath = Text(Object(thread, "picture"), "direct_path") ?? Text(Object(thread, "preview"), "direct_path"),
        };
    }

    /// <summary>The channels in a list.</summary>
    public static IReadOnlyList<Channel> ReadAll(JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Take(MaxChannels).Select(Read).OfType<Channel>()]
        : [];

    /// <summary>A page: its channels, and where the next one begins.</summary>
    public static ChannelPage ReadPage(JsonElement page)
    {
        var info = Object(page, "page_info");
        var hasMore = info is { } told && told.TryGetProperty("hasNextPage", out var more) && more.ValueKind == JsonValueKind.True;
        return new ChannelPage(
            page.ValueKind == JsonValueKind.Object && page.TryGetProperty("result", out var list) ? ReadAll(list) : ReadAll(page),
            hasMore ? Text(info, "endCursor") : null);
    }

    /// <summary>The address under <c>id</c>; null when it is no channel's.</summary>
    public static Jid? AddressIn(JsonElement json) => Jid.TryParse(Text(json, "id"), out var jid) && jid.Server == JidServer.Newsletter ? jid : null;

    public static bool Is(string? text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);

    public static string? Text(JsonElement? from, string name) =>
        from is { ValueKind: JsonValueKind.Object } json && MexUpdate.Text(json, name) is { Length: > 0 } text ? text : null;

    public static long? Number(JsonElement? from, string name) => from is { ValueKind: JsonValueKind.Object } json ? MexUpdate.Number(json, name) : null;

    private static JsonElement? Object(JsonElement? from, string name) =>
        from is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static ChannelRole RoleOf(string? role) =>
        Is(role, "OWNER") ? ChannelRole.Owner : Is(role, "ADMIN") ? ChannelRole.Admin : Is(role, "SUBSCRIBER") ? ChannelRole.Follower : ChannelRole.Guest;

    private static ChannelState StateOf(string? state) =>
        Is(state, "SUSPENDED") ? ChannelState.Suspended
        : Is(state, "GEOSUSPENDED") ? ChannelState.GeoSuspended
        : Is(state, "DELETED") ? ChannelState.Deleted
        : ChannelState.Active;
}
