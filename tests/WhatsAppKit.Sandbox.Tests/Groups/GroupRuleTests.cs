using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>What members of groups may do, what the server refuses, and what clients know without asking again.</summary>
public sealed class GroupRuleTests : IAsyncLifetime
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];

    private readonly MemorySessionStore _server = new();
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _alice = null!;
    private SandboxPhone _bob = null!;
    private SandboxPhone _carol = null!;

    public async ValueTask InitializeAsync() => await StartAsync();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_member_who_is_no_administrator_may_change_only_what_the_group_lets_everybody_change()
    {
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        await using var b = await TestDevice.PairAsync(_sandbox, _bob);
        var group = (await a.Client.Groups.CreateAsync("Trip", [_bob.Jid])).Jid;
        var theirs = b.Client.Groups;

        await theirs.Settings.SetSubjectAsync(group, "Our trip");
        await theirs.Settings.SetDescriptionAsync(group, "To the sea");
        await b.Client.Pictures.SetGroupAsync(group, Jpeg);
        await theirs.Invites.GetCodeAsync(group);
        await RefusedAsync(RequestRefusal.NotAuthorized, () => theirs.Invites.RevokeCodeAsync(group));
        await RefusedAsync(RequestRefusal.Forbidden, () => theirs.Settings.SetAnnouncementAsync(group, true));
        await RefusedAsync(RequestRefusal.Forbidden, () => theirs.Settings.SetLockedAsync(group, true));
        await RefusedAsync(RequestRefusal.Forbidden, () => theirs.Settings.SetApprovalAsync(group, true));
        await RefusedAsync(RequestRefusal.Forbidden, () => theirs.Settings.SetMemberAddModeAsync(group, GroupMemberAddMode.Admins));
        await RefusedAsync(RequestRefusal.Forbidden, () => theirs.PromoteParticipantsAsync(group, [_bob.Jid]));
        await RefusedAsync(RequestRefusal.Forbidden, () => theirs.JoinRequests.ListAsync(group));

        await a.Client.Groups.Settings.SetLockedAsync(group, true);
        await a.Client.Groups.Settings.SetMemberAddModeAsync(group, GroupMemberAddMode.Admins);
        await RefusedAsync(RequestRefusal.Forbidden, () => theirs.Settings.SetSubjectAsync(group, "Mine"));
        await RefusedAsync(RequestRefusal.Forbidden, () => theirs.Settings.SetDescriptionAsync(group, null));
        await RefusedAsync(RequestRefusal.Forbidden, () => theirs.Settings.SetMessageLifetimeAsync(group, TimeSpan.FromDays(1)));
        await RefusedAsync(RequestRefusal.Forbidden, () => b.Client.Pictures.RemoveGroupAsync(group));
        await RefusedAsync(RequestRefusal.Forbidden, () => theirs.AddParticipantsAsync(group, [_carol.Jid]));
        await RefusedAsync(RequestRefusal.NotAuthorized, () => theirs.Invites.GetCodeAsync(group));
        await RefusedAsync(RequestRefusal.NotAcceptable, () => a.Client.Groups.Settings.SetSubjectAsync(group, new string('x', 101)));
        await RefusedAsync(RequestRefusal.NotAcceptable, () => a.Client.Groups.Settings.SetDescriptionAsync(group, new string('x', 2049)));
        await RefusedAsync(RequestRefusal.NotAcceptable, () => a.Client.Groups.Invites.JoinAsync("never-was-a-code"));
        Assert.Equal(ParticipantOutcome.NotAcceptable, Assert.Single(await a.Client.Groups.DemoteParticipantsAsync(group, [_alice.Jid])).Outcome);
        await Assert.ThrowsAsync<ArgumentException>(() => b.Client.Pictures.SetGroupAsync(group, new byte[] { 1, 2, 3 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => a.Client.Groups.Settings.SetMessageLifetimeAsync(group, TimeSpan.FromHours(3)));
        await Assert.ThrowsAsync<ArgumentException>(() => a.Client.Groups.AddParticipantsAsync(group, []));
    }

    [Fact]
    public async Task A_description_that_another_device_changed_meanwhile_is_asked_for_and_then_replaced()
    {
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        var group = (await a.Client.Groups.CreateAsync("Trip", [_bob.Jid])).Jid;
        await a.Client.Groups.Settings.SetDescriptionAsync(group, "one");

        // Alice's client does not hear of Bob's change.
        _sandbox.Faults.Delivering = (device, stanza) => device.Account.Number == _alice.Number && device.Id > 0 && stanza["type"] == "w:gp2" ? [] : [stanza];
        await _bob.Groups.Settings.SetDescriptionAsync(group, "two");
        var codes = new List<string?>();
        _sandbox.Faults.Answered = (_, request, answer) => codes.AddRange(request.Child("description") is null ? [] : [answer.Child("error")?["code"]]);
        await a.Client.Groups.Settings.SetDescriptionAsync(group, "three");
        Assert.Equal(["409", null], codes);
        Assert.Equal("three", (await _bob.Groups.GetAsync(group)).Description!.Text);
    }

    [Fact]
    public async Task Changes_of_members_cost_no_question_and_the_server_finds_the_list_right()
    {
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        await using var b = await TestDevice.PairAsync(_sandbox, _bob);
        var group = (await a.Client.Groups.CreateAsync("Trip", [_bob.Jid])).Jid;
        await a.Client.Messages.SendTextAsync(group, "first");
        await b.ReceivesAsync("first");
        await b.Client.Messages.SendTextAsync(group, "second");
        var asked = new List<BinaryNode>();
        _sandbox.Faults.Asking = (device, iq) =>
        {
            if (device.Id > 0 && iq["xmlns"] == "w:g2" && iq["type"] == "get")
            {
                asked.Add(iq);
            }
        };

        await a.Client.Groups.AddParticipantsAsync(group, [_carol.Jid]);
        await HappensAsync<GroupParticipantsChanged>(b, e => e.Change == GroupChange.Added);
        await a.Client.Messages.SendTextAsync(group, "third");
        await b.Client.Messages.SendTextAsync(group, "fourth");
        await Wait.UntilAsync(() => _carol.Messages.Any(m => m.Text == "third") && _carol.Messages.Any(m => m.Text == "fourth"), "Carol's messages");
        await a.Client.Groups.RemoveParticipantsAsync(group, [_carol.Jid]);
        await HappensAsync<GroupParticipantsChanged>(b, e => e.Change == GroupChange.Removed);
        await b.Client.Messages.SendTextAsync(group, "fifth");
        await a.ReceivesAsync("fifth");
        await a.Client.Messages.SendTextAsync(group, "sixth");

        // A list the server finds wrong would have been asked for anew before the last message.
        Assert.Empty(asked);
        Assert.DoesNotContain(_carol.Messages, m => m.Text is "fifth" or "sixth");
    }

    [Fact]
    public async Task Whoever_blocked_the_one_who_adds_cannot_be_added()
    {
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        await _bob.Contacts.BlockList.BlockAsync(_alice.Jid);
        await _carol.Profile.AllowBeingAddedAsync(false);
        var group = await a.Client.Groups.CreateAsync("Trip", [_bob.Jid, _carol.Jid, Jid.FromPhoneNumber("19998887777")]);
        Assert.Equal([ParticipantOutcome.Blocked, ParticipantOutcome.Forbidden, ParticipantOutcome.NotFound], group.NotAdded.Select(result => result.Outcome));
        Assert.Equal([false, true, false], group.NotAdded.Select(result => result.AddRequest is not null));
        Assert.Single(group.Participants);
        await Assert.ThrowsAsync<ArgumentException>(() => a.Client.Messages.SendGroupInviteAsync(group, group.NotAdded[0]));

        // Nobody else can use the invitation, nor with another inviter.
        var request = group.NotAdded[1].AddRequest!;
        var invite = new GroupInviteContent(group.Jid, request.Code, "Trip") { ExpiresAt = request.ExpiresAt };
        await RefusedAsync(RequestRefusal.NotAcceptable, () => _bob.Groups.Invites.AcceptAsync(invite, _alice.Jid));
        await RefusedAsync(RequestRefusal.NotAcceptable, () => _carol.Groups.Invites.AcceptAsync(invite, _bob.Jid));
        await RefusedAsync(RequestRefusal.NotAcceptable, () => _carol.Groups.Invites.AcceptAsync(invite with { Code = "other" }, _alice.Jid));
        await _carol.Groups.Invites.AcceptAsync(invite, _alice.Jid);
        Assert.Equal(2, (await a.Client.Groups.GetAsync(group.Jid)).Size);
    }

    [Fact]
    public async Task A_group_takes_as_many_members_as_it_may()
    {
        var crowd = Enumerable.Range(0, 1030).Select(i => Jid.FromPhoneNumber($"1666{i:00000}")).ToArray();
        lock (_sandbox.Core.Accounts.Gate)
        {
            Array.ForEach(crowd, jid => _sandbox.Core.Accounts.GetOrAdd(jid.User, out _));
        }

        var group = await _alice.Groups.CreateAsync("Crowd", crowd);
        Assert.Equal((1024, 1024), (group.Size, group.Participants.Count));
        Assert.Equal(crowd[1023..], group.NotAdded.Select(result => _sandbox.Core.Accounts.Find(result.Jid)!.PhoneJid));
        Assert.All(group.NotAdded, result => Assert.Equal(ParticipantOutcome.GroupFull, result.Outcome));
        var code = await _alice.Groups.Invites.GetCodeAsync(group.Jid);
        await RefusedAsync(RequestRefusal.LimitReached, () => _bob.Groups.Invites.JoinAsync(code));
    }

    [Fact]
    public async Task Groups_that_the_server_marks_are_asked_for_and_the_mark_is_taken_off()
    {
        await using var a = await TestDevice.PairAsync(_sandbox, _alice);
        var group = (await a.Client.Groups.CreateAsync("Trip", [_bob.Jid])).Jid;
        var asked = new List<string>();
        _sandbox.Faults.Asking = (device, iq) =>
        {
            // What pairing began goes on beside it.
            if (device.Id > 0 && iq["xmlns"] != "w:sync:app:state" && iq.Children is [var child, ..])
            {
                asked.Add(child.Tag == "clean" ? $"clean {child["type"]}" : child.Tag);
            }
        };
        await _sandbox.MarkDirtyAsync(a.Client.Status.PhoneJid!.Value, "groups");
        await Wait.UntilAsync(() => asked.Contains("clean groups"), "the mark to be taken off");
        Assert.Equal(["participating", "clean groups"], asked);
        await a.Client.Groups.GetKnownAsync(group);
        Assert.DoesNotContain("query", asked);
    }

    [Fact]
    public async Task What_groups_and_people_are_like_outlives_a_restart_of_the_server()
    {
        var group = (await _alice.Groups.CreateAsync(new GroupCreation("Trip") { Participants = [_bob.Jid], NeedsApproval = true, IsLocked = true })).Jid;
        await _alice.Groups.Settings.SetDescriptionAsync(group, "To the sea");
        await _alice.Pictures.SetGroupAsync(group, Jpeg);
        var code = await _alice.Groups.Invites.RevokeCodeAsync(group);
        await _carol.Groups.Invites.JoinAsync(code);
        await _bob.Profile.SayAsync("Busy");
        await _bob.Contacts.BlockList.BlockAsync(_carol.Jid);
        var link = await _bob.Contacts.Links.GetOwnAsync();
        await StartAsync();

        var found = await _alice.Groups.GetAsync(group);
        Assert.True(found is { Description.Text: "To the sea", NeedsApproval: true, IsLocked: true });
        Assert.Equal(code, await _alice.Groups.Invites.GetCodeAsync(group));
        Assert.Equal(_carol.Lid, Assert.Single(await _alice.Groups.JoinRequests.ListAsync(group)).Jid);
        var picture = await _alice.Pictures.GetAsync(group);
        Assert.Equal(Jpeg, await _alice.Pictures.DownloadAsync(picture.Picture!));
        Assert.Equal("Busy", (await _alice.Contacts.GetAboutAsync(_bob.Jid)).Text);
        Assert.Equal([_carol.Lid], await _bob.Contacts.BlockList.GetAsync());
        Assert.Equal(_bob.Jid, (await _alice.Contacts.Links.ResolveAsync(link))!.Jid);
    }

    private static Task<T> HappensAsync<T>(TestDevice device, Func<T, bool> condition)
        where T : WhatsAppEvent => Wait.ForAsync(() => device.Events.OfType<T>().FirstOrDefault(condition), typeof(T).Name);

    private static async Task RefusedAsync(RequestRefusal reason, Func<Task> request) =>
        Assert.Equal(reason, (await Assert.ThrowsAsync<WhatsAppRequestException>(request)).Reason);

    private async Task StartAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        _sandbox = await WhatsAppSandbox.StartAsync(new SandboxOptions { Store = _server }, TestLog.Factory);
        _alice = await _sandbox.AddPhoneAsync("15550001");
        _bob = await _sandbox.AddPhoneAsync("15550002");
        _carol = await _sandbox.AddPhoneAsync("15550003");
    }
}
