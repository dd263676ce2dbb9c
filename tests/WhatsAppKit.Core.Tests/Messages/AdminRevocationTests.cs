using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using static WhatsAppKit.Core.Tests.Messages.ProjectorRig;
using GroupAddressing = WhatsAppKit.Core.Groups.GroupAddressing;
using GroupParticipant = WhatsAppKit.Core.Groups.GroupParticipant;
using ProtocolType = WhatsAppKit.Core.Protobuf.Message.Types.ProtocolMessage.Types.Type;

namespace WhatsAppKit.Core.Tests.Messages;

/// <summary>Deletions of others' messages in a group that is not known when they arrive.</summary>
public sealed class AdminRevocationTests
{
    [Theory]
    [InlineData("admin", true)]
    [InlineData(null, false)]
    public async Task A_deletion_waits_for_the_servers_word_on_who_administrates_the_group(string? role, bool counts)
    {
        var rig = await CreateAsync();
        rig.Session.Answer = _ => Task.FromResult(Answer(role));
        Assert.Null(await ReceiveAsync(rig));
        Assert.Empty(rig.Later);
        await rig.Revocations.DecideAsync(default);
        await rig.Revocations.DecideAsync(default);
        Assert.Single(rig.Session.Asked);

        if (!counts)
        {
            Assert.Empty(rig.Later);
            return;
        }

        var revoked = Assert.IsType<MessageRevoked>(Assert.Single(rig.Later));
        Assert.Equal((true, "3EB0OLD", Third, "3EB0NEW", Them, Group), (revoked.ByAdmin, revoked.Target.Id, revoked.Target.Sender, revoked.Id, revoked.Sender, revoked.Chat));
    }

    [Fact]
    public async Task A_deletion_that_could_not_be_asked_about_waits_for_the_next_login()
    {
        var rig = await CreateAsync();
        Assert.Null(await ReceiveAsync(rig));
        await Assert.ThrowsAsync<WhatsAppNotConnectedException>(() => rig.Revocations.DecideAsync(default));
        Assert.Empty(rig.Later);

        rig.Session.Answer = _ => Task.FromResult(Answer("superadmin"));
        await rig.Revocations.DecideAsync(default);
        Assert.IsType<MessageRevoked>(Assert.Single(rig.Later));
    }

    [Fact]
    public async Task In_a_group_this_account_is_not_in_nobodys_word_counts()
    {
        var rig = await CreateAsync();
        rig.Session.Answer = _ => throw new WhatsAppRequestException("w:g2 get", 403, "forbidden");
        Assert.Null(await ReceiveAsync(rig));
        await rig.Revocations.DecideAsync(default);
        Assert.Empty(rig.Later);
    }

    internal static Core.Groups.Group GroupOf(params GroupParticipant[] participants) => new()
    {
        Jid = ProjectorRig.Group,
        Subject = "Trip",
        Addressing = GroupAddressing.Lid,
        Participants = participants,
        Size = participants.Length,
    };

    private static Task<WhatsAppEvent?> ReceiveAsync(ProjectorRig rig) => rig.OneAsync(
        new Message
        {
            ProtocolMessage = new()
            {
                Key = new MessageKey { RemoteJid = ProjectorRig.Group.ToString(), Id = "3EB0OLD", Participant = Third.ToString() },
                Type = ProtocolType.Revoke,
            },
        },
        ("from", ProjectorRig.Group),
        ("participant", Them),
        ("participant_lid", TheirLid),
        ("edit", "8"));

    private static BinaryNode Answer(string? role) => new("iq", null, new BinaryNode(
        "group", [("id", ProjectorRig.Group.User), ("addressing_mode", "lid")], new BinaryNode("participant", [("jid", TheirLid), ("type", role)])));
}
