using System.Text.Json.Nodes;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Contacts;
using WhatsAppKit.Core.Groups;

namespace WhatsAppKit.Interop.Tests;

/// <summary>Communities between this library and Baileys.</summary>
public sealed class CommunityTests : IAsyncLifetime
{
    private TwoSides _sides = null!;

    public async ValueTask InitializeAsync() => _sides = await TwoSides.StartAsync();

    public ValueTask DisposeAsync() => _sides.DisposeAsync();

    [Fact]
    public async Task Baileys_reads_the_community_we_made_and_follows_what_we_change_in_it()
    {
        var communities = _sides.Client.Communities;
        var community = await communities.CreateAsync(new CommunityCreation("Village") { Description = "All of us" });
        Assert.True(community is { IsCommunity: true, LinkedGroupsNeedApproval: true, Description.Text: "All of us" });
        var announcements = Assert.Single(await communities.ListGroupsAsync(community.Jid), group => group.IsAnnouncements);
        await _sides.Client.Groups.AddParticipantsAsync(community.Jid, [_sides.TheirPhone.Jid]);
        var seen = await _sides.MetadataAsync(community.Jid);
        Assert.True(seen.GetProperty("isCommunity").GetBoolean());
        Assert.Equal("All of us", BaileysClient.Text(seen, "desc"));

        var choir = await _sides.Client.Groups.CreateAsync(new GroupCreation("Choir") { Participants = [_sides.TheirPhone.Jid, _sides.Third.Jid], Community = community.Jid });
        Assert.Equal(community.Jid, choir.Community);
        var band = await _sides.OurGroupAsync("Band");
        await communities.LinkAsync(community.Jid, band);
        Assert.Equal(community.Jid.ToString(), BaileysClient.Text(await _sides.MetadataAsync(band), "linkedParent"));
        var linked = await _sides.BaileysAsync("communityFetchLinkedGroups", community.Jid.ToString());
        Assert.Equal(
            new[] { "Band", "Choir", "General", "Village" },
            linked.GetProperty("linkedGroups").EnumerateArray().Select(group => BaileysClient.Text(group, "subject")).Order());
        Assert.Contains(await communities.ListParticipantsAsync(community.Jid), person => person.Phone == _sides.Third.Jid);

        await communities.UnlinkAsync(community.Jid, band);
        Assert.Null(BaileysClient.Text(await _sides.MetadataAsync(band), "linkedParent"));
        Assert.Null((await _sides.Client.Groups.GetKnownAsync(band)).Community);
        var refused = await Assert.ThrowsAsync<Core.WhatsAppRequestException>(() => communities.UnlinkAsync(community.Jid, announcements.Jid));
        Assert.Equal(Core.RequestRefusal.NotAcceptable, refused.Reason);

        await _sides.Client.Pictures.SetGroupAsync(community.Jid, TwoSides.Jpeg);
        Assert.Equal(PictureState.Exists, (await _sides.Client.Pictures.GetAsync(community.Jid, new PictureQuery { IsCommunity = true })).State);
        Assert.True(Assert.Single(await communities.RemoveParticipantsAsync(community.Jid, [_sides.TheirPhone.Jid])).IsSuccess);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _sides.MetadataAsync(choir.Jid));
        await communities.LeaveAsync(community.Jid);
        await Assert.ThrowsAsync<Core.WhatsAppRequestException>(() => _sides.Client.Groups.GetAsync(choir.Jid));
        _sides.NothingWasUnknown();
    }

    [Fact]
    public async Task Our_client_reads_the_community_Baileys_made_and_follows_what_it_changes_in_it()
    {
        var made = await _sides.BaileysAsync("communityCreate", "Town", "Of Baileys");
        var community = Jid.Parse(BaileysClient.Text(made, "id")!);
        await _sides.BaileysAsync("groupParticipantsUpdate", community.ToString(), new JsonArray(_sides.OurPhone.Jid.ToString()), "add");
        var joined = await _sides.HappensAsync<GroupJoined>(e => e.Group.Jid == community);
        Assert.True(joined.Group is { IsCommunity: true, Description.Text: "Of Baileys", Subject: "Town" });
        Assert.Contains(await _sides.Client.Communities.ListGroupsAsync(community), group => group.IsAnnouncements);

        var group = await _sides.TheirGroupAsync("Club");
        Assert.Null((await _sides.Client.Groups.GetKnownAsync(group)).Community);
        await _sides.BaileysAsync("communityLinkGroup", group.ToString(), community.ToString());
        var parent = await _sides.HappensAsync<CommunityLinkChanged>(e => e.Group == group && e.IsLinked);
        Assert.Equal((GroupRelation.Parent, community), (parent.Relation, Assert.Single(parent.Others).Jid));
        var child = await _sides.HappensAsync<CommunityLinkChanged>(e => e.Group == community && e.Others[0].Jid == group);
        Assert.Equal((GroupRelation.Child, "Club"), (child.Relation, child.Others[0].Subject));
        Assert.Equal(community, (await _sides.Client.Groups.GetKnownAsync(group)).Community);

        var within = Jid.Parse(BaileysClient.Text(
            await _sides.BaileysAsync("communityCreateGroup", "Within", new JsonArray(_sides.OurPhone.Jid.ToString()), community.ToString()), "id")!);
        Assert.Equal(community, (await _sides.HappensAsync<GroupJoined>(e => e.Group.Jid == within)).Group.Community);
        await _sides.BaileysAsync("communityUnlinkGroup", group.ToString(), community.ToString());
        Assert.Equal("unlink_group", (await _sides.HappensAsync<CommunityLinkChanged>(e => e.Group == group && !e.IsLinked)).Reason);
        await _sides.BaileysAsync("communityUpdateSubject", community.ToString(), "City");
        await _sides.HappensAsync<GroupSubjectChanged>(e => e.Group == community && e.Subject == "City");
        await _sides.BaileysAsync("communityParticipantsUpdate", community.ToString(), new JsonArray(_sides.OurPhone.Jid.ToString()), "remove");
        await _sides.HappensAsync<GroupParticipantsChanged>(e => e.Group == within && e.Change == GroupChange.Removed);
        await _sides.BaileysAsync("communityLeave", community.ToString());
        _sides.NothingWasUnknown();
    }
}
