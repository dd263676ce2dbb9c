using System.Text.Json.Nodes;
using WhatsAppKit.Core.Channels;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>Channels made, followed and changed by this library and by Baileys, each seen from the other side.</summary>
public sealed class ChannelAdministrationTests : IAsyncLifetime
{
    private TwoSides _sides = null!;

    private BaileysClient Baileys => _sides.Theirs;

    private ChannelService Channels => _sides.Ours.Client.Channels;

    public async ValueTask InitializeAsync() => _sides = await TwoSides.StartAsync();

    public ValueTask DisposeAsync() => _sides.DisposeAsync();

    [Fact]
    public async Task What_we_make_and_change_Baileys_sees_follows_and_mutes()
    {
        var made = await Channels.CreateAsync("News", "What is new");
        var seen = await Baileys.CallAsync("channel", new JsonObject { ["type"] = "invite", ["key"] = made.InviteCode });
        Assert.Equal((made.Jid.ToString(), "News"), (BaileysClient.Text(seen, "id"), BaileysClient.Text(seen, "name")));

        await Baileys.DoesAsync("newsletterFollow", made.Jid.ToString());
        await Baileys.DoesAsync("newsletterMute", made.Jid.ToString());
        Assert.Equal((1L, 1L), ((await Channels.GetAsync(made.Jid)).Followers!.Value, await Channels.CountFollowersAsync(made.Jid)));
        Assert.Equal(("SUBSCRIBER", "ON"), await ViewerAsync(made));
        await Baileys.DoesAsync("newsletterUnmute", made.Jid.ToString());
        Assert.Equal("OFF", (await ViewerAsync(made)).Mute);

        var changed = await Channels.UpdateAsync(made.Jid, new ChannelChanges { Name = "Newer", Description = "", Picture = new byte[] { 1, 2 } });
        Assert.Equal(("Newer", ""), (changed.Name, changed.Description));
        Assert.NotNull(changed.PicturePath);
        await Wait.UntilAsync(() => Baileys.Of("channel-notice").Any(e => BaileysClient.Text(e, "content")!.Contains("Newer", StringComparison.Ordinal)), "Baileys' notice");
        Assert.Null((await Channels.UpdateAsync(made.Jid, new ChannelChanges { Picture = ReadOnlyMemory<byte>.Empty })).PicturePath);

        _sides.Sandbox.PromoteInChannel(made.Jid, _sides.TheirPhone);
        Assert.Equal(2, await Channels.CountAdminsAsync(made.Jid));
        Assert.Equal(2, (await Baileys.DoesAsync("newsletterAdminCount", made.Jid.ToString())).GetInt32());
        await Channels.DemoteAsync(made.Jid, _sides.TheirPhone.Jid);
        Assert.Equal(1, await Channels.CountAdminsAsync(made.Jid));
        _sides.Sandbox.PromoteInChannel(made.Jid, _sides.TheirPhone);
        await Channels.ChangeOwnerAsync(made.Jid, _sides.TheirPhone.Jid);
        Assert.Equal(ChannelRole.Admin, (await Channels.GetAsync(made.Jid)).Role);

        await Baileys.DoesAsync("newsletterDelete", made.Jid.ToString());
        var gone = await Assert.ThrowsAsync<Core.MexRequestException>(() => Channels.GetAsync(made.Jid));
        Assert.Equal(404, gone.Code);
    }

