using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Contacts;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>Names, descriptions, settings, pictures and roles of groups, between this library and Baileys.</summary>
public sealed class GroupDescriptionTests : IAsyncLifetime
{
    private TwoSides _sides = null!;

    public async ValueTask InitializeAsync() => _sides = await TwoSides.StartAsync();

    public ValueTask DisposeAsync() => _sides.DisposeAsync();

    [Fact]
    public async Task Baileys_sees_everything_our_client_changes_in_a_group()
    {
        var group = await _sides.OurGroupAsync();
        var settings = _sides.Client.Groups.Settings;
        await settings.SetSubjectAsync(group, "Renamed");
        await ToldAsync("subject", "Renamed");
        await settings.SetDescriptionAsync(group, "First");
        await ToldAsync("desc", "First");
        await settings.SetDescriptionAsync(group, "Second");
        await ToldAsync("desc", "Second");
        await settings.SetAnnouncementAsync(group, true);
        await ToldAsync("announce", true);
        await settings.SetLockedAsync(group, true);
        await ToldAsync("restrict", true);
        await settings.SetMemberAddModeAsync(group, GroupMemberAddMode.Admins);
        await ToldAsync("memberAddMode", false);
        await settings.SetApprovalAsync(group, true);
        await ToldAsync("joinApprovalMode", true);
        await settings.SetMessageLifetimeAsync(group, TimeSpan.FromDays(7));

        var seen = await _sides.MetadataAsync(group);
        Assert.Equal(("Renamed", "Second"), (BaileysClient.Text(seen, "subject"), BaileysClient.Text(seen, "desc")));
        Assert.Equal(_sides.OurPhone.Lid.ToString(), BaileysClient.Text(seen, "subjectOwner"));
        Assert.Equal(_sides.OurPhone.Lid.ToString(), BaileysClient.Text(seen, "descOwner"));
        Assert.All(new[] { "announce", "restrict", "joinApprovalMode" }, name => Assert.True(seen.GetProperty(name).GetBoolean(), name));
        Assert.False(seen.GetProperty("memberAddMode").GetBoolean());
        Assert.Equal(604800, seen.GetProperty("ephemeralDuration").GetInt32());

        await settings.SetDescriptionAsync(group, null);
        await settings.SetAnnouncementAsync(group, false);
        await settings.SetLockedAsync(group, false);
        await settings.SetMessageLifetimeAsync(group, null);
        await settings.SetApprovalAsync(group, false);
        await settings.SetMemberAddModeAsync(group, GroupMemberAddMode.Everybody);
        seen = await _sides.MetadataAsync(group);
        Assert.Null(BaileysClient.Text(seen, "desc"));
        Assert.All(new[] { "announce", "restrict", "joinApprovalMode" }, name => Assert.False(seen.GetProperty(name).GetBoolean(), name));
        Assert.True(seen.GetProperty("memberAddMode").GetBoolean());
        Assert.False(seen.TryGetProperty("ephemeralDuration", out _));

        // What our client carried over by itself is what the server says.
        Same(await _sides.Client.Groups.GetAsync(group), await _sides.Client.Groups.GetKnownAsync(group));
        _sides.NothingWasUnknown();
    }

