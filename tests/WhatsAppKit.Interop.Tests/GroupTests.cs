using System.Text.Json.Nodes;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>A group of three Baileys clients and two of ours, while members and devices come and go.</summary>
public sealed class GroupTests : IAsyncLifetime
{
    private readonly WireLog _wire = new();
    private readonly Dictionary<string, BaileysClient> _baileys = [];
    private readonly Dictionary<string, TestDevice> _ours = [];
    private readonly Dictionary<string, SandboxPhone> _phones = [];
    private readonly MemorySessionStore _removedStore = new();
    private WhatsAppSandbox _sandbox = null!;
    private Jid _group;
    private int _round;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _baileys.Values)
        {
            await client.DisposeAsync();
        }

        foreach (var client in _ours.Values)
        {
            await client.DisposeAsync();
        }

        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(GroupAddressing.Lid)]
    [InlineData(GroupAddressing.PhoneNumber)]
    public async Task A_group_of_both_kinds_of_clients_goes_on_while_members_and_devices_join_and_leave(GroupAddressing addressing)
    {
        await StartAsync(addressing);
        var created = await _ours["ours1"].Client.Groups.CreateAsync("Everybody", new[] { "b1", "b2", "b3", "ours2" }.Select(name => _phones[name].Jid));
        _group = created.Jid;
        var joined = await Wait.ForAsync(() => _baileys["b1"].Of("joined").Select(e => BaileysClient.Text(e, "subject")).FirstOrDefault(), "Baileys' news of the group");
        Assert.Equal("Everybody", joined);

        await EverybodySpeaksAsync("b1", "b2", "b3", "ours1", "ours2");
        await EverybodySpeaksAsync("b1", "b2", "b3", "ours1", "ours2");

        // A member of each kind goes: b3 by itself, ours2 is removed.
        await _baileys["b3"].CallAsync("leaveGroup", new JsonObject { ["id"] = _group.ToString() });
        Assert.True(Assert.Single(await _ours["ours1"].Client.Groups.RemoveParticipantsAsync(_group, [_phones["ours2"].Jid])).IsSuccess);
        await IsKnownAsync("b3", "remove");
        await IsKnownAsync("ours2", "remove");
        var mark = _wire.GroupMessages.Count;
        await EverybodySpeaksAsync("b1", "b2", "ours1");
        await NobodyWhoLeftReadsAsync(mark);

        // A device joins an account that is in, and one is unlinked again.
        _ours["ours1b"] = await TestDevice.PairAsync(_sandbox, _phones["ours1"]);
        await EverybodySpeaksAsync("b1", "b2", "ours1", "ours1b");
        var unlinked = _baileys["b2"];
        await _sandbox.RemoveDeviceAsync(_phones["b2"].Jid.WithDevice(1));
        await Wait.UntilAsync(() => unlinked.Of("close").Any(), "the unlinked device's end");
        var before = Received(unlinked).Count;
        mark = _wire.GroupMessages.Count;
        await EverybodySpeaksAsync("b1", "ours1", "ours1b");
        Assert.Equal(before, Received(unlinked).Count);
        Assert.NotEqual(KeyOf("ours1", ..mark), KeyOf("ours1", mark..));

        // Those who left come back and read on.
        var results = await _baileys["b1"].CallAsync("group", new JsonObject { ["id"] = _group.ToString() });
        Assert.Equal(addressing == GroupAddressing.Lid ? "lid" : "pn", BaileysClient.Text(results, "addressing"));
        Assert.All(
            await _ours["ours1"].Client.Groups.AddParticipantsAsync(_group, [_phones["b3"].Jid, _phones["ours2"].Lid]), result => Assert.True(result.IsSuccess));
        await IsKnownAsync("ours2", "add");
        await EverybodySpeaksAsync("b1", "b3", "ours1", "ours1b", "ours2");
        await NothingWasLostAsync();
    }

    [Fact]
    public async Task Baileys_makes_a_group_and_changes_it_and_our_client_follows()
    {
        await StartAsync(GroupAddressing.Lid, "b1", "ours1", "ours2");
        var created = await _baileys["b1"].CallAsync("createGroup", new JsonObject
        {
            ["subject"] = "From Baileys",
            ["participants"] = new JsonArray(_phones["ours1"].Jid.ToString()),
        });
        _group = Jid.Parse(BaileysClient.Text(created, "id")!);
        await Wait.UntilAsync(
            () => _ours["ours1"].Events.OfType<GroupJoined>().Any(e => e.Group is { Subject: "From Baileys", Participants.Count: 2 }), "the new group");
        await EverybodySpeaksAsync("b1", "ours1");

        await ChangeAsync("add");
        await Wait.UntilAsync(() => _ours["ours2"].Events.OfType<GroupJoined>().Any(e => e.Group.Participants.Count == 3), "being added");
        await EverybodySpeaksAsync("b1", "ours1", "ours2");
        await ChangeAsync("promote");
        await ChangeAsync("demote");
        await ChangeAsync("remove");
        Assert.Equal(
            [GroupChange.Added, GroupChange.Promoted, GroupChange.Demoted, GroupChange.Removed],
            _ours["ours1"].Events.OfType<GroupParticipantsChanged>().Select(e => e.Change));
        await EverybodySpeaksAsync("b1", "ours1");
        await _ours["ours1"].Client.Groups.LeaveAsync(_group);
        await Wait.UntilAsync(() => _baileys["b1"].Of("participants").Count(e => BaileysClient.Text(e, "action") == "remove") == 2, "our leaving");
        await NothingWasLostAsync();

        async Task ChangeAsync(string action)
        {
            var before = _ours["ours1"].Events.OfType<GroupParticipantsChanged>().Count();
            var answer = await _baileys["b1"].CallAsync("changeGroup", new JsonObject
            {
                ["id"] = _group.ToString(),
                ["action"] = action,
                ["participants"] = new JsonArray(_phones["ours2"].Jid.ToString()),
            });
            Assert.Equal("200", BaileysClient.Text(answer.GetProperty("results")[0], "status"));
            await Wait.UntilAsync(() => _ours["ours1"].Events.OfType<GroupParticipantsChanged>().Count() > before, $"the news of '{action}'");
        }
    }

    private static List<string?> Received(BaileysClient client) => [.. client.Of("message").Select(m => BaileysClient.Text(m, "text"))];

    private async Task StartAsync(GroupAddressing addressing, params string[] names)
    {
        _sandbox = await WhatsAppSandbox.StartAsync(new SandboxOptions { GroupAddressing = addressing }, TestLog.Factory);
        _sandbox.Faults.Sending = _wire.Note;
        names = names.Length == 0 ? ["b1", "b2", "b3", "ours1", "ours2"] : names;
        for (var i = 0; i < names.Length; i++)
        {
            var phone = _phones[names[i]] = await _sandbox.AddPhoneAsync($"1555000{i + 1}");
            if (names[i][0] == 'b')
            {
                _baileys[names[i]] = await BaileysClient.PairAsync(_sandbox, phone);
            }
            else
            {
                _ours[names[i]] = await TestDevice.PairAsync(_sandbox, phone, names[i] == "ours2" ? _removedStore : null);
            }
        }
    }

    /// <summary>Each of them says something, and each other one reads it; so do the phones.</summary>
    private async Task EverybodySpeaksAsync(params string[] names)
    {
        _round++;
        foreach (var name in names)
        {
            var text = $"{name} in round {_round}";
            if (_ours.TryGetValue(name, out var client))
            {
                await client.Client.Messages.SendTextAsync(_group, text);
            }
            else
            {
                await _baileys[name].SendAsync(_group.ToString(), text);
            }

            foreach (var other in names.Where(other => other != name))
            {
                if (_ours.TryGetValue(other, out var reader))
                {
                    Assert.Equal(_group, (await reader.ReceivesAsync(text)).Chat);
                }
                else
                {
                    Assert.Equal(_group.ToString(), BaileysClient.Text(await _baileys[other].ReceivesAsync(text), "chat"));
                }
            }

            foreach (var phone in names.Select(other => _phones[other[..Math.Min(other.Length, other[0] == 'b' ? 2 : 5)]]).Distinct())
            {
                await Wait.UntilAsync(() => phone.Messages.Any(m => m.Text == text), $"'{text}' on the phone {phone.Number}");
            }
        }
    }

    /// <summary>The remaining members have heard of a change.</summary>
    private async Task IsKnownAsync(string name, string action)
    {
        var gone = _phones[name];
        var change = action == "add" ? GroupChange.Added : GroupChange.Removed;
        await Wait.UntilAsync(
            () => _ours["ours1"].Events.OfType<GroupParticipantsChanged>().Any(e =>
                (e.Change == change || (change == GroupChange.Removed && e.Change == GroupChange.Left))
                && e.Participants.Any(p => p == gone.Lid || p == gone.Jid)),
            $"our news of '{action}' {name}");
        await Wait.UntilAsync(
            () => _baileys["b1"].Of("participants").Any(e => BaileysClient.Text(e, "action") == action
                && e.GetProperty("participants").EnumerateArray().Any(p => p.GetString() == gone.Lid.ToString() || p.GetString() == gone.Jid.ToString())),
            $"Baileys' news of '{action}' {name}");
    }

    /// <summary>Neither were those who left handed anything, nor do the keys they have open what our client sent since.</summary>
    private async Task NobodyWhoLeftReadsAsync(int mark)
    {
        Assert.DoesNotContain(Received(_baileys["b3"]), text => text?.EndsWith($"round {_round}", StringComparison.Ordinal) == true);
        Assert.DoesNotContain(_ours["ours2"].Received, m => m.Text!.EndsWith($"round {_round}", StringComparison.Ordinal));
        Assert.NotEqual(KeyOf("ours1", ..mark), KeyOf("ours1", mark..));
        var sender = _ours["ours1"].Client.Status.LidJid!.Value;
        await _wire.NobodyReadsAfterAsync(_removedStore, _group, sender, before: 2, after: 1);
    }

    private uint KeyOf(string name, Range range)
    {
        var sender = _ours[name].Client.Status.LidJid!.Value;
        return _wire.GroupMessages.ToArray()[range].Last(m => m.From == sender).KeyId;
    }

    private async Task NothingWasLostAsync()
    {
        // Baileys keeps device lists for five minutes whatever it is told, so its first message after a device came in may
        // reach that device without a key. It must be asked for again, and read.
        var known = _baileys.Keys.SelectMany(name => new[] { _phones[name].Jid, _phones[name].Lid }).ToArray();
        Assert.All(_ours.Values, client => Assert.All(client.Events.OfType<MessageUndecryptable>(), failure =>
        {
            Assert.Contains(failure.Sender.ToUser(), known);
            Assert.Contains(client.Received, m => m.Id == failure.Id);
        }));
        Assert.All(_ours.Values, client => Assert.Equal(client.Received.Count(), client.Received.Select(m => m.Text).Distinct().Count()));
        foreach (var client in _baileys.Values)
        {
            Assert.DoesNotContain(client.Of("message"), m => m.GetProperty("undecryptable").GetBoolean());
            Assert.Equal(0, (await client.CallAsync("counts")).GetProperty("refused").GetInt32());
        }
    }
}
