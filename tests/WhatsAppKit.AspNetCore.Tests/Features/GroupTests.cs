using System.Net;
using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.AspNetCore.Tests.Features;

public class GroupTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_group_is_made_changed_and_left_and_its_members_see_it()
    {
        var account = await Account.PairAsync(gateway.Host, "15553201");
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15553202");
        var made = (await account.PostAsync("/api/groups", new { subject = "Team", description = "We plan.", participants = new[] { "+15553202" }, isLocked = true }))
            .Is(HttpStatusCode.Created);
        var group = Jid.Parse(made.Id);
        Assert.Equal(["15553201", "15553202"], Phones(made.Json));
        var seen = await friend.Groups.GetAsync(group);
        Assert.Equal(("Team", "We plan.", true, false), (seen.Subject, seen.Description?.Text, seen.IsLocked, seen.IsAnnouncement));

        var changed = (await account.PatchAsync(
            $"/api/groups/{group}",
            new { subject = "Squad", description = "", isAnnouncement = true, isLocked = false, needsApproval = true, memberAddMode = "admins", messageLifetimeSeconds = 604800 }))
            .Is(HttpStatusCode.OK).Json;
        Assert.Equal("Squad", changed.GetProperty("subject").GetString());
        seen = await friend.Groups.GetAsync(group);
        Assert.Equal(("Squad", null, true, false, true), (seen.Subject, seen.Description?.Text, seen.IsAnnouncement, seen.IsLocked, seen.NeedsApproval));
        Assert.Equal((GroupMemberAddMode.Admins, TimeSpan.FromDays(7)), (seen.MemberAddMode, seen.MessageLifetime));
        Assert.Equal("Squad", (await account.GetAsync($"/api/groups/{group.User}?known=true")).Is(HttpStatusCode.OK)["subject"]);
        Assert.Equal(made.Id, Assert.Single((await account.GetAsync("/api/groups")).Is(HttpStatusCode.OK).Json.EnumerateArray()).GetProperty("id").GetString());

        (await account.DeleteAsync($"/api/groups/{group}")).Is(HttpStatusCode.NoContent);
        Assert.Equal(friend.Jid, Assert.Single((await friend.Groups.GetAsync(group)).Participants).Phone);
        (await account.GetAsync($"/api/groups/{group}")).IsProblem(HttpStatusCode.Forbidden, "not-allowed-by-whatsapp");
    }

    [Fact]
    public async Task Each_participant_of_a_change_has_a_result()
    {
        var account = await Account.PairAsync(gateway.Host, "15553203");
        var (friend, shy) = (await gateway.Host.Sandbox.AddPhoneAsync("15553204"), await gateway.Host.Sandbox.AddPhoneAsync("15553205"));
        await shy.Profile.AllowBeingAddedAsync(false);
        var group = Jid.Parse((await account.PostAsync("/api/groups", new { subject = "Team" })).Is(HttpStatusCode.Created).Id);

        var added = await ChangeAsync(account, group, "add", "15553204", "15553205", "15553996");
        Assert.Equal(["done", "forbidden", "not-found"], added.Select(Outcome));
        var invitation = added[1].GetProperty("inviteCode").GetString();
        Assert.Equal(["done"], (await ChangeAsync(account, group, "promote", "15553204")).Select(Outcome));
        Assert.True((await friend.Groups.GetAsync(group)).Participants.Single(each => each.Phone == friend.Jid).IsAdmin);
        Assert.Equal(["done"], (await ChangeAsync(account, group, "demote", friend.Lid.ToString())).Select(Outcome));

        var sent = await account.PostAsync(
            $"/api/groups/{group}/invitations",
            new { participant = "15553205", code = invitation, expiresAt = added[1].GetProperty("inviteExpiresAt").GetDateTimeOffset(), caption = "Come in" });
        Assert.NotEmpty(sent.Is(HttpStatusCode.OK).Id);
        (await account.PostAsync($"/api/groups/{group}/invitations/revoke", new { participants = new[] { "15553205" } })).Is(HttpStatusCode.NoContent);
        Assert.Equal(["done"], (await ChangeAsync(account, group, "remove", "15553204")).Select(Outcome));
        await Assert.ThrowsAsync<Core.WhatsAppRequestException>(() => friend.Groups.GetAsync(group));
    }

    [Fact]
    public async Task People_come_by_link_and_by_request_and_the_account_joins_the_same_way()
    {
        var account = await Account.PairAsync(gateway.Host, "15553206");
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15553207");
        var group = Jid.Parse((await account.PostAsync("/api/groups", new { subject = "Team", needsApproval = true })).Is(HttpStatusCode.Created).Id);
        var link = (await account.GetAsync($"/api/groups/{group}/invite")).Is(HttpStatusCode.OK)["link"];

        Assert.True((await friend.Groups.Invites.JoinAsync(link)).IsPending);
        var asking = Assert.Single((await account.GetAsync($"/api/groups/{group}/join-requests")).Is(HttpStatusCode.OK).Json.EnumerateArray());
        var jid = asking.GetProperty("jid").GetString();
        Assert.Equal(["done"], Results(await account.PostAsync($"/api/groups/{group}/join-requests/reject", new { participants = new[] { jid } })).Select(Outcome));
        Assert.True((await friend.Groups.Invites.JoinAsync(link)).IsPending);
        Assert.Equal(["done"], Results(await account.PostAsync($"/api/groups/{group}/join-requests/approve", new { participants = new[] { jid } })).Select(Outcome));
        Assert.Equal(2, (await friend.Groups.GetAsync(group)).Participants.Count);

        Assert.NotEqual(link, (await account.PostAsync($"/api/groups/{group}/invite/revoke")).Is(HttpStatusCode.OK)["link"]);
        (await account.PostAsync("/api/groups/join/info", new { invite = link })).IsProblem(HttpStatusCode.Gone, "gone-from-whatsapp");

        var other = await friend.Groups.CreateAsync("Other", []);
        var code = await friend.Groups.Invites.GetCodeAsync(other.Jid);
        Assert.Equal("Other", (await account.PostAsync("/api/groups/join/info", new { invite = code })).Is(HttpStatusCode.OK)["subject"]);
        var joined = (await account.PostAsync("/api/groups/join", new { invite = code })).Is(HttpStatusCode.OK);
        Assert.Equal((other.Jid.ToString(), false), (joined.Id, joined.Json.GetProperty("isPending").GetBoolean()));
        Assert.Equal(2, (await friend.Groups.GetAsync(other.Jid)).Participants.Count);
    }

    [Fact]
    public async Task The_account_joins_on_an_invitation_and_labels_itself()
    {
        var account = await Account.PairAsync(gateway.Host, "15553208");
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15553209");
        await account.Phone.Profile.AllowBeingAddedAsync(false);
        var group = await friend.Groups.CreateAsync("Club", []);
        var notAdded = Assert.Single(await friend.Groups.AddParticipantsAsync(group.Jid, [account.Phone.Jid]));
        var invitation = new { inviter = "15553209", code = notAdded.AddRequest!.Code, expiresAt = notAdded.AddRequest.ExpiresAt };

        Assert.Equal("Club", (await account.PostAsync($"/api/groups/{group.Jid}/invitations/info", invitation)).Is(HttpStatusCode.OK)["subject"]);
        (await account.PostAsync($"/api/groups/{group.Jid}/invitations/accept", invitation)).Is(HttpStatusCode.NoContent);
        Assert.Equal(2, (await friend.Groups.GetAsync(group.Jid)).Participants.Count);
        using var events = friend.Subscribe();
        (await account.PutAsync($"/api/groups/{group.Jid}/member-label", new { label = "Treasurer" })).Is(HttpStatusCode.OK);
        Assert.Equal("Treasurer", (await Account.ToldAsync<MemberLabelChanged>(events, _ => true)).Label);
    }

    [Fact]
    public async Task A_group_of_others_is_not_told_of_and_not_changed()
    {
        var account = await Account.PairAsync(gateway.Host, "15553210");
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15553211");
        var group = (await friend.Groups.CreateAsync("Secret", [])).Jid;

        (await account.GetAsync($"/api/groups/{group}")).IsProblem(HttpStatusCode.Forbidden, "not-allowed-by-whatsapp");
        (await account.PatchAsync($"/api/groups/{group}", new { subject = "Taken over" })).IsProblem(HttpStatusCode.Forbidden, "not-allowed-by-whatsapp");
        (await account.PostAsync($"/api/groups/{group}/participants/add", new { participants = new[] { "15553210" } }))
            .IsProblem(HttpStatusCode.Forbidden, "not-allowed-by-whatsapp");
        (await account.GetAsync("/api/groups/120363999999999999@g.us")).IsProblem(HttpStatusCode.NotFound, "not-found-on-whatsapp");
        Assert.Equal("Secret", (await friend.Groups.GetAsync(group)).Subject);
    }

    [Fact]
    public async Task A_community_gathers_groups()
    {
        var account = await Account.PairAsync(gateway.Host, "15553212");
        await gateway.Host.Sandbox.AddPhoneAsync("15553213");
        var community = (await account.PostAsync("/api/communities", new { subject = "Village", description = "All of us", withGeneralChat = false }))
            .Is(HttpStatusCode.Created);
        Assert.True(community.Json.GetProperty("isCommunity").GetBoolean());
        var group = (await account.PostAsync("/api/groups", new { subject = "Choir", participants = new[] { "15553213" } })).Is(HttpStatusCode.Created).Id;

        Assert.Equal(["done"], (await ChangeAsync(account, Jid.Parse(community.Id), "add", "15553213")).Select(Outcome));
        (await account.PostAsync($"/api/communities/{community.Id}/groups/link", new { group })).Is(HttpStatusCode.NoContent);
        var groups = (await account.GetAsync($"/api/communities/{community.Id}/groups")).Is(HttpStatusCode.OK).Json.EnumerateArray().ToArray();
        Assert.Contains(groups, each => each.GetProperty("subject").GetString() == "Choir");
        Assert.Contains(groups, each => each.GetProperty("isAnnouncements").GetBoolean());
        Assert.Contains("15553213@s.whatsapp.net", (await account.GetAsync($"/api/communities/{community.Id}/participants")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Equal(
            ["done"],
            Results(await account.PostAsync($"/api/communities/{community.Id}/participants/remove", new { participants = new[] { "15553213" } })).Select(Outcome));
        (await account.PutAsync($"/api/groups/{community.Id}/picture", new { image = "/9j/2Q==" })).Is(HttpStatusCode.OK);
        Assert.Equal("exists", (await account.GetAsync($"/api/communities/{community.Id}/picture")).Is(HttpStatusCode.OK)["state"]);
        (await account.PostAsync($"/api/communities/{community.Id}/groups/unlink", new { group })).Is(HttpStatusCode.NoContent);
        Assert.DoesNotContain("Choir", (await account.GetAsync($"/api/communities/{community.Id}/groups")).Text, StringComparison.Ordinal);
        (await account.DeleteAsync($"/api/communities/{community.Id}")).Is(HttpStatusCode.NoContent);
    }

    private static async Task<JsonElement[]> ChangeAsync(Account account, Jid group, string change, params string[] participants) =>
        Results(await account.PostAsync($"/api/groups/{group}/participants/{change}", new { participants }));

    private static JsonElement[] Results(Answer answer) => [.. answer.Is(HttpStatusCode.OK).Json.EnumerateArray()];

    private static string? Outcome(JsonElement result) => result.GetProperty("outcome").GetString();

    private static IEnumerable<string?> Phones(JsonElement group) =>
        group.GetProperty("participants").EnumerateArray().Select(each => each.GetProperty("phone").GetString()?.Split('@')[0]).Order();
}
