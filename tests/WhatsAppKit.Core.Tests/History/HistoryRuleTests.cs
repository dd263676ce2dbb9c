using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.History;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Tests.History;

/// <summary>Who wrote a message of the past, what it was, and what comes with it.</summary>
public sealed class HistoryRuleTests
{
    private const string Group = "120363025246125888@g.us";

    // Records expire in the store by its own clock, which is the system's.
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());

    [Theory]
    [InlineData("12025550123@c.us", false, null, null, "12025550123@s.whatsapp.net")]
    [InlineData(Group, false, "9123:4@lid", null, "9123@lid")]
    [InlineData(Group, false, null, "12025550123@s.whatsapp.net", "12025550123@s.whatsapp.net")]
    [InlineData("status@broadcast", false, "12025550123@s.whatsapp.net", null, "12025550123@s.whatsapp.net")]
    [InlineData(Group, true, null, null, "12025550100@s.whatsapp.net")]
    [InlineData("9123@lid", true, null, null, "9100@lid")]
    public async Task The_writer_follows_from_chat_and_key(string chat, bool fromMe, string? keyParticipant, string? participant, string expected)
    {
        using var rig = await HistoryRig.CreateAsync();
        var info = Text("hello", fromMe);
        info.Key.Participant = keyParticipant ?? "";
        info.Participant = participant ?? "";

        await rig.ReadAsync(HistoryRig.Part(chat, info));

        Assert.Equal(expected, Assert.Single(rig.Messages).Event.Sender.ToString());
    }

    [Fact]
    public async Task An_own_author_is_believed_only_when_it_is_us()
    {
        using var rig = await HistoryRig.CreateAsync();
        var (ours, foreign) = (Text("a", fromMe: true), Text("b", fromMe: true));
        (ours.OriginalSelfAuthorUserJidString, foreign.OriginalSelfAuthorUserJidString) = ("9100@lid", "9999@lid");

        await rig.ReadAsync(HistoryRig.Part("12025550123@s.whatsapp.net", ours, foreign));

        Assert.Equal([HistoryRig.OurLid, HistoryRig.Us], rig.Messages.Select(message => message.Event.Sender));
    }

    [Fact]
    public async Task A_status_of_nobody_is_passed_over()
    {
        using var rig = await HistoryRig.CreateAsync();
        await rig.ReadAsync(new HistorySync { SyncType = HistorySyncType.InitialStatusV3, StatusV3Messages = { Text("who?") } });
        Assert.Empty(rig.Messages);
        Assert.Equal(1, Assert.Single(rig.Of<HistoryProgress>()).PassedOver);
    }

    [Fact]
    public async Task A_chat_that_is_named_after_its_messages_is_known_by_their_keys()
    {
        using var rig = await HistoryRig.CreateAsync();
        var info = Text("hello");
        info.Key.RemoteJid = "12025550123@s.whatsapp.net";
        var message = new HistorySyncMsg { Message = info }.ToByteArray();
        byte[] chat = [0x12, (byte)message.Length, .. message, 0x0a, 4, .. "a@lid"u8[..4]];
        byte[] part = [0x08, 3, 0x12, (byte)chat.Length, .. chat];

        await rig.ReadPackedAsync(HistoryRig.Pack(part));

        Assert.Equal("12025550123@s.whatsapp.net", Assert.Single(rig.Messages).Event.Chat.ToString());
    }

    [Fact]
    public async Task An_edit_stands_in_the_place_of_the_message()
    {
        using var rig = await HistoryRig.CreateAsync();
        var info = Text("");
        info.Message = new Message
        {
            ProtocolMessage = new ProtocolMessage
            {
                Type = ProtocolMessage.Types.Type.MessageEdit,
                Key = new MessageKey { Id = "3EB0ORIGINAL", FromMe = false },
                EditedMessage = new Message { Conversation = "better" },
            },
        };

        await rig.ReadAsync(HistoryRig.Part("12025550123@s.whatsapp.net", info));

        var message = Assert.IsType<MessageReceived>(Assert.Single(rig.Messages).Event);
        Assert.Equal(("3EB0ORIGINAL", "better"), (message.Id, message.Text));
    }

    [Fact]
    public async Task Reactions_and_votes_that_stand_come_with_the_message()
    {
        using var rig = await HistoryRig.CreateAsync();
        var info = Text("");
        info.Message = new Message { PollCreationMessageV3 = new PollCreationMessage { Name = "Lunch?", SelectableOptionsCount = 1, Options = { Option("Pizza"), Option("Pasta") } } };
        info.Key.Participant = "9124@lid";
        info.Reactions.Add(new Reaction { Key = new MessageKey { Id = "R1", Participant = "9123@lid" }, Text = "👍", SenderTimestampMs = 1_759_999_000_000 });
        info.Reactions.Add(new Reaction { Key = new MessageKey { Id = "R2", FromMe = true }, Text = "❤" });
        info.Reactions.Add(new Reaction { Key = new MessageKey { Id = "R3" }, Text = "nobody's" });
        info.Reactions.Add(new Reaction { Key = new MessageKey { Id = "R4", Participant = "9123@lid" }, Text = "" });
        info.PollUpdates.Add(new PollUpdate
        {
            PollUpdateMessageKey = new MessageKey { Id = "V1", Participant = "9123@lid" },
            Vote = new PollVoteMessage { SelectedOptions = { Hash("Pasta"), ByteString.CopyFrom(new byte[32]) } },
        });

        await rig.ReadAsync(HistoryRig.Part(Group, info));

        var message = Assert.Single(rig.Messages);
        Assert.Equal(["R1", "R2", "V1"], message.Added.Select(each => each.Id));
        var reaction = Assert.IsType<ReactionChanged>(message.Added[0]);
        Assert.Equal(("👍", Jid.Parse("9123@lid"), "3EB0M1"), (reaction.Emoji, reaction.Sender, reaction.Target.Id));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_759_999_000), reaction.Timestamp);
        Assert.True(message.Added[1].FromMe);
        var vote = Assert.IsType<PollVoted>(message.Added[2]);
        Assert.Equal(["Pasta"], vote.Options);
        Assert.Equal(1, vote.UnknownOptions);
    }

    [Fact]
    public async Task A_notice_is_told_with_its_number_and_a_business_by_its_verified_name()
    {
        using var rig = await HistoryRig.CreateAsync();
        var info = Text("");
        (info.Message, info.MessageStubType) = (null, 129);
        info.MessageStubParameters.Add("The Bakery");

        await rig.ReadAsync(HistoryRig.Part("12025550123@s.whatsapp.net", info));

        var notice = Assert.IsType<ChatNotice>(Assert.Single(rig.Messages).Event);
        Assert.Equal((129, "The Bakery"), (notice.Type, Assert.Single(notice.Parameters)));
        Assert.Equal(
            new HistoryName(Jid.Parse("12025550123@s.whatsapp.net"), null, "The Bakery"),
            Assert.Single(Assert.Single(rig.Of<HistoryNamesReceived>()).Names));
    }

    [Fact]
    public async Task Secrets_are_kept_as_long_as_if_they_had_come_when_they_were_sent()
    {
        var time = new FakeTimeProvider(Now);
        using var rig = await HistoryRig.CreateAsync(time: time);
        var secret = ByteString.CopyFrom([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        var (young, old) = (Text("young"), Text("old"));
        (young.MessageSecret, young.MessageTimestamp) = (secret, (ulong)Now.AddDays(-10).ToUnixTimeSeconds());
        (old.MessageSecret, old.MessageTimestamp, old.Key.Id) = (secret, (ulong)Now.AddDays(-100).ToUnixTimeSeconds(), "3EB0OLD");

        await rig.ReadAsync(HistoryRig.Part("12025550123@s.whatsapp.net", young, old));

        var sender = Jid.Parse("12025550123@s.whatsapp.net");
        Assert.Equal(secret.ToByteArray(), (await rig.Secrets.FindAsync("3EB0M1", sender, default))!.Secret.ToArray());
        Assert.Null(await rig.Secrets.FindAsync("3EB0OLD", sender, default));
    }

    [Fact]
    public async Task What_chats_tell_of_people_is_kept()
    {
        var time = new FakeTimeProvider(Now);
        using var rig = await HistoryRig.CreateAsync(time: time);
        var phone = Jid.FromPhoneNumber("12025550123");
        var part = HistoryRig.Part("12025550123@s.whatsapp.net", Text("hello"));
        part.Conversations[0].LidJid = "9123@lid";
        part.Conversations[0].TcToken = ByteString.CopyFrom(1, 2, 3);
        part.Conversations[0].TcTokenTimestamp = (ulong)Now.AddDays(-1).ToUnixTimeSeconds();
        part.Conversations[0].TcTokenSenderTimestamp = (ulong)Now.AddDays(-2).ToUnixTimeSeconds();
        part.NctSalt = ByteString.CopyFrom(9, 9);
        part.PhoneNumberToLidMappings.Add(new PhoneNumberToLIDMapping { PnJid = "12025550124@c.us", LidJid = "9124@lid" });

        await rig.ReadAsync(part);
        var before = await rig.Store.DumpAsync();
        await rig.ReadAsync(part);

        Assert.Equal(Jid.Parse("9123@lid"), await rig.State.LidMap.LidOfAsync(phone, default));
        Assert.Equal(Jid.Parse("9124@lid"), await rig.State.LidMap.LidOfAsync(Jid.FromPhoneNumber("12025550124"), default));
        var token = await rig.Tokens.FindAsync(phone, default);
        Assert.Equal(
            ("010203", Now.AddDays(-1).ToUnixTimeSeconds(), Now.AddDays(-2).ToUnixTimeSeconds()),
            (Convert.ToHexString(token.Token.Span), token.Timestamp, token.IssuedAt!.Value));
        Assert.Equal("0909", Convert.ToHexString((await rig.Tokens.SaltAsync(default))!.Value.Span));

        // A second copy changes nothing.
        Assert.Equal(before, await rig.Store.DumpAsync());
    }

    [Fact]
    public async Task The_number_of_a_person_known_by_LID_is_learned_from_who_got_an_own_message()
    {
        using var rig = await HistoryRig.CreateAsync();
        var info = Text("hello", fromMe: true);
        info.UserReceipt.Add(new UserReceipt { UserJid = "12025550123@s.whatsapp.net" });

        await rig.ReadAsync(HistoryRig.Part("9123@lid", info));

        Assert.Equal(Jid.FromPhoneNumber("12025550123"), await rig.State.LidMap.PhoneOfAsync(Jid.Parse("9123@lid"), default));
    }

    [Fact]
    public async Task Calls_and_former_members_are_told()
    {
        using var rig = await HistoryRig.CreateAsync();
        var part = new HistorySync { SyncType = HistorySyncType.NonBlockingData };
        part.CallLogRecords.Add(new CallLogRecord
        {
            CallId = "C1",
            CallResult = CallLogRecord.Types.CallResult.Missed,
            IsIncoming = true,
            IsVideo = true,
            StartTime = 1_759_999_000_000,
            Duration = 12,
            CallCreatorJid = "9123@lid",
            Participants = { new CallLogRecord.Types.ParticipantInfo { UserJid = "9124@lid" }, new CallLogRecord.Types.ParticipantInfo { UserJid = "??" } },
        });
        part.PastParticipants.Add(new PastParticipants
        {
            GroupJid = Group,
            PastParticipants_ = { new PastParticipant { UserJid = "9123@lid", LeaveReason = PastParticipant.Types.LeaveReason.Removed, LeaveTs = 1_759_999_000 } },
        });

        await rig.ReadAsync(part);

        var call = Assert.Single(Assert.Single(rig.Of<HistoryCallsReceived>()).Calls);
        Assert.Equal(("C1", HistoryCallResult.Missed, true, true, TimeSpan.FromSeconds(12)), (call.Id, call.Result, call.IsIncoming, call.IsVideo, call.Duration));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_759_999_000), call.StartedAt);
        Assert.Equal(Jid.Parse("9124@lid"), Assert.Single(call.Participants));
        var past = Assert.Single(rig.Of<HistoryPastMembersReceived>());
        Assert.Equal((Jid.Parse("9123@lid"), true), (past.Members[0].Person, past.Members[0].WasRemoved));
    }

    [Theory]
    [InlineData(HistoryKind.None)]
    [InlineData(HistoryKind.Access)]
    public async Task Some_notifications_bring_no_part(HistoryKind kind)
    {
        using var rig = await HistoryRig.CreateAsync();
        await rig.ReadAsync(new HistorySyncNotification
        {
            SyncType = (HistorySyncType)kind,
            MessageAccessStatus = new HistorySyncMessageAccessStatus { CompleteAccessGranted = true },
        });
        Assert.True(kind == HistoryKind.None ? rig.Of<HistoryProgress>().Single().IsComplete : rig.Of<HistoryAccessChanged>().Single().IsComplete);
    }

    internal static WebMessageInfo Text(string text, bool fromMe = false) => new()
    {
        Key = new MessageKey { Id = "3EB0M1", FromMe = fromMe },
        Message = new Message { Conversation = text },
        MessageTimestamp = (ulong)Now.ToUnixTimeSeconds(),
    };

    private static PollCreationMessage.Types.Option Option(string name) => new() { OptionName = name };

    private static ByteString Hash(string option) => ByteString.CopyFrom(Convert.FromHexString(PollVotes.Hash(option)));
}
