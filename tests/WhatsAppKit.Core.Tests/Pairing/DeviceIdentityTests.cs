using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Pairing;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Tests.Binary;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Pairing;

/// <summary>The proofs of a pairing against containers that a reference client took or made.</summary>
public sealed class DeviceIdentityTests
{
    private readonly JsonElement _adv = VectorCredentials.File.GetProperty("adv");

    [Fact]
    public void Accepts_what_proves_itself_and_signs_it_back()
    {
        var accepted = 0;
        foreach (var vector in Cases().Where(vector => vector.Text("expect") == "accept"))
        {
            var name = vector.Text("name");
            var identity = DeviceIdentity.Verify(vector.Hex("container"), VectorCredentials.Create());

            Assert.Equal((name, vector.Text("keyIndex")), (name, $"{identity.KeyIndex}"));
            Assert.Equal(_adv.GetProperty("accountKey").Hex("pub"), identity.AccountKey.Span.ToArray());
            AssertAlikeBeforeSignature(name, vector.Hex("replyIdentity"), identity.Reply());
            AssertSigned(name, vector, ADVSignedDeviceIdentity.Parser.ParseFrom(identity.Account).DeviceSignature.ToByteArray());
            AssertSigned(name, vector, vector.Hex("deviceSignature"));
            accepted++;
        }

        Assert.Equal(4, accepted);
    }

    [Fact]
    public void Refuses_what_does_not_prove_itself_with_the_code_the_server_expects()
    {
        var refused = 0;
        foreach (var vector in Cases().Where(vector => vector.Text("expect") != "accept"))
        {
            var error = Assert.Throws<PairingException>(() => DeviceIdentity.Verify(vector.Hex("container"), VectorCredentials.Create()));

            Assert.True(vector.Text("expect").Contains($"{error.Code} {error.ServerText}", StringComparison.Ordinal), vector.Text("name"));
            refused++;
        }

        Assert.Equal(2, refused);
    }

    [Fact]
    public void Refuses_a_container_with_any_bit_flipped()
    {
        var container = Cases()[0].Hex("container");
        var credentials = VectorCredentials.Create();
        var outer = ADVSignedDeviceIdentityHMAC.Parser.ParseFrom(container);
        for (var bit = 0; bit < container.Length * 8; bit++)
        {
            var altered = container.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            var error = Record.Exception(() => DeviceIdentity.Verify(altered, credentials));

            Assert.True(error is PairingException, $"bit {bit} of {outer.Details.Length}: {error?.GetType().Name ?? "accepted"}");
        }
    }

    [Fact]
    public void Another_secret_is_no_proof_of_the_scan()
    {
        var credentials = VectorCredentials.Create() with { AdvSecret = new byte[32] };

        Assert.Equal("hmac-mismatch", Assert.Throws<PairingException>(() => DeviceIdentity.Verify(Cases()[0].Hex("container"), credentials)).ServerText);
    }

    [Fact]
    public void Reads_the_recorded_pair_success_and_answers_as_recorded()
    {
        var vector = Cases()[0];
        var iq = BinaryNodeReader.Read(vector.Hex("stanza"));

        var (paired, identity) = PairSuccess.Verify(iq, VectorCredentials.Create());

        Assert.Equal(Jid.Parse("15551234567:12@s.whatsapp.net"), paired.PhoneJid);
        Assert.Equal(Jid.Parse(vector.GetProperty("signalIdentity").Text("name")), paired.LidJid);
        Assert.Equal(vector.GetProperty("signalIdentity").Hex("identifierKey"), identity.AccountKey.Serialized.ToArray());
        AssertAlikeBeforeSignature("account", vector.Hex("storedAccountWithKey"), paired.Account.ToArray());
        AssertAlikeBeforeSignature("reply", vector.Hex("reply"), VectorNodes.Write(PairSuccess.Confirmation(iq, identity)));
        Assert.Throws<PairingException>(() => PairSuccess.Verify(iq, paired));
    }

    [Fact]
    public void The_QR_text_is_that_of_the_reference_for_every_platform()
    {
        var qr = VectorCredentials.File.GetProperty("qr");
        var text = qr.GetProperty("cases")[0].Text("qr");
        foreach (var vector in qr.GetProperty("cases").EnumerateArray())
        {
            var platform = vector.Text("platformId");
            var actual = QrText.Create(System.Text.Encoding.ASCII.GetBytes(qr.Text("ref")), VectorCredentials.Create(), platform);

            Assert.Equal(text[..(text.LastIndexOf(',') + 1)] + platform, actual);
        }
    }

    private JsonElement[] Cases() => [.. _adv.GetProperty("cases").EnumerateArray()];

    // Signatures are randomised and stand last.
    private static void AssertAlikeBeforeSignature(string name, byte[] expected, byte[] actual) =>
        Assert.Equal(
            (name, expected.Length, Convert.ToHexStringLower(expected.AsSpan(..^XEdDsa.SignatureLength))),
            (name, actual.Length, Convert.ToHexStringLower(actual.AsSpan(..^XEdDsa.SignatureLength))));

    private void AssertSigned(string name, JsonElement vector, byte[] signature)
    {
        var identity = VectorCredentials.Create().IdentityKey.PublicKey;
        byte[] message = [6, 1, .. vector.Hex("details"), .. identity.Span, .. _adv.GetProperty("accountKey").Hex("pub")];
        if (vector.TryGetProperty("deviceSignatureMessage", out var recorded))
        {
            Assert.Equal(recorded.GetString(), Convert.ToHexStringLower(message));
        }

        Assert.True(XEdDsa.Verify(identity, message, signature), name);
    }
}
