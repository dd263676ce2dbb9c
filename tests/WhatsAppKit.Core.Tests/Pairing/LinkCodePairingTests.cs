using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Pairing;
using WhatsAppKit.Core.Pairing.LinkCode;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Tests.Session;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Pairing;

/// <summary>The device's side of pairing by code, with a server and a phone that the test plays.</summary>
public sealed class LinkCodePairingTests : IAsyncLifetime
{
    private static readonly byte[] Reference = [1, 2, 3, 4];

    private readonly ScriptedSession _session = new();
    private readonly ObservedStore _store = new();
    private readonly DeviceState _state;
    private readonly LinkCodePairing _codes;
    private readonly List<Task> _work = [];
    private readonly KeyPair _phoneIdentity = KeyPair.Generate();
    private readonly KeyPair _phoneEphemeral = KeyPair.Generate();
    private readonly CancellationTokenSource _ending = new();
    private PairingCode? _shown;

    /// <summary>How often the device has begun to answer a phone.</summary>
    private int Answers => _work.Count;

    public LinkCodePairingTests()
    {
        _state = new DeviceState(_store, new EventHub(16));
        _codes = new LinkCodePairing(_session, _state, code => _shown = code, NullLogger.Instance);
        _session.Answer = iq => Task.FromResult(Stage(iq) == "companion_hello" ? HelloAnswer(Reference) : new BinaryNode("iq", [("type", "result")]));
    }