    [Fact]
    public async Task What_Baileys_makes_and_changes_we_see_follow_and_mute()
    {
        var made = await Baileys.CallAsync("createChannel", new JsonObject { ["name"] = "Theirs", ["description"] = "About them" });
        var jid = Core.Binary.Jid.Parse(BaileysClient.Text(made, "id")!);

        var found = Assert.Single((await Channels.DirectoryAsync(limit: 5)).Channels);
        Assert.Equal((jid, "Theirs", "About them", ChannelRole.Guest), (found.Jid, found.Name, found.Description, found.Role));
        Assert.Equal(jid, Assert.Single((await Channels.RecommendedAsync()).Channels).Jid);
        Assert.Equal(jid, (await Channels.GetByInviteAsync("https://whatsapp.com/channel/" + found.InviteCode)).Jid);

        await Channels.FollowAsync(jid);
        await Channels.MuteAsync(jid);
        var followed = Assert.Single(await Channels.ListAsync());
        Assert.Equal((ChannelRole.Follower, true), (followed.Role, followed.IsMuted));
        Assert.Equal(1, (await Baileys.DoesAsync("newsletterSubscribers", jid.ToString())).GetProperty("subscribers").GetInt32());

        await Baileys.DoesAsync("newsletterUpdateName", jid.ToString(), "Theirs, renamed");
        await Wait.UntilAsync(() => _sides.Ours.Events.OfType<ChannelChanged>().Any(e => e.Channel.Name == "Theirs, renamed"), "the change");
        await Baileys.DoesAsync("newsletterUpdateDescription", jid.ToString(), "More about them");
        Assert.Equal("More about them", (await Channels.GetAsync(jid)).Description);

        await Channels.UnmuteAsync(jid);
        Assert.False((await Channels.GetAsync(jid)).IsMuted);
        await Channels.UnfollowAsync(jid);
        Assert.Empty(await Channels.ListAsync());
        await Baileys.DoesAsync("newsletterDelete", jid.ToString());
        Assert.Empty((await Channels.DirectoryAsync(ChannelView.New)).Channels);
    }

    [Fact]
    public async Task Messages_are_listed_reacted_to_and_counted_on_both_sides()
    {
        var channel = await Channels.CreateAsync("News");
        await Baileys.DoesAsync("newsletterFollow", channel.Jid.ToString());
        var watched = await Channels.WatchAsync(channel.Jid);
        var sent = await _sides.Ours.Client.Messages.SendTextAsync(channel.Jid, "first");
        await _sides.Ours.Client.Messages.SendTextAsync(channel.Jid, "second");

        var listed = await Baileys.CallAsync("channelMessages", new JsonObject { ["id"] = channel.Jid.ToString(), ["count"] = 10 });
        Assert.Equal(["100", "101"], listed.GetProperty("messages").EnumerateArray().Select(message => BaileysClient.Text(message, "serverId")));
        await Baileys.DoesAsync("newsletterReactMessage", channel.Jid.ToString(), "100", "👍");
        await Channels.MarkViewedAsync(channel.Jid, [100]);

        Assert.True(watched > TimeSpan.Zero);
        var counted = await Wait.ForAsync(() => _sides.Ours.Events.OfType<ChannelMessageCounted>().FirstOrDefault(), "the reaction");
        Assert.Equal(100, counted.ServerId);
        var messages = await Channels.MessagesAsync(channel.Jid);
        Assert.Equal(["first", "second"], messages.Select(message => ((Core.Messages.TextContent)message.Content!).Text));
        Assert.Equal((sent.Id, 1L), (messages[0].Reference.Id, messages[0].Views!.Value));
        Assert.Equal(new ReactionCount("👍", 1), Assert.Single(messages[0].Reactions));
        Assert.Equal(101, Assert.Single(await Channels.MessageUpdatesAsync(channel.Jid, after: 100)).Reference.ServerId);
        Assert.Equal(100, Assert.Single(await Channels.MessagesAsync(channel.Jid, before: 101)).Reference.ServerId);
    }

    private async Task<(string? Role, string? Mute)> ViewerAsync(Channel channel)
    {
        var seen = await Baileys.CallAsync("channel", new JsonObject { ["type"] = "jid", ["key"] = channel.Jid.ToString() });
        var viewer = seen.GetProperty("raw").GetProperty("viewer_metadata");
        return (BaileysClient.Text(viewer, "role"), BaileysClient.Text(viewer, "mute"));
    }
}
