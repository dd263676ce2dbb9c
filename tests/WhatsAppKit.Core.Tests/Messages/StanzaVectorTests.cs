using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Receipts;
using WhatsAppKit.Core.Tests.Binary;
using WhatsAppKit.Core.Tests.Pairing;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Messages;

/// <summary>Stanzas a device owes, against those of a reference client.</summary>
public sealed class StanzaVectorTests
{
    [Fact]
    public void Uploads_pre_keys_as_the_reference_does()
    {
        var vector = VectorCredentials.File.GetProperty("preKeyUpload");
        var keys = vector.GetProperty("preKeys").EnumerateArray()
            .Select(key => (key.GetProperty("id").GetUInt32(), new KeyPair(PrivateKey.Generate(), new PublicKey(key.Hex("pub")))))
            .ToArray();
        var recorded = BinaryNodeReader.Read(vector.Hex("hex"));

        var upload = PreKeyNodes.Upload(VectorCredentials.Create(), keys).With(("id", recorded["id"]));

        // The order of attributes says nothing; the bytes are compared in the recorded one.
        var ordered = recorded.Attributes.Select(attribute => upload.Attributes.Single(ours => ours.Name == attribute.Name));
        Assert.Equal(recorded.Attributes.Count, upload.Attributes.Count);
        Assert.Equal(vector.Text("hex"), Convert.ToHexStringLower(VectorNodes.Write(new BinaryNode("iq", [.. ordered], [.. upload.Children]))));
    }

    [Fact]
    public void Acknowledges_as_the_reference_does_but_without_its_own_address()
    {
        foreach (var vector in VectorCredentials.File.GetProperty("ack").GetProperty("cases").EnumerateArray())
        {
            var error = vector.GetProperty("error").ValueKind == JsonValueKind.Number ? vector.GetProperty("error").GetInt32() : 0;
            var received = VectorNodes.Node(vector.GetProperty("received"));
            var expected = new BinaryNode(
                "ack",
                [.. vector.GetProperty("ack").EnumerateObject().Where(a => a.Name != "from").Select(a => new NodeAttribute(a.Name, a.Value.GetString()))]);

            var ack = BinaryNodeReader.Read(VectorNodes.Write(ReceiptNodes.Ack(received, error == 0 ? null : error)));

            Assert.True(VectorNodes.Difference(expected, ack) is null, $"{expected["id"]}: {VectorNodes.Difference(expected, ack)}");
            Assert.All(
                ack.Attributes.Where(a => a.Name is "to" or "participant" or "recipient"), a => Assert.True(a.Jid is not null, $"{a.Name} is no address"));
        }
    }
}
