using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;
using static WhatsAppKit.Core.Tests.Messages.ProjectorRig;
using GroupParticipant = WhatsAppKit.Core.Groups.GroupParticipant;
using GroupRole = WhatsAppKit.Core.Groups.GroupRole;
using ProtocolType = WhatsAppKit.Core.Protobuf.Message.Types.ProtocolMessage.Types.Type;

namespace WhatsAppKit.Core.Tests.Messages;

/// <summary>Who may do what to a message, and how a key written by somebody else is understood.</summary>
public sealed class ReceivingRuleTests
{
    [Fact]
    public async Task A_key_is_turned_round_to_our_view_of_the_chat()
    {
        var rig = await CreateAsync();
        Message React(bool fromMe, string? participant = null, Jid? remote = null)
        {
            var key = new MessageKey { RemoteJid = (remote ?? Us).ToString(), FromMe = fromMe, Id = "3EB0OLD" };
            if (participant is not null)
            {
                key.Participant = participant;
            }

            return new Message { ReactionMessage = new() { Key = key, Text = "👍" } };
        }

        async Task<MessageReference> TargetAsync(Message message, params NodeAttribute[] attributes) =>
            Assert.IsType<ReactionChanged>(await rig.OneAsync(message, attributes)).Target;

        Assert.Equal(new MessageReference(Them, "3EB0OLD", Them, false), await TargetAsync(React(fromMe: true), ("from", Them)));
        Assert.Equal(new MessageReference(Them, "3EB0OLD", Us, true), await TargetAsync(React(fromMe: false), ("from", Them)));
        Assert.Equal(new MessageReference(TheirLid, "3EB0OLD", OurLid, true), await TargetAsync(React(fromMe: false), ("from", TheirLid)));
        Assert.Equal(
            new MessageReference(Group, "3EB0OLD", Third, false),
            await TargetAsync(React(fromMe: false, Third.ToString(), Group), ("from", Group), ("participant", Them)));
        Assert.Equal(
            new MessageReference(Group, "3EB0OLD", Us, true),
            await TargetAsync(React(fromMe: false, Us.ToString(), Group), ("from", Group), ("participant", Them)));

        // Our own phone reacts to a message of theirs, and to one of ours.
        Assert.Equal(new MessageReference(Them, "3EB0OLD", Them, false), await TargetAsync(React(fromMe: false, remote: Them), ("from", Us), ("recipient", Them)));
        Assert.Equal(new MessageReference(Them, "3EB0OLD", Us, true), await TargetAsync(React(fromMe: true, remote: Them), ("from", Us), ("recipient", Them)));
        Assert.Null(await rig.OneAsync(React(fromMe: false, remote: Group), ("from", Group), ("participant", Them)));
    }

    [Fact]
    public async Task Only_the_author_edits_and_only_the_author_or_an_administrator_deletes()
    {
        var rig = await CreateAsync();
        Message Protocol(ProtocolType type, bool fromMe, Jid? author = null)
        {
            var key = new MessageKey { RemoteJid = Group.ToString(), FromMe = fromMe, Id = "3EB0OLD" };
            if (author is { } participant)
            {
                key.Participant = participant.ToString();
            }

            return new Message { ProtocolMessage = new() { Key = key, Type = type, EditedMessage = new Message { Conversation = "changed" } } };
        }

        Assert.IsType<MessageEdited>(await rig.OneAsync(Protocol(ProtocolType.MessageEdit, fromMe: true), ("from", Them)));
        Assert.Null(await rig.OneAsync(Protocol(ProtocolType.MessageEdit, fromMe: false), ("from", Them)));
        Assert.Null(await rig.OneAsync(Protocol(ProtocolType.MessageEdit, false, Third), ("from", Group), ("participant", Them)));
        Assert.Null(await rig.OneAsync(Protocol(ProtocolType.MessageEdit, false, Third), ("from", Group), ("participant", Them), ("edit", "1")));

        Assert.False(Assert.IsType<MessageRevoked>(await rig.OneAsync(Protocol(ProtocolType.Revoke, fromMe: true), ("from", Them))).ByAdmin);
        Assert.Null(await rig.OneAsync(Protocol(ProtocolType.Revoke, fromMe: false), ("from", Them)));
        Assert.Null(await rig.OneAsync(Protocol(ProtocolType.Revoke, fromMe: false), ("from", Them), ("edit", "8")));
        Assert.Null(await rig.OneAsync(Protocol(ProtocolType.Revoke, false, Third), ("from", Group), ("participant", Them)));

        // In a group, who says to be an administrator must be one; the server's description may name people by LID.
        foreach (var (role, counts) in new[] { (GroupRole.Member, false), (GroupRole.Admin, true), (GroupRole.SuperAdmin, true) })
        {
            rig.Groups.Report(AdminRevocationTests.GroupOf(new GroupParticipant(TheirLid, Them, role)));
            var told = await rig.OneAsync(Protocol(ProtocolType.Revoke, false, Third), ("from", Group), ("participant", Them), ("edit", "8"));
            Assert.Equal(counts, told is MessageRevoked { ByAdmin: true });
        }
    }