    [Fact]
    public async Task Our_client_sees_everything_Baileys_changes_in_a_group_without_asking_again()
    {
        var group = await _sides.TheirGroupAsync();
        await _sides.Client.Groups.GetKnownAsync(group);
        var asked = 0;
        _sides.Sandbox.Faults.Asking = (device, iq) => asked += device.Account.Number == _sides.OurPhone.Number && iq["xmlns"] == "w:g2" ? 1 : 0;
        var us = group.ToString();

        await _sides.BaileysAsync("groupUpdateSubject", us, "Renamed");
        Assert.Equal(_sides.TheirPhone.Lid, (await _sides.HappensAsync<GroupSubjectChanged>(e => e.Subject == "Renamed")).Actor);
        await _sides.BaileysAsync("groupUpdateDescription", us, "About us");
        Assert.Equal("About us", (await _sides.HappensAsync<GroupDescriptionChanged>(_ => true)).Description!.Text);
        await _sides.BaileysAsync("groupSettingUpdate", us, "announcement");
        await _sides.HappensAsync<GroupAnnouncementChanged>(e => e.IsOn);
        await _sides.BaileysAsync("groupSettingUpdate", us, "locked");
        await _sides.HappensAsync<GroupLockChanged>(e => e.IsOn);
        await _sides.BaileysAsync("groupToggleEphemeral", us, 86400);
        await _sides.HappensAsync<GroupMessageLifetimeChanged>(e => e.Lifetime == TimeSpan.FromDays(1));
        await _sides.BaileysAsync("groupMemberAddMode", us, "admin_add");
        await _sides.HappensAsync<GroupMemberAddModeChanged>(e => e.Mode == GroupMemberAddMode.Admins);
        await _sides.BaileysAsync("groupJoinApprovalMode", us, "on");
        await _sides.HappensAsync<GroupApprovalChanged>(e => e.IsOn);
        var code = (await _sides.BaileysAsync("groupRevokeInvite", us)).GetString();
        await _sides.HappensAsync<GroupInviteLinkChanged>(e => e.Code == code);

        var known = await _sides.Client.Groups.GetKnownAsync(group);
        Assert.Equal(0, asked);
        Assert.Equal(("Renamed", "About us"), (known.Subject, known.Description!.Text));
        Assert.True(known is { IsAnnouncement: true, IsLocked: true, NeedsApproval: true, MemberAddMode: GroupMemberAddMode.Admins });
        Same(await _sides.Client.Groups.GetAsync(group), known);

        foreach (var (method, argument) in new (string, JsonNode?)[]
        {
            ("groupUpdateDescription", null), ("groupSettingUpdate", "not_announcement"), ("groupSettingUpdate", "unlocked"), ("groupToggleEphemeral", 0),
            ("groupMemberAddMode", "all_member_add"), ("groupJoinApprovalMode", "off"),
        })
        {
            await _sides.BaileysAsync(method, us, argument);
        }

        await _sides.HappensAsync<GroupApprovalChanged>(e => !e.IsOn);
        known = await _sides.Client.Groups.GetKnownAsync(group);
        Assert.True(known is { Description: null, IsAnnouncement: false, IsLocked: false, NeedsApproval: false, MessageLifetime: null });
        Same(await _sides.Client.Groups.GetAsync(group), known);
        _sides.NothingWasUnknown();
    }

    [Fact]
    public async Task Roles_given_by_either_side_are_seen_by_the_other()
    {
        var group = await _sides.OurGroupAsync();
        var them = new[] { _sides.TheirPhone.Jid };
        Assert.Equal(ParticipantOutcome.Done, Assert.Single(await _sides.Client.Groups.PromoteParticipantsAsync(group, them)).Outcome);
        await _sides.BaileysTellsAsync("participants", e => BaileysClient.Text(e, "action") == "promote");
        Assert.Equal("admin", AdminOf(await _sides.MetadataAsync(group)));

        // Baileys is an administrator now: it adds somebody, and gives and takes that one's role.
        foreach (var action in new[] { "add", "promote", "demote", "remove" })
        {
            await _sides.BaileysAsync("groupParticipantsUpdate", group.ToString(), new JsonArray(_sides.Third.Jid.ToString()), action);
        }

        await _sides.HappensAsync<GroupParticipantsChanged>(e => e.Change == GroupChange.Removed && e.Actor == _sides.TheirPhone.Lid && e.ActorPhone == _sides.TheirPhone.Jid);
        Assert.Equal(
            [GroupChange.Promoted, GroupChange.Added, GroupChange.Promoted, GroupChange.Demoted, GroupChange.Removed],
            _sides.Ours.Events.OfType<GroupParticipantsChanged>().Select(e => e.Change));
        Assert.True(Assert.Single(await _sides.Client.Groups.DemoteParticipantsAsync(group, them)).IsSuccess);
        await _sides.BaileysTellsAsync("participants", e => BaileysClient.Text(e, "action") == "demote");
        Assert.Null(AdminOf(await _sides.MetadataAsync(group)));
        Same(await _sides.Client.Groups.GetAsync(group), await _sides.Client.Groups.GetKnownAsync(group));
        _sides.NothingWasUnknown();

        string? AdminOf(JsonElement metadata) => metadata.GetProperty("participants").EnumerateArray()
            .Where(p => BaileysClient.Text(p, "id") == _sides.TheirPhone.Lid.ToString()).Select(p => BaileysClient.Text(p, "admin")).Single();
    }