    public async ValueTask InitializeAsync()
    {
        await _state.LoadAsync(default);
        _codes.Open(DateTimeOffset.MaxValue, (_, work) => _work.Add(work(_ending.Token)));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_work);
        _codes.Dispose();
        await _state.DisposeAsync();
        _ending.Dispose();
    }

    [Fact]
    public async Task Asks_as_the_protocol_says_and_shows_the_code()
    {
        var code = await _codes.RequestAsync("+1 (555) 123-4567", default);

        var step = Assert.Single(_session.Asked).Child("link_code_companion_reg")!;
        Assert.Equal(("set", "md"), (_session.Asked[0]["type"], _session.Asked[0]["xmlns"]));
        Assert.Equal((Jid.FromPhoneNumber("15551234567"), "companion_hello"), (step.Jid("jid"), step["stage"]));
        Assert.Equal(KeyWrap.WrappedLength, step.Child("link_code_pairing_wrapped_companion_ephemeral_pub")!.Bytes.Length);
        Assert.Equal(_state.Credentials.NoiseKey.PublicKey.Span.ToArray(), step.Child("companion_server_auth_key_pub")!.Bytes.ToArray());
        Assert.Matches("^[^()]+ \\([^()]+\\)$", step.Child("companion_platform_display")!.Text);
        Assert.Matches("^[1-9A-HJ-NP-TV-Z]{4}-[1-9A-HJ-NP-TV-Z]{4}$", code.Code);
        Assert.Equal(code, _shown);
        Assert.DoesNotContain(code.Code, code.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_phone_that_knows_the_code_can_prove_the_pairing()
    {
        var code = await _codes.RequestAsync("15551234567", default);
        var stored = await _store.DumpAsync();

        await _codes.HandleAsync(Hello(code.Code, Reference), default);
        await Task.WhenAll(_work);

        var secret = SecretOfPhone(code.Code);
        Assert.Equal(secret, _codes.SecretFor(Container(secret)).ToArray());
        Assert.Equal(_state.Credentials.AdvSecret.ToArray(), _codes.SecretFor(Container(_state.Credentials.AdvSecret.ToArray())).ToArray());
        Assert.Null(_shown);
        Assert.Equal(stored, await _store.DumpAsync());
    }

    [Fact]
    public async Task A_wrong_code_leaves_the_secret_of_the_QR_code_as_it_was()
    {
        await _codes.RequestAsync("15551234567", default);
        var before = _state.Credentials;

        await _codes.HandleAsync(Hello("11111111", Reference), default);
        await Task.WhenAll(_work);

        Assert.Same(before, _state.Credentials);
        Assert.Equal(before.AdvSecret.ToArray(), _codes.SecretFor(Container(before.AdvSecret.ToArray())).ToArray());
    }

    [Fact]
    public async Task A_code_is_good_for_one_answer_only()
    {
        var code = await _codes.RequestAsync("15551234567", default);
        await _codes.HandleAsync(Hello("11111111", Reference), default);
        await Task.WhenAll(_work);

        await _codes.HandleAsync(Hello(code.Code, Reference), default);

        Assert.Equal(1, Answers);
        Assert.Equal(["companion_hello", "companion_finish"], _session.Asked.Select(Stage));
    }

    [Fact]
    public async Task A_new_code_replaces_the_one_before()
    {
        var first = await _codes.RequestAsync("15551234567", default);
        byte[] other = [9, 9, 9, 9];
        _session.Answer = iq => Task.FromResult(Stage(iq) == "companion_hello" ? HelloAnswer(other) : new BinaryNode("iq", [("type", "result")]));
        var second = await _codes.RequestAsync("15551234567", default);

        await _codes.HandleAsync(Hello(first.Code, Reference), default);
        Assert.Empty(_work);
        Assert.Equal(second, _shown);

        await _codes.HandleAsync(Hello(second.Code, other), default);
        Assert.Equal(1, Answers);
    }

    [Theory]
    [InlineData("from")]
    [InlineData("stage")]
    [InlineData("reference")]
    [InlineData("wrapped")]
    [InlineData("identity")]
    [InlineData("empty")]
    public async Task What_is_no_proper_answer_changes_nothing_and_the_code_stays(string fault)
    {
        var code = await _codes.RequestAsync("15551234567", default);
        var hello = fault switch
        {
            "from" => Hello(code.Code, Reference).With(("from", Jid.FromPhoneNumber("15551234567"))),
            "stage" => Hello(code.Code, Reference, stage: "refresh_code"),
            "reference" => Hello(code.Code, [1, 2, 3, 5]),
            "wrapped" => Hello(code.Code, Reference, wrapped: new byte[KeyWrap.WrappedLength - 1]),
            "identity" => Hello(code.Code, Reference, identity: new byte[31]),
            _ => new BinaryNode("notification", [("from", Jid.WhatsAppServer), ("type", "link_code_companion_reg")]),
        };

        var error = await Record.ExceptionAsync(() => _codes.HandleAsync(hello, default));

        Assert.Equal(fault is "wrapped" or "identity", error is ProtocolException);
        Assert.Empty(_work);
        Assert.Equal(code, _shown);
        await _codes.HandleAsync(Hello(code.Code, Reference), default);
        Assert.Equal(1, Answers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_of_low_order_is_refused_and_nothing_leaves(bool isIdentity)
    {
        var code = await _codes.RequestAsync("15551234567", default);
        var zero = new byte[32];
        var hello = isIdentity
            ? Hello(code.Code, Reference, identity: zero)
            : Hello(code.Code, Reference, wrapped: KeyWrap.Wrap(new PublicKey(zero), Read(code.Code)));

        await _codes.HandleAsync(hello, default);
        await Task.WhenAll(_work);

        Assert.Equal(1, Answers);
        Assert.Equal(["companion_hello"], _session.Asked.Select(Stage));
    }

    [Fact]
    public async Task Nothing_of_it_outlives_the_connection()
    {
        var code = await _codes.RequestAsync("15551234567", default);
        await _codes.HandleAsync(Hello(code.Code, Reference), default);
        await Task.WhenAll(_work);
        var secret = SecretOfPhone(code.Code);
        _codes.Close();

        Assert.Equal(_state.Credentials.AdvSecret.ToArray(), _codes.SecretFor(Container(secret)).ToArray());
        Assert.False(_codes.IsInUse);
        Assert.Equal(PairingCodeError.NotAwaitingScan, (await Assert.ThrowsAsync<PairingCodeException>(() => _codes.RequestAsync("15551234567", default))).Error);
    }

    [Fact]
    public async Task One_request_at_a_time_and_a_refusal_keeps_the_code_before()
    {
        var code = await _codes.RequestAsync("15551234567", default);
        var answer = new TaskCompletionSource<BinaryNode>();
        _session.Answer = iq => Stage(iq) == "companion_hello" ? answer.Task : Task.FromResult(new BinaryNode("iq"));

        var pending = _codes.RequestAsync("15551234567", default);
        Assert.Equal(PairingCodeError.RequestUnderWay, (await Assert.ThrowsAsync<PairingCodeException>(() => _codes.RequestAsync("15551234567", default))).Error);
        answer.SetException(new WhatsAppRequestException("md set", 429, "rate-overlimit"));
        Assert.Equal(429, (await Assert.ThrowsAsync<WhatsAppRequestException>(() => pending)).Code);

        Assert.Equal(code, _shown);
        await _codes.HandleAsync(Hello(code.Code, Reference), default);
        Assert.Equal(1, Answers);
    }

    [Fact]
    public async Task A_paired_device_needs_no_code()
    {
        await _state.UpdateCredentialsAsync(credentials => credentials with { PhoneJid = Jid.Parse("15551234567:1@s.whatsapp.net") }, default);

        Assert.Equal(PairingCodeError.AlreadyPaired, (await Assert.ThrowsAsync<PairingCodeException>(() => _codes.RequestAsync("15551234567", default))).Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("123456")]
    [InlineData("0155512345")]
    [InlineData("1234567890123456")]
    [InlineData("1555123x567")]
    [InlineData("15551234567@s.whatsapp.net")]
    public async Task What_is_no_number_is_refused_before_anything_is_sent(string number)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _codes.RequestAsync(number, default));
        Assert.Empty(_session.Asked);
    }

    [Fact]
    public async Task An_answer_without_a_reference_gives_no_code()
    {
        _session.Answer = _ => Task.FromResult(new BinaryNode("iq", [("type", "result")]));

        await Assert.ThrowsAsync<ProtocolException>(() => _codes.RequestAsync("15551234567", default));

        Assert.Null(_shown);
        Assert.False(_codes.IsInUse);
    }

    private static string? Stage(BinaryNode iq) => iq.Child("link_code_companion_reg")?["stage"];

    private static string Read(string code) => CodeText.Read(code)!;

    private static BinaryNode HelloAnswer(byte[] reference) =>
        new("iq", [("type", "result")], new BinaryNode("link_code_companion_reg", null, new BinaryNode("link_code_pairing_ref", null, reference)));

    private static byte[] Container(byte[] secret) => new ADVSignedDeviceIdentityHMAC
    {
        Details = ByteString.CopyFrom(1, 2, 3),
        Hmac = ByteString.CopyFrom(HMACSHA256.HashData(secret, new byte[] { 1, 2, 3 })),
    }.ToByteArray();

    private BinaryNode Hello(string code, byte[] reference, string stage = "primary_hello", byte[]? wrapped = null, byte[]? identity = null) =>
        new(
            "notification",
            [("from", Jid.WhatsAppServer), ("type", "link_code_companion_reg"), ("id", "1")],
            new BinaryNode(
                "link_code_companion_reg",
                [("stage", stage)],
                new BinaryNode("link_code_pairing_wrapped_primary_ephemeral_pub", null, wrapped ?? KeyWrap.Wrap(_phoneEphemeral.PublicKey, Read(code))),
                new BinaryNode("primary_identity_pub", null, identity ?? _phoneIdentity.PublicKey.Span.ToArray()),
                new BinaryNode("link_code_pairing_ref", null, reference)));

    /// <summary>What the phone makes of the two requests it was shown.</summary>
    private byte[] SecretOfPhone(string code)
    {
        var hello = _session.Asked[0].Child("link_code_companion_reg")!;
        var finish = _session.Asked[1].Child("link_code_companion_reg")!;
        Assert.Equal(Reference, finish.Child("link_code_pairing_ref")!.Bytes.ToArray());
        var identity = new PublicKey(finish.Child("companion_identity_public")!.Bytes.Span);
        Assert.Equal(_state.Credentials.IdentityKey.PublicKey, identity);
        var (shared, identityShared, random) = (new byte[32], new byte[32], new byte[32]);
        var ephemeral = KeyWrap.Unwrap(hello.Child("link_code_pairing_wrapped_companion_ephemeral_pub")!.Bytes.Span, Read(code));
        Curve25519.Agree(_phoneEphemeral.PrivateKey, ephemeral, shared);
        Curve25519.Agree(_phoneIdentity.PrivateKey, identity, identityShared);
        Assert.True(KeyBundle.TryOpen(finish.Child("link_code_pairing_wrapped_key_bundle")!.Bytes.Span, shared, identity, _phoneIdentity.PublicKey, random));
        return CodeAgreement.DeriveAdvSecret(shared, identityShared, random);
    }
}
