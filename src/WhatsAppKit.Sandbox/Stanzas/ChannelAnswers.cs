using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Answers queries in JSON about channels, and tells the account's other devices what changed.</summary>
internal sealed class ChannelAnswers(AccountDirectory accounts, ChannelRegistry channels, Delivery delivery, TimeProvider time)
{
    private const int MaxName = 100;
    private const int MaxDescription = 2048;

    private static readonly MexQueryIds Ids = new();

    public async Task<BinaryNode> AnswerAsync(Device sender, BinaryNode iq)
    {
        var notices = new List<(Device Device, BinaryNode Notice)>();
        BinaryNode answer;
        lock (accounts.Gate)
        {
            answer = Answer(sender, iq, notices);
        }

        foreach (var (device, notice) in notices)
        {
            await delivery.DeliverAsync(device, notice).ConfigureAwait(false);
        }

        return answer;
    }

    private BinaryNode Answer(Device sender, BinaryNode iq, List<(Device, BinaryNode)> notices)
    {
        var query = iq.Child("query");
        JsonElement variables;
        try
        {
            variables = JsonElement.Parse((query?.Bytes ?? default).Span).GetProperty("variables");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return Nodes.Error(iq, 400, "bad-request");
        }

        if (Run(sender.Account, query?["query_id"] ?? "", variables, (account, name, data) => notices.AddRange(Notices(sender, account, name, data))) is not { } result)
        {
            return Nodes.Unknown(iq);
        }

        return Nodes.Result(iq, new BinaryNode("result", null, Encoding.UTF8.GetBytes(result.ToJsonString())));
    }

    private JsonObject? Run(Account account, string id, JsonElement variables, Action<Account, string, JsonObject> tell)
    {
        if (id == Ids.ChannelCreate)
        {
            return Create(account, variables, tell);
        }

        if (id == Ids.ChannelMetadata)
        {
            var input = Property(variables, "input");
            var key = Text(input, "key") ?? "";
            var asked = Text(input, "type") == "INVITE" ? channels.FindInvite(key) : Jid.TryParse(key, out var jid) ? channels.Find(jid) : null;
            return asked is null ? Refused(404, "not found") : Data("xwa2_newsletter", Describe(asked, account));
        }

        if (id == Ids.ChannelsFollowed)
        {
            return Data("xwa2_newsletter_subscribed", List(channels.All.Where(channel => channel.RoleOf(account) != "GUEST"), account));
        }

        if (id == Ids.ChannelsRecommended || id == Ids.ChannelsDirectory)
        {
            return Page(account, Property(variables, "input"), id == Ids.ChannelsRecommended ? "xwa2_newsletters_recommended" : "xwa2_newsletters_directory_list");
        }

        if (Text(variables, "newsletter_id") is not { } text)
        {
            return null;
        }

        return Jid.TryParse(text, out var named) && channels.Find(named) is { } channel
            ? Act(account, channel, id, variables, tell)
            : Refused(404, "not found");
    }