    [Fact]
    public async Task Each_side_sees_the_groups_picture_that_the_other_chose()
    {
        var group = await _sides.OurGroupAsync();
        var id = await _sides.Client.Pictures.SetGroupAsync(group, TwoSides.Jpeg);
        await _sides.BaileysTellsAsync("contact", e => BaileysClient.Text(e, "id") == group.ToString() && BaileysClient.Text(e, "imgUrl") == "changed");
        Assert.StartsWith("https://", (await _sides.BaileysAsync("profilePictureUrl", group.ToString(), "image")).GetString(), StringComparison.Ordinal);
        await _sides.Client.Pictures.RemoveGroupAsync(group);
        await _sides.BaileysTellsAsync("contact", e => BaileysClient.Text(e, "id") == group.ToString() && BaileysClient.Text(e, "imgUrl") == "removed");
        Assert.Equal(PictureState.NotSet, (await _sides.Client.Pictures.GetAsync(group)).State);
        Assert.NotNull(id);

        await _sides.BaileysAsync("query", PictureSet(group.ToString()));
        var changed = await _sides.HappensAsync<PictureChanged>(e => e.Of == group && e.Author == _sides.TheirPhone.Lid && !e.IsRemoved);
        var answer = await _sides.Client.Pictures.GetAsync(group, new PictureQuery { Size = PictureSize.Preview });
        Assert.Equal((PictureState.Exists, changed.PictureId), (answer.State, answer.Picture!.Id));
        Assert.Equal(TwoSides.Jpeg, await _sides.Client.Pictures.DownloadAsync(answer.Picture));
        Assert.Equal(PictureState.Unchanged, (await _sides.Client.Pictures.GetAsync(group, new PictureQuery { KnownId = changed.PictureId })).State);
        await _sides.BaileysAsync("removeProfilePicture", group.ToString());
        await _sides.HappensAsync<PictureChanged>(e => e.Of == group && e.IsRemoved && e.Author == _sides.TheirPhone.Lid);
        _sides.NothingWasUnknown();
    }

