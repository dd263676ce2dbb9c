using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Messages;

/// <summary>Votes and answers under a message's secret, against those of a reference client.</summary>
public sealed class SecretBoxTests
{
    private static readonly byte[] Secret = MessageVectors.Secrets.Hex("messageSecretHex");

    [Fact]
    public void Seals_and_opens_a_vote_as_the_reference_does()
    {
        var vector = MessageVectors.Secrets.GetProperty("pollVote");
        var (author, voter) = (Jid.Parse(vector.Text("pollCreatorJid")), Jid.Parse(vector.Text("voterJid")));
        var key = new byte[32];

        SecretBox.DeriveKey(Secret, SecretUse.PollVote, vector.Text("pollMsgId"), author, voter, key);
        var ours = SecretBox.Seal(Secret, SecretUse.PollVote, vector.Text("pollMsgId"), author, voter, vector.Hex("ivHex"), vector.Hex("plainHex"));

        Assert.Equal(vector.Hex("keyHex"), key);
        Assert.Equal(vector.Hex("encPayloadHex"), ours);
        Assert.Equal(vector.Hex("plainHex"), SecretBox.Open(Secret, SecretUse.PollVote, vector.Text("pollMsgId"), author, voter, vector.Hex("ivHex"), ours));
        Assert.Equal(vector.Text("optionSha256Hex"), PollVotes.Hash(vector.Text("optionName")), ignoreCase: true);
    }

    [Fact]
    public void Opens_an_answer_as_the_reference_does()
    {
        var vector = MessageVectors.Secrets.GetProperty("eventResponse");

        var plain = SecretBox.Open(
            Secret,
            SecretUse.EventResponse,
            vector.Text("eventMsgId"),
            Jid.Parse(vector.Text("creatorJid")),
            Jid.Parse(vector.Text("responderJid")),
            vector.Hex("ivHex"),
            vector.Hex("encPayloadHex"));

        Assert.Equal(vector.Hex("plainHex"), plain);
    }

    [Fact]
    public void Refuses_every_flipped_bit_another_person_and_another_use()
    {
        var vector = MessageVectors.Secrets.GetProperty("pollVote");
        var (author, voter, id) = (Jid.Parse(vector.Text("pollCreatorJid")), Jid.Parse(vector.Text("voterJid")), vector.Text("pollMsgId"));
        var payload = vector.Hex("encPayloadHex");
        byte[]? Open(byte[] bytes, Jid? by = null, SecretUse? use = null, byte[]? nonce = null) =>
            SecretBox.Open(Secret, use ?? SecretUse.PollVote, id, author, by ?? voter, nonce ?? vector.Hex("ivHex"), bytes);

        for (var bit = 0; bit < payload.Length * 8; bit++)
        {
            var damaged = payload.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Open(damaged));
        }

        Assert.Null(Open(payload, by: author));
        Assert.Null(Open(payload, use: SecretUse.EventResponse));
        Assert.Null(Open(payload[..15]));
        Assert.Null(Open([]));
        Assert.Null(Open(payload, nonce: []));
        Assert.NotNull(Open(payload));
    }
}