    private JsonObject? Act(Account account, NewsChannel channel, string id, JsonElement variables, Action<Account, string, JsonObject> tell)
    {
        JsonObject Id() => new() { ["id"] = channel.Jid.ToString() };
        var isOwner = channel.Owner == account;
        if (id == Ids.ChannelFollow)
        {
            channel.Followers.Add(account);
            tell(account, "xwa2_notify_newsletter_on_join", Describe(channel, account));
            return Data("xwa2_newsletter_join_v2", Id());
        }

        if (id == Ids.ChannelUnfollow && isOwner)
        {
            return Refused(403, "the owner stays");
        }

        if (id == Ids.ChannelUnfollow)
        {
            channel.Followers.Remove(account);
            channel.Admins.Remove(account);
            tell(account, "xwa2_notify_newsletter_on_leave", new JsonObject { ["id"] = channel.Jid.ToString(), ["role"] = "GUEST" });
            return Data("xwa2_newsletter_leave_v2", Id());
        }

        if (id == Ids.ChannelMute || id == Ids.ChannelUnmute)
        {
            return Mute(account, channel, id == Ids.ChannelMute, tell);
        }

        if (id == Ids.ChannelFollowers)
        {
            return Data("xwa2_newsletter_subscribers", new JsonObject { ["id"] = channel.Jid.ToString(), ["subscribers"] = channel.Followers.Count });
        }

        if (id == Ids.ChannelAdminCount)
        {
            return Data("xwa2_newsletter_admin", new JsonObject { ["id"] = channel.Jid.ToString(), ["admin_count"] = channel.Admins.Count + 1 });
        }

        if (!isOwner)
        {
            return Refused(403, "forbidden");
        }

        return id == Ids.ChannelUpdate ? Update(account, channel, Property(variables, "updates"), tell)
            : id == Ids.ChannelDelete ? Delete(account, channel, tell)
            : id == Ids.ChannelChangeOwner || id == Ids.ChannelDemote ? ChangeStaff(channel, id == Ids.ChannelChangeOwner, Text(variables, "user_id"))
            : null;
    }

    private JsonObject Create(Account account, JsonElement variables, Action<Account, string, JsonObject> tell)
    {
        var input = Property(variables, "input");
        if (Text(input, "name") is not { Length: > 0 and <= MaxName } name)
        {
            return Refused(400, "bad name");
        }

        var channel = channels.Add(name, account, time.GetUtcNow());
        channel.Description = Text(input, "description") ?? "";
        tell(account, "xwa2_notify_newsletter_on_join", Describe(channel, account));
        return Data("xwa2_newsletter_create", Describe(channel, account));
    }

    private static JsonObject Mute(Account account, NewsChannel channel, bool isMuted, Action<Account, string, JsonObject> tell)
    {
        _ = isMuted ? channel.MutedBy.Add(account) : channel.MutedBy.Remove(account);
        var mute = isMuted ? "ON" : "OFF";
        tell(account, "xwa2_notify_newsletter_on_mute_change", new JsonObject { ["id"] = channel.Jid.ToString(), ["mute"] = mute });
        return Data(isMuted ? "xwa2_newsletter_mute_v2" : "xwa2_newsletter_unmute_v2", new JsonObject { ["id"] = channel.Jid.ToString() });
    }

    private static JsonObject Update(Account account, NewsChannel channel, JsonElement updates, Action<Account, string, JsonObject> tell)
    {
        if (Text(updates, "name") is { Length: 0 or > MaxName } || Text(updates, "description") is { Length: > MaxDescription })
        {
            return Refused(400, "too long");
        }

        channel.Name = Text(updates, "name") ?? channel.Name;
        channel.Description = Text(updates, "description") ?? channel.Description;
        channel.Picture = Text(updates, "picture") ?? channel.Picture;
        foreach (var each in channel.Followers.Append(account).ToArray())
        {
            tell(each, "xwa2_notify_newsletter_on_metadata_update", Describe(channel, each));
        }

        return Data("xwa2_newsletter_update", Describe(channel, account));
    }

    private JsonObject Delete(Account account, NewsChannel channel, Action<Account, string, JsonObject> tell)
    {
        channels.Remove(channel);
        foreach (var each in channel.Followers.Append(account).ToArray())
        {
            var told = new JsonObject { ["id"] = channel.Jid.ToString(), ["state"] = new JsonObject { ["type"] = "DELETED" } };
            tell(each, "xwa2_notify_newsletter_on_state_change", told);
        }

        return Data("xwa2_newsletter_delete_v2", new JsonObject { ["id"] = channel.Jid.ToString(), ["state"] = new JsonObject { ["type"] = "DELETED" } });
    }

