using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Pairing.Passkey;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Pairing.Passkey;

/// <summary>Every step of pairing with a passkey against values that other software computed.</summary>
public sealed class PasskeyVectorTests
{
    private readonly JsonElement _vector = Vectors.Json("passkey.json");

    [Fact]
    public void The_prologue_holds_the_identity_and_the_commitment_to_it()
    {
        using var prologue = Create();

        Assert.Equal(_vector.Hex("commitment"), Prologue.Commit(_vector.Hex("identity"), _vector.Hex("nonce")));
        Assert.Equal(_vector.Hex("payload"), prologue.Payload);
        var read = ProloguePayload.Parser.ParseFrom(prologue.Payload);
        Assert.Equal(_vector.Hex("identity"), read.CompanionEphemeralIdentity.ToByteArray());
        Assert.Equal(_vector.Hex("commitment"), read.Commitment.Hash.ToByteArray());
    }

    [Fact]
    public void A_kind_of_device_that_is_zero_is_written_all_the_same()
    {
        using var prologue = Prologue.Create(0, "1@ref");

        var identity = CompanionEphemeralIdentity.Parser.ParseFrom(ProloguePayload.Parser.ParseFrom(prologue.Payload).CompanionEphemeralIdentity);

        Assert.True(identity is { HasDeviceType: true, DeviceType: 0 });
    }

    [Fact]
    public void The_handoff_proof_lives_less_than_five_minutes()
    {
        var time = new FakeTimeProvider();
        var derived = new byte[HandoffKey.Length];
        HandoffKey.Derive(_vector.Hex("oldAdvSecret"), derived);
        using var key = HandoffKey.From(_vector.Hex("oldAdvSecret"), time);

        Assert.Equal(_vector.Hex("handoffKey"), derived);
        Assert.Equal(_vector.Hex("proof"), key.Prove(_vector.Hex("payload")));
        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.Equal(_vector.Hex("proof"), key.Prove(_vector.Hex("payload")));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(key.Prove(_vector.Hex("payload")));
    }

    [Fact]
    public void Both_shares_lead_to_the_key_and_the_code()
    {
        using var phone = new KeyPair(new PrivateKey(_vector.Hex("phoneEphemeralPriv")));
        Assert.Equal(_vector.Hex("phoneEphemeralPub"), phone.PublicKey.Span.ToArray());
        var shared = new byte[Curve25519.SharedSecretLength];
        using var prologue = Create();
        Curve25519.Agree(prologue.Ephemeral.PrivateKey, phone.PublicKey, shared);
        Assert.Equal(_vector.Hex("shared"), shared);

        using var agreement = new Agreement(prologue, new Continuation(phone.PublicKey, _vector.Hex("phoneNonce")), isProven: false);
        using var key = agreement.DeriveKey();

        Assert.Equal(_vector.Hex("key"), key.Span.ToArray());
        Assert.Equal(_vector.Text("code"), agreement.Code);
        Assert.Equal(_vector.Hex("nonce"), agreement.Nonce.ToArray());
    }

    [Fact]
    public void The_sealed_request_is_that_of_the_example_and_opens_with_its_key_only()
    {
        using var key = PairingKey.Derive(_vector.Hex("shared"), _vector.GetProperty("deviceType").GetInt32(), _vector.Text("ref"));

        var bytes = SealedRequest.Seal(
            key, new PublicKey(_vector.Hex("noisePub")), new PublicKey(_vector.Hex("identityPub")), _vector.Hex("newAdvSecret"), _vector.Hex("iv"));

        var request = EncryptedPairingRequest.Parser.ParseFrom(bytes);
        Assert.Equal(_vector.Hex("encryptedPayload"), request.EncryptedPayload.ToByteArray());
        Assert.Equal(_vector.Hex("iv"), request.Iv.ToByteArray());
        Assert.Equal(_vector.Hex("newAdvSecret"), SealedRequest.TryOpen(key, bytes)!.AdvSecret.ToByteArray());
        using var other = PairingKey.Derive(_vector.Hex("shared"), 2, _vector.Text("ref"));
        Assert.Null(SealedRequest.TryOpen(other, bytes));
    }

    [Fact]
    public void Nothing_secret_is_printed_and_what_is_disposed_is_zero()
    {
        var prologue = Create();
        var nonce = prologue.Nonce;
        var key = PairingKey.Derive(_vector.Hex("shared"), 1, "1@ref");
        var secret = _vector.Hex("newAdvSecret");
        var handoff = new byte[] { 1, 2, 3 };
        var step = new PasskeyStep(secret, new HandoffKey(handoff, TimeProvider.System), DateTimeOffset.MaxValue);
        Assert.All(
            [prologue.ToString(), key.ToString(), step.ToString(), new PasskeyConfirmation("PYSL-SH11", true).ToString()],
            text => Assert.False(text.Contains("PYSL", StringComparison.Ordinal) || text.Contains("6666", StringComparison.Ordinal) || text.Contains("[]", StringComparison.Ordinal)));

        prologue.Dispose();
        key.Dispose();
        step.Dispose();

        Assert.All([.. nonce.ToArray(), .. key.Span.ToArray(), .. secret, .. handoff], each => Assert.Equal(0, each));
        Assert.All(prologue.Ephemeral.PrivateKey.Span.ToArray(), each => Assert.Equal(0, each));
    }

    [Theory]
    [InlineData(31, 32)]
    [InlineData(33, 32)]
    [InlineData(32, 31)]
    [InlineData(32, 33)]
    [InlineData(0, 32)]
    [InlineData(32, 0)]
    public void A_share_of_the_phone_with_other_lengths_is_none(int key, int nonce) => Assert.Null(Continuation.Read(new BinaryNode(
        "notification", null, new BinaryNode("primary_ephemeral_identity", null, Shares.Of(new byte[key], new byte[nonce])))));

    [Fact]
    public void What_is_no_share_of_the_phone_is_none()
    {
        Assert.Null(Continuation.Read(new BinaryNode("notification")));
        Assert.Null(Continuation.Read(new BinaryNode("notification", null, new BinaryNode("primary_ephemeral_identity", null, new byte[] { 0xFF, 0xFF }))));
    }

    private Prologue Create() => new(
        new KeyPair(new PrivateKey(_vector.Hex("ephemeralPriv"))),
        _vector.Hex("nonce"),
        _vector.GetProperty("deviceType").GetInt32(),
        _vector.Text("ref"));
}