    [Fact]
    public async Task A_group_made_with_every_option_is_seen_by_Baileys_as_it_was_asked_for()
    {
        var group = await _sides.Client.Groups.CreateAsync(new GroupCreation("All of it")
        {
            Participants = [_sides.TheirPhone.Lid],
            MemberAddMode = GroupMemberAddMode.Admins,
            IsAnnouncement = true,
            IsLocked = true,
            MessageLifetime = TimeSpan.FromDays(90),
            NeedsApproval = true,
        });
        var seen = await _sides.MetadataAsync(group.Jid);
        Assert.All(new[] { "announce", "restrict", "joinApprovalMode" }, name => Assert.True(seen.GetProperty(name).GetBoolean(), name));
        Assert.False(seen.GetProperty("memberAddMode").GetBoolean());
        Assert.Equal(7776000, seen.GetProperty("ephemeralDuration").GetInt32());
        Assert.Equal(2, seen.GetProperty("size").GetInt32());

        var all = await _sides.BaileysAsync("groupFetchAllParticipating");
        Assert.True(all.TryGetProperty(group.Jid.ToString(), out _));
        var theirs = await _sides.TheirGroupAsync("Of Baileys");
        var listed = await _sides.Client.Groups.ListAsync();
        Assert.Equal(new[] { group.Jid, theirs }.Order(Comparer<Core.Binary.Jid>.Create((a, b) => string.CompareOrdinal(a.User, b.User))), listed.Select(each => each.Jid).OrderBy(jid => jid.User, StringComparer.Ordinal));
        var found = listed.Single(each => each.Jid == theirs);
        Assert.Equal(("Of Baileys", _sides.TheirPhone.Lid, _sides.TheirPhone.Jid, 2), (found.Subject, found.Creator, found.CreatorPhone, found.Size));
        Assert.Equal([_sides.TheirPhone.Jid, _sides.OurPhone.Jid], found.Participants.Select(p => p.Phone));
        Assert.Equal([GroupRole.SuperAdmin, GroupRole.Member], found.Participants.Select(p => p.Role));

        // An announcement group: Baileys, no administrator, is refused.
        await _sides.BaileysAsync("groupSettingUpdate", theirs.ToString(), "announcement");
        var refused = await Assert.ThrowsAsync<Core.Messages.MessageRejectedException>(() => _sides.Client.Messages.SendTextAsync(theirs, "may I?"));
        Assert.Equal(403, refused.Code);
        Assert.Equal(RequestRefusal.Forbidden, (await Assert.ThrowsAsync<WhatsAppRequestException>(() => _sides.Client.Groups.Settings.SetAnnouncementAsync(theirs, false))).Reason);
        _sides.NothingWasUnknown();
    }

    [Fact]
    public async Task Labels_of_members_go_both_ways()
    {
        var group = await _sides.OurGroupAsync();
        await _sides.Client.Messages.SetMemberLabelAsync(group, "Captain");
        var tag = await _sides.BaileysTellsAsync("memberTag", _ => true);
        Assert.Equal(("Captain", group.ToString()), (BaileysClient.Text(tag, "label"), BaileysClient.Text(tag, "groupId")));
        await _sides.BaileysAsync("updateMemberLabel", group.ToString(), "Mate");
        var changed = await _sides.HappensAsync<Core.Session.Events.MemberLabelChanged>(_ => true);
        Assert.Equal(("Mate", group), (changed.Label, changed.Chat));
    }

    /// <summary>Baileys resizes pictures with a library that is not here; this is the request it sends.</summary>
    internal static JsonObject PictureSet(string? target)
    {
        var attributes = new JsonObject { ["to"] = "s.whatsapp.net", ["type"] = "set", ["xmlns"] = "w:profile:picture" };
        if (target is not null)
        {
            attributes["target"] = target;
        }

        return new JsonObject
        {
            ["tag"] = "iq",
            ["attrs"] = attributes,
            ["content"] = new JsonArray(new JsonObject
            {
                ["tag"] = "picture",
                ["attrs"] = new JsonObject { ["type"] = "image" },
                ["content"] = new JsonObject { ["$bytes"] = Convert.ToBase64String(TwoSides.Jpeg) },
            }),
        };
    }

    private static void Same(Group asked, Group known)
    {
        Assert.Equal(asked.Participants, known.Participants);
        Assert.Equal(asked.Description?.Id, known.Description?.Id);

        // Who changed what and when the server says in its own words.
        Group Plain(Group group) => group with { Participants = [], NotAdded = [], Description = null, SubjectChangedAt = null, SubjectChangedBy = null, ParticipantVersion = null };
        var (left, right) = (Plain(asked), Plain(known) with { Participants = [], NotAdded = [] });
        Assert.Equal(left with { Participants = right.Participants, NotAdded = right.NotAdded }, right);
    }

    private Task ToldAsync(string name, object value) => Wait.UntilAsync(
        () => _sides.Theirs.Of("group").Any(e => e.TryGetProperty(name, out var told) && told.ToString() == value.ToString()), $"Baileys' news of {name}");
}