    [Fact]
    public async Task An_author_is_known_by_either_address()
    {
        var rig = await CreateAsync();
        var revoke = new Message
        {
            ProtocolMessage = new()
            {
                Key = new MessageKey { RemoteJid = Group.ToString(), FromMe = false, Id = "3EB0OLD", Participant = Them.ToString() },
                Type = ProtocolType.Revoke,
            },
        };

        Assert.False(Assert.IsType<MessageRevoked>(
            await rig.OneAsync(revoke, ("from", Group), ("participant", TheirLid), ("participant_pn", Them))).ByAdmin);
    }

    [Fact]
    public async Task What_only_our_phone_may_say_is_ignored_from_anybody_else()
    {
        var rig = await CreateAsync();
        var mapping = new LIDMigrationMappingSyncPayload();
        mapping.PnToLidMappings.Add(new LIDMigrationMapping { Pn = 19995550000, AssignedLid = 7, LatestLid = 8 });
        var message = new Message
        {
            ProtocolMessage = new()
            {
                Type = ProtocolType.LidMigrationMappingSync,
                LidMigrationMappingSyncMessage = new() { EncodedMappingPayload = mapping.ToByteString() },
            },
        };

        Assert.Null(await rig.OneAsync(message, ("from", Them), ("category", "peer")));
        Assert.Null(await rig.OneAsync(message, ("from", Us)));
        Assert.Null(await rig.State.LidMap.LidOfAsync(Third, default));
        Assert.Null(await rig.OneAsync(message, ("from", Us), ("category", "peer")));
        Assert.Equal("8", (await rig.State.LidMap.LidOfAsync(Third, default))!.Value.User);

        // A stranger cannot put words into our mouth.
        var forged = new Message { DeviceSentMessage = new() { DestinationJid = Third.ToString(), Message = new Message { Conversation = "not ours" } } };
        Assert.Equal(new UnsupportedContent("deviceSentMessage"), Assert.IsType<MessageReceived>(await rig.OneAsync(forged, ("from", Them))).Content);
        var copied = Assert.IsType<MessageReceived>(await rig.OneAsync(forged, ("from", Us), ("recipient", Them)));
        Assert.Equal((Them, true, "not ours"), (copied.Chat, copied.FromMe, copied.Text));
    }

