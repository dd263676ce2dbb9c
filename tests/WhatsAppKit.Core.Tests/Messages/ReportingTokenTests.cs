using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.TestKit;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Tests.Messages;

public sealed class ReportingTokenTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void Makes_the_recorded_token_of_the_recorded_message()
    {
        var vector = MessageVectors.Secrets.GetProperty("reportingToken");
        var bytes = vector.Hex("messageHex");
        var message = Message.Parser.ParseFrom(bytes);

        Assert.Equal(vector.Text("contentHex"), Convert.ToHexStringLower(ReportedContent.Of(bytes)!));
        var node = ReportingToken.NodeFor(
            vector.Text("messageId"), message, Jid.Parse(vector.Text("ownJid")), Jid.Parse(vector.Text("remoteJid")))!;

        Assert.Equal(("reporting", "2"), (node.Tag, node.Child("reporting_token")!["v"]));
        Assert.Equal(vector.Text("whatsmeowTokenHex"), Convert.ToHexStringLower(node.Child("reporting_token")!.Bytes.Span));
    }

    [Fact]
    public void Covers_every_field_of_the_published_table_and_no_other()
    {
        // Each covered field of each kind of message, as (field, fields inside), in the order of the numbers.
        (int Field, int[] Inside)[] table =
        [
            (3, [2, 3, 8, 11, 25]), (4, [1, 16]), (5, [3, 4, 5, 16]), (6, [1, 30]), (7, [2, 7, 10, 20]), (8, [2, 7, 9, 21]),
            (9, [2, 6, 7, 13, 20]), (12, [1, 2, 15]), (18, [6, 16]), (26, [4, 5, 8, 13]), (28, [1, 2, 4, 5, 6]),
            (49, [2]), (60, [2]), (64, [2]), (66, [2, 6, 7, 13, 20]), (88, [1]),
        ];

        for (var outer = 1; outer <= 130; outer++)
        {
            var inside = Array.Find(table, entry => entry.Field == outer).Inside ?? [];
            for (var inner = 1; inner <= 60; inner++)
            {
                var covered = ReportedContent.Of(Field(outer, Field(inner, [])))!;
                var isCovered = outer == 1 || inside.Contains(inner);
                Assert.True(covered.Length > 0 == isCovered, $"{outer}.{inner}");
            }
        }
    }

    [Fact]
    public void Orders_fields_by_number_keeps_equal_ones_in_order_and_drops_what_is_empty()
    {
        byte[] text = [.. Field(6, Field(1, [65])), .. Field(6, Field(2, [66])), .. Field(1, [67]), .. Field(1, [68])];

        Assert.Equal([.. Field(1, [67]), .. Field(1, [68]), .. Field(6, Field(1, [65]))], ReportedContent.Of(text)!);
    }

    [Fact]
    public void A_covered_field_of_another_wire_type_stays_as_it_is()
    {
        byte[] number = [6 << 3, 7];

        Assert.Equal(number, ReportedContent.Of(number)!);
    }

    [Fact]
    public void Covers_a_message_inside_a_message_by_the_same_rules()
    {
        var plain = new Message { Conversation = "inside" };
        var wrapped = WithSecret(new() { DocumentWithCaptionMessage = new FutureProofMessage { Message = plain } });

        Assert.Equal(Field(53, Field(1, plain.ToByteArray())), ReportedContent.Of(wrapped.ToByteArray())!);
    }

    [Fact]
    public void Another_secret_id_person_or_text_makes_another_token()
    {
        var own = Jid.FromPhoneNumber("12025550100");
        var message = new Message { Conversation = "hello" }.ToByteArray();
        var token = ReportingToken.Compute(Secret, "3EB0", message, own, MessageVectors.Person)!;
        byte[]?[] others =
        [
            ReportingToken.Compute([.. Secret[1..], 9], "3EB0", message, own, MessageVectors.Person),
            ReportingToken.Compute(Secret, "3EB1", message, own, MessageVectors.Person),
            ReportingToken.Compute(Secret, "3EB0", message, MessageVectors.Person, own),
            ReportingToken.Compute(Secret, "3EB0", new Message { Conversation = "hallo" }.ToByteArray(), own, MessageVectors.Person),
        ];

        Assert.Equal(16, token.Length);
        Assert.All(others, other => Assert.NotEqual(token, other));
        Assert.Equal(token, ReportingToken.Compute(Secret, "3EB0", message, own.WithDevice(7), MessageVectors.Person.WithDevice(3)));
    }

    [Fact]
    public void Reactions_votes_answers_and_messages_without_a_secret_carry_none()
    {
        Message[] without =
        [
            new() { Conversation = "no secret" },
            WithSecret(new() { ReactionMessage = new ReactionMessage { Text = "+" } }),
            WithSecret(new() { EncReactionMessage = new EncReactionMessage() }),
            WithSecret(new() { EncEventResponseMessage = new EncEventResponseMessage() }),
            WithSecret(new() { PollUpdateMessage = new PollUpdateMessage() }),
            WithSecret(new() { ProtocolMessage = new ProtocolMessage() }),
        ];

        Assert.All(without, message => Assert.Null(ReportingToken.NodeFor("3EB0", message, MessageVectors.Person, MessageVectors.Person)));
        Assert.NotNull(ReportingToken.NodeFor(
            "3EB0", WithSecret(new() { Conversation = "text" }), MessageVectors.Person, MessageVectors.Person));
    }

    [Fact]
    public void Hostile_bytes_make_no_token_and_no_error()
    {
        byte[] deep = [10, 0];
        for (var i = 0; i < 100_000 && deep.Length < 60_000; i++)
        {
            deep = Field(37, Field(1, deep));
        }

        byte[][] hostile =
        [
            [0], [6], [0xff], [.. Enumerable.Repeat((byte)0xff, 11)], [10], [10, 5, 1], [10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
            [11], [12], [14], [9, 1], [13, 1], [0x32, 3, 10, 9, 1], [0x32, 1, 0xff], deep,
        ];

        Assert.All(hostile, bytes => Assert.Null(ReportingToken.Compute(Secret, "3EB0", bytes, MessageVectors.Person, MessageVectors.Person)));
    }

    [Fact]
    public void Damage_anywhere_never_throws()
    {
        var random = new Random(7);
        foreach (var name in MessageVectors.Names)
        {
            var bytes = MessageVectors.Message(name).ToByteArray();
            for (var i = 0; i < 200 && bytes.Length > 0; i++)
            {
                var damaged = bytes[..random.Next(1, bytes.Length + 1)];
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                ReportingToken.Compute(Secret, "3EB0", damaged, MessageVectors.Person, MessageVectors.Person);
            }
        }
    }

    private static Message WithSecret(Message message)
    {
        message.MessageContextInfo = new MessageContextInfo { MessageSecret = ByteString.CopyFrom(Secret) };
        return message;
    }

    private static byte[] Field(int number, byte[] content) => [.. Varint((number << 3) | 2), .. Varint(content.Length), .. content];

    private static byte[] Varint(int number)
    {
        var bytes = new List<byte>();
        for (; number >= 0x80; number >>= 7)
        {
            bytes.Add((byte)(number | 0x80));
        }

        bytes.Add((byte)number);
        return [.. bytes];
    }
}
