using System.Text.Json.Nodes;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.Interop.Tests;

/// <summary>The ways into a group between this library and Baileys: links, requests and invitations for one person.</summary>
public sealed class GroupEntryTests : IAsyncLifetime
{
    private TwoSides _sides = null!;

    public async ValueTask InitializeAsync() => _sides = await TwoSides.StartAsync();

    public ValueTask DisposeAsync() => _sides.DisposeAsync();

    [Fact]
    public async Task Baileys_joins_by_our_link_until_it_is_revoked()
    {
        var group = (await _sides.Client.Groups.CreateAsync("By link", [])).Jid;
        var code = await _sides.Client.Groups.Invites.GetCodeAsync(group);
        var info = await _sides.BaileysAsync("groupGetInviteInfo", code);
        Assert.Equal(("By link", 1), (BaileysClient.Text(info, "subject"), info.GetProperty("size").GetInt32()));

        Assert.Equal(group.ToString(), (await _sides.BaileysAsync("groupAcceptInvite", code)).GetString());
        var joined = await _sides.HappensAsync<GroupParticipantsChanged>(e => e.Change == GroupChange.Added);
        Assert.True(joined.ByInviteLink);
        Assert.Equal([_sides.TheirPhone.Lid], joined.Participants);
        Assert.Equal(2, (await _sides.Client.Groups.GetKnownAsync(group)).Participants.Count);
        await _sides.Client.Messages.SendTextAsync(group, "welcome");
        await _sides.Theirs.ReceivesAsync("welcome");

        var renewed = await _sides.Client.Groups.Invites.RevokeCodeAsync(group);
        Assert.NotEqual(code, renewed);
        await _sides.BaileysTellsAsync("group", e => BaileysClient.Text(e, "inviteCode") == renewed);
        await _sides.BaileysAsync("groupLeave", group.ToString());
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => _sides.BaileysAsync("groupAcceptInvite", code));
        Assert.Contains("gone", refusal.Message, StringComparison.Ordinal);
        _sides.NothingWasUnknown();
    }

    [Fact]
    public async Task Our_client_joins_by_Baileys_link_until_it_is_revoked()
    {
        var created = await _sides.BaileysAsync("groupCreate", "By link", new JsonArray());
        var group = Jid.Parse(BaileysClient.Text(created, "id")!);
        var code = (await _sides.BaileysAsync("groupInviteCode", group.ToString())).GetString()!;
        Assert.Equal(("By link", 1), (await _sides.Client.Groups.Invites.GetInfoAsync(GroupInviteLink.Of(code) + "?mode=x")) is var info ? (info.Subject, info.Size) : default);

        Assert.Equal(new GroupJoinResult(group, IsPending: false), await _sides.Client.Groups.Invites.JoinAsync(GroupInviteLink.Of(code)));
        Assert.True((await _sides.HappensAsync<GroupJoined>(e => e.Group.Jid == group)).ByInviteLink);
        await _sides.BaileysTellsAsync("participants", e => BaileysClient.Text(e, "action") == "add");
        await _sides.Theirs.SendAsync(group.ToString(), "welcome");
        await _sides.Ours.ReceivesAsync("welcome");

        await _sides.BaileysAsync("groupRevokeInvite", group.ToString());
        await _sides.Client.Groups.LeaveAsync(group);
        var gone = await Assert.ThrowsAsync<WhatsAppRequestException>(() => _sides.Client.Groups.Invites.JoinAsync(code));
        Assert.Equal(RequestRefusal.Gone, gone.Reason);
        _sides.NothingWasUnknown();
    }

    [Fact]
    public async Task Our_client_decides_about_Baileys_request_to_be_let_in()
    {
        var group = (await _sides.Client.Groups.CreateAsync(new GroupCreation("Closed") { NeedsApproval = true })).Jid;
        var code = await _sides.Client.Groups.Invites.GetCodeAsync(group);
        var requests = _sides.Client.Groups.JoinRequests;
        await _sides.BaileysAsync("groupAcceptInvite", code);
        var asked = await _sides.HappensAsync<GroupJoinRequested>(e => e.Group == group);
        Assert.Equal(("invite_link", _sides.TheirPhone.Lid), (asked.Method, Assert.Single(asked.People)));
        var listed = Assert.Single(await requests.ListAsync(group));
        Assert.Equal((_sides.TheirPhone.Lid, _sides.TheirPhone.Jid), (listed.Jid, listed.Phone!.Value));

        Assert.True(Assert.Single(await requests.RejectAsync(group, [listed.Jid])).IsSuccess);
        Assert.False((await _sides.HappensAsync<GroupJoinRequestEnded>(_ => true)).IsWithdrawn);
        Assert.Empty(await requests.ListAsync(group));
        await _sides.BaileysAsync("groupAcceptInvite", code);
        Assert.True(Assert.Single(await requests.ApproveAsync(group, [_sides.TheirPhone.Jid])).IsSuccess);
        await _sides.BaileysTellsAsync("joined", e => BaileysClient.Text(e, "id") == group.ToString());
        Assert.Equal(ParticipantOutcome.NotFound, Assert.Single(await requests.ApproveAsync(group, [_sides.Third.Jid])).Outcome);
        Assert.Contains((await _sides.Client.Groups.GetKnownAsync(group)).Participants, p => p.Phone == _sides.TheirPhone.Jid);
        _sides.NothingWasUnknown();
    }

    [Fact]
    public async Task Baileys_decides_about_our_request_to_be_let_in()
    {
        var created = await _sides.BaileysAsync("groupCreate", "Closed", new JsonArray());
        var group = Jid.Parse(BaileysClient.Text(created, "id")!);
        await _sides.BaileysAsync("groupJoinApprovalMode", group.ToString(), "on");
        var code = (await _sides.BaileysAsync("groupInviteCode", group.ToString())).GetString()!;
        Assert.Equal(new GroupJoinResult(group, IsPending: true), await _sides.Client.Groups.Invites.JoinAsync(code));
        await _sides.BaileysTellsAsync("joinRequest", e => BaileysClient.Text(e, "action") == "created");
        var request = (await _sides.BaileysAsync("groupRequestParticipantsList", group.ToString()))[0];
        Assert.Equal(_sides.OurPhone.Lid.ToString(), BaileysClient.Text(request, "jid"));

        var results = await _sides.BaileysAsync(
            "groupRequestParticipantsUpdate", group.ToString(), new JsonArray(_sides.OurPhone.Lid.ToString()), "approve");
        Assert.Equal("200", BaileysClient.Text(results[0], "status"));
        Assert.Equal(group, (await _sides.HappensAsync<GroupJoined>(_ => true)).Group.Jid);
        _sides.NothingWasUnknown();
    }

    [Fact]
    public async Task Baileys_accepts_our_invitation_after_it_could_not_be_added()
    {
        await _sides.TheirPhone.Profile.AllowBeingAddedAsync(false);
        var group = await _sides.Client.Groups.CreateAsync("Invited", [_sides.TheirPhone.Jid]);
        var notAdded = Assert.Single(group.NotAdded);
        Assert.Equal(ParticipantOutcome.Forbidden, notAdded.Outcome);
        await _sides.Client.Messages.SendGroupInviteAsync(group, notAdded, "Come in");
        var message = await _sides.BaileysTellsAsync("message", e =>
            e.GetProperty("content") is { ValueKind: System.Text.Json.JsonValueKind.Object } content && content.TryGetProperty("groupInviteMessage", out _));
        var invite = message.GetProperty("content").GetProperty("groupInviteMessage");
        Assert.Equal(("Invited", "Come in"), (BaileysClient.Text(invite, "groupName"), BaileysClient.Text(invite, "caption")));

        await _sides.BaileysAsync("groupAcceptInviteV4", _sides.OurPhone.Jid.ToString(), JsonNode.Parse(invite.GetRawText()));
        var joined = await _sides.HappensAsync<GroupParticipantsChanged>(e => e.Change == GroupChange.Added);
        Assert.Equal([_sides.TheirPhone.Lid], joined.Participants);
        var again = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            _sides.BaileysAsync("groupAcceptInviteV4", _sides.OurPhone.Jid.ToString(), JsonNode.Parse(invite.GetRawText())));
        Assert.Contains("gone", again.Message, StringComparison.Ordinal);

        // Another one, which is made void before it is used.
        await _sides.Client.Groups.RemoveParticipantsAsync(group.Jid, [_sides.TheirPhone.Jid]);
        var second = Assert.Single(await _sides.Client.Groups.AddParticipantsAsync(group.Jid, [_sides.TheirPhone.Jid]));
        await _sides.Client.Groups.Invites.RevokeAsync(group.Jid, [_sides.TheirPhone.Jid]);
        var content = JsonNode.Parse(invite.GetRawText())!.AsObject();
        content["inviteCode"] = second.AddRequest!.Code;
        content["inviteExpiration"] = second.AddRequest.ExpiresAt!.Value.ToUnixTimeSeconds();
        var revoked = await Assert.ThrowsAsync<InvalidOperationException>(() => _sides.BaileysAsync("groupAcceptInviteV4", _sides.OurPhone.Jid.ToString(), content));
        Assert.Contains("gone", revoked.Message, StringComparison.Ordinal);
        _sides.NothingWasUnknown();
    }

    [Fact]
    public async Task Our_client_accepts_Baileys_invitation_after_it_could_not_be_added()
    {
        await _sides.OurPhone.Profile.AllowBeingAddedAsync(false);
        var created = await _sides.BaileysAsync("groupCreate", "Invited", new JsonArray());
        var group = Jid.Parse(BaileysClient.Text(created, "id")!);
        var results = await _sides.BaileysAsync("groupParticipantsUpdate", group.ToString(), new JsonArray(_sides.OurPhone.Jid.ToString()), "add");
        Assert.Equal("403", BaileysClient.Text(results[0], "status"));
        var request = results[0].GetProperty("content").GetProperty("content")[0].GetProperty("attrs");
        await _sides.BaileysAsync("sendMessage", _sides.OurPhone.Jid.ToString(), new JsonObject
        {
            ["groupInvite"] = new JsonObject
            {
                ["jid"] = group.ToString(),
                ["inviteCode"] = BaileysClient.Text(request, "code"),
                ["inviteExpiration"] = long.Parse(BaileysClient.Text(request, "expiration")!, null),
                ["subject"] = "Invited",
                ["text"] = "Come in",
            },
        });

        var received = await _sides.HappensAsync<Core.Session.Events.MessageReceived>(m => m.Content is GroupInviteContent);
        var invite = (GroupInviteContent)received.Content;
        Assert.Equal((group, "Invited", "Come in"), (invite.Group, invite.GroupName, invite.Caption));
        Assert.Equal("Invited", (await _sides.Client.Groups.Invites.GetInfoAsync(invite, received.Sender)).Subject);
        await _sides.Client.Groups.Invites.AcceptAsync(invite, received.Sender);
        Assert.Equal(group, (await _sides.HappensAsync<GroupJoined>(_ => true)).Group.Jid);
        await _sides.BaileysTellsAsync("participants", e => BaileysClient.Text(e, "action") == "add");
        Assert.Equal(RequestRefusal.Gone, (await Assert.ThrowsAsync<WhatsAppRequestException>(() => _sides.Client.Groups.Invites.AcceptAsync(invite, received.Sender))).Reason);

        // Baileys makes another one void.
        await _sides.Client.Groups.LeaveAsync(group);
        results = await _sides.BaileysAsync("groupParticipantsUpdate", group.ToString(), new JsonArray(_sides.OurPhone.Jid.ToString()), "add");
        request = results[0].GetProperty("content").GetProperty("content")[0].GetProperty("attrs");
        var second = invite with
        {
            Code = BaileysClient.Text(request, "code")!,
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(BaileysClient.Text(request, "expiration")!, null)),
        };
        Assert.Equal("Invited", (await _sides.Client.Groups.Invites.GetInfoAsync(second, _sides.TheirPhone.Jid)).Subject);
        await _sides.BaileysAsync("groupRevokeInviteV4", group.ToString(), _sides.OurPhone.Jid.ToString());
        Assert.Equal(RequestRefusal.Gone, (await Assert.ThrowsAsync<WhatsAppRequestException>(() => _sides.Client.Groups.Invites.AcceptAsync(second, _sides.TheirPhone.Jid))).Reason);
        _sides.NothingWasUnknown();
    }
}