    [Fact]
    public async Task A_vote_counts_for_its_voter_only_and_needs_the_poll()
    {
        var rig = await CreateAsync();
        var secret = RandomNumberGenerator.GetBytes(32);
        var poll = ContentWriter.Write(new PollContent("Which?", ["A", "B"]));
        poll.MessageContextInfo = new MessageContextInfo { MessageSecret = ByteString.CopyFrom(secret) };
        Message Vote(Jid author, Jid voter, params string[] options)
        {
            var vote = new Message.Types.PollVoteMessage();
            vote.SelectedOptions.AddRange(options.Select(option => ByteString.CopyFrom(Convert.FromHexString(PollVotes.Hash(option)))));
            var nonce = RandomNumberGenerator.GetBytes(12);
            return new Message
            {
                PollUpdateMessage = new()
                {
                    PollCreationMessageKey = new MessageKey { RemoteJid = Group.ToString(), Id = "3EB0NEW", FromMe = false, Participant = author.ToString() },
                    Vote = new()
                    {
                        EncIv = ByteString.CopyFrom(nonce),
                        EncPayload = ByteString.CopyFrom(SecretBox.Seal(secret, SecretUse.PollVote, "3EB0NEW", author, voter, nonce, vote.ToByteArray())),
                    },
                },
            };
        }

        var (early, isRead) = await rig.ReceiveAsync(Vote(Third, Them, "A"), ("from", Group), ("participant", Them));
        Assert.False(isRead);
        Assert.Equal("MissingSecret", Assert.IsType<MessageUndecryptable>(Assert.Single(early)).Reason);

        Assert.IsType<MessageReceived>(await rig.OneAsync(poll, ("from", Group), ("participant", Third)));
        var voted = Assert.IsType<PollVoted>(await rig.OneAsync(Vote(Third, Them, "B", "an answer added later"), ("from", Group), ("participant", Them)));
        Assert.Equal(["B"], voted.Options);
        Assert.Equal(1, voted.UnknownOptions);
        Assert.Empty(Assert.IsType<PollVoted>(await rig.OneAsync(Vote(Third, Them), ("from", Group), ("participant", Them))).Options);

        // Made of the LID, though the stanza names the number first.
        Assert.IsType<PollVoted>(await rig.OneAsync(Vote(Third, TheirLid, "A"), ("from", Group), ("participant", Them), ("participant_lid", TheirLid)));

        // Somebody else sends what they sealed.
        Assert.IsType<MessageUndecryptable>(await rig.OneAsync(Vote(Third, Them, "A"), ("from", Group), ("participant", Us)));
    }

    [Fact]
    public async Task Unknown_content_is_named_and_kept_and_a_bare_key_says_nothing()
    {
        var rig = await CreateAsync();
        var unknown = Message.Parser.ParseFrom([0x82, 0xFA, 0x01, 0x02, 0x08, 0x01]);

        var received = Assert.IsType<MessageReceived>(await rig.OneAsync(unknown, ("from", Them)));

        Assert.Equal(new UnsupportedContent("4000"), received.Content);
        Assert.Equal("82fa01020801", Convert.ToHexStringLower(received.RawContent.Span));
        Assert.Null(await rig.OneAsync(new Message { SenderKeyDistributionMessage = new() { GroupId = Group.ToString() } }, ("from", Them)));
        Assert.Null(await rig.OneAsync(new Message(), ("from", Them)));
    }

    [Fact]
    public async Task Two_hundred_thousand_damaged_messages_raise_events_or_nothing()
    {
        var rig = await CreateAsync();
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        var originals = MessageVectors.Names.Select(name => MessageVectors.Message(name).ToByteArray()).ToArray();
        var parsed = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = originals[random.Next(originals.Length)].ToArray();
            for (var flips = random.Next(1, 5); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Message message;
            try
            {
                message = Message.Parser.ParseFrom(bytes);
            }
            catch (InvalidProtocolBufferException)
            {
                continue;
            }

            parsed++;
            NodeAttribute[] from = (i % 3) switch
            {
                0 => [("from", Them)],
                1 => [("from", Group), ("participant", TheirLid), ("edit", "8")],
                _ => [("from", Us), ("recipient", Them)],
            };
            await rig.ReceiveAsync(message, from);
            StanzaShape.Of(message);
        }

        Assert.True(parsed > 10_000, $"Only {parsed} messages survived the damage (seed {seed}).");
    }
}