    private JsonObject ChangeStaff(NewsChannel channel, bool isOwner, string? user)
    {
        if (!Jid.TryParse(user, out var jid) || accounts.Find(jid) is not { } person || !channel.Admins.Contains(person))
        {
            return Refused(404, "no administrator");
        }

        channel.Admins.Remove(person);
        channel.Followers.Add(person);
        if (isOwner)
        {
            channel.Admins.Add(channel.Owner);
            channel.Owner = person;
        }

        return Data(isOwner ? "xwa2_newsletter_change_owner" : "xwa2_newsletter_demote", new JsonObject { ["id"] = channel.Jid.ToString() });
    }

    private JsonObject Page(Account account, JsonElement input, string path)
    {
        var limit = input.TryGetProperty("limit", out var number) && number.TryGetInt32(out var told) ? Math.Clamp(told, 1, 100) : 20;
        var start = int.TryParse(Text(input, "start_cursor"), out var cursor) ? Math.Max(cursor, 0) : 0;
        var all = channels.All.OrderByDescending(channel => channel.Followers.Count).ThenBy(channel => channel.CreatedAt).ToArray();
        var hasMore = start + limit < all.Length;
        return Data(path, new JsonObject
        {
            ["result"] = List(all.Skip(start).Take(limit), account),
            ["page_info"] = new JsonObject { ["hasNextPage"] = hasMore, ["endCursor"] = hasMore ? Nodes.Text(start + limit) : null },
        });
    }

    private static JsonArray List(IEnumerable<NewsChannel> all, Account account) => new([.. all.Select(channel => Describe(channel, account))]);

    private static JsonObject Describe(NewsChannel channel, Account account) => new()
    {
        ["id"] = channel.Jid.ToString(),
        ["state"] = new JsonObject { ["type"] = "ACTIVE" },
        ["thread_metadata"] = new JsonObject
        {
            ["creation_time"] = Nodes.Text(channel.CreatedAt.ToUnixTimeSeconds()),
            ["name"] = new JsonObject { ["id"] = "1", ["text"] = channel.Name, ["update_time"] = "0" },
            ["description"] = new JsonObject { ["id"] = "1", ["text"] = channel.Description, ["update_time"] = "0" },
            ["invite"] = channel.Invite,
            ["handle"] = null,
            ["subscribers_count"] = Nodes.Text(channel.Followers.Count),
            ["verification"] = "UNVERIFIED",
            ["picture"] = new JsonObject { ["id"] = "1", ["type"] = "IMAGE", ["direct_path"] = channel.Picture.Length > 0 ? $"/m/v/{channel.Jid.User}.jpg" : "" },
            ["settings"] = new JsonObject { ["reaction_codes"] = new JsonObject { ["value"] = "ALL" } },
        },
        ["viewer_metadata"] = new JsonObject { ["mute"] = channel.MutedBy.Contains(account) ? "ON" : "OFF", ["role"] = channel.RoleOf(account) },
    };

    /// <summary>What the devices of an account are told, except the one that asked.</summary>
    private IEnumerable<(Device, BinaryNode)> Notices(Device asking, Account account, string name, JsonObject data)
    {
        var text = new JsonObject { ["data"] = new JsonObject { [name] = data } }.ToJsonString();
        return account.Devices.Values.Where(device => device != asking).Select(device => (device, new BinaryNode(
            "notification",
            [
                ("from", Jid.WhatsAppServer), ("type", "mex"), ("id", Nodes.NewId()),
                ("t", Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds())),
            ],
            new BinaryNode("update", [("op_name", "NotificationNewsletterUpdate")], Encoding.UTF8.GetBytes(text)))));
    }

    private static JsonObject Data(string path, JsonNode data) => new() { ["data"] = new JsonObject { [path] = data } };

    private static JsonObject Refused(int code, string text) => new()
    {
        ["data"] = null,
        ["errors"] = new JsonArray(new JsonObject
        {
            ["message"] = text,
            ["extensions"] = new JsonObject { ["error_code"] = code, ["is_retryable"] = false, ["severity"] = "CRITICAL" },
        }),
    };

    private static JsonElement Property(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : JsonElement.Parse("{}"u8);

    private static string? Text(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
