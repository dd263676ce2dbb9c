using WhatsAppKit.Core.Channels;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>What an account's other devices hear of its channels.</summary>
public sealed class ChannelEventTests
{
    [Fact]
    public async Task Other_devices_hear_of_what_one_does()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        var channel = sandbox.CreateChannel(await sandbox.AddPhoneAsync("15550002"), "News");
        await using var first = await TestDevice.PairAsync(sandbox, phone);
        await using var second = await TestDevice.PairAsync(sandbox, phone);

        await first.Client.Channels.FollowAsync(channel);
        await first.Client.Channels.MuteAsync(channel);
        await first.Client.Channels.UnfollowAsync(channel);

        var joined = await Wait.ForAsync(() => second.Events.OfType<ChannelJoined>().FirstOrDefault(), "the joining");
        Assert.Equal((channel, "News", ChannelRole.Follower), (joined.Channel.Jid, joined.Channel.Name, joined.Channel.Role));
        await Wait.UntilAsync(() => second.Events.OfType<ChannelMuteChanged>().Any(e => e.Channel == channel && e.IsMuted), "the muting");
        await Wait.UntilAsync(() => second.Events.OfType<ChannelLeft>().Any(e => e.Channel == channel), "the leaving");
        Assert.DoesNotContain(first.Events, happened => happened is ChannelJoined or ChannelLeft or ChannelMuteChanged);
    }

    [Fact]
    public async Task Only_the_owner_changes_and_deletes_a_channel()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var channel = sandbox.CreateChannel(await sandbox.AddPhoneAsync("15550002"), "News");
        await using var device = await TestDevice.PairAsync(sandbox, await sandbox.AddPhoneAsync("15550001"));

        var refusal = await Assert.ThrowsAsync<Core.MexRequestException>(() => device.Client.Channels.UpdateAsync(channel, new ChannelChanges { Name = "Mine" }));
        await Assert.ThrowsAsync<Core.MexRequestException>(() => device.Client.Channels.DeleteAsync(channel));

        Assert.Equal((403, false), (refusal.Code, refusal.IsTransient));
        Assert.Equal("News", (await device.Client.Channels.GetAsync(channel)).Name);
    }

    [Fact]
    public async Task The_directory_is_read_page_by_page()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var owner = await sandbox.AddPhoneAsync("15550002");
        var all = Enumerable.Range(0, 5).Select(i => sandbox.CreateChannel(owner, $"News {i}")).ToHashSet();
        await using var device = await TestDevice.PairAsync(sandbox, await sandbox.AddPhoneAsync("15550001"));

        var found = new List<Core.Binary.Jid>();
        string? cursor = null;
        do
        {
            var page = await device.Client.Channels.DirectoryAsync(ChannelView.Popular, 2, cursor);
            Assert.InRange(page.Channels.Count, 1, 2);
            found.AddRange(page.Channels.Select(channel => channel.Jid));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(5, found.Count);
        Assert.Equal(all, found.ToHashSet());
    }
}
