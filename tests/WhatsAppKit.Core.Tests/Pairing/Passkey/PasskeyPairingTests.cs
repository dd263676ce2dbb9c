using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Pairing;
using WhatsAppKit.Core.Pairing.LinkCode;
using WhatsAppKit.Core.Pairing.Passkey;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Tests.Session;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Pairing.Passkey;

/// <summary>The device's side of pairing with a passkey, with a server and a phone that the test plays.</summary>
public sealed class PasskeyPairingTests : IAsyncLifetime
{
    private const int DeviceType = 1;
    private const string Options = """{"challenge":"AQID","timeout":600000,"rpId":"whatsapp.com"}""";

    private static readonly BinaryNode Result = new("iq", [("type", "result")]);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly ScriptedSession _session = new();
    private readonly ObservedStore _store = new();
    private readonly EventHub _events = new(64);
    private readonly EventSubscription _subscription;
    private readonly ConnectionStateMachine _machine;
    private readonly DeviceState _state;
    private readonly LinkCodePairing _codes;
    private readonly PasskeyPairing _passkey;
    private readonly List<Task> _work = [];
    private readonly List<ConnectionEnd> _ends = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly KeyPair _phone = KeyPair.Generate();
    private readonly byte[] _phoneNonce = RandomNumberGenerator.GetBytes(32);

    public PasskeyPairingTests()
    {
        _subscription = _events.Subscribe();
        _machine = new ConnectionStateMachine(_events, _time, NullLogger.Instance);
        _state = new DeviceState(_store, new EventHub(16));
        _codes = new LinkCodePairing(_session, _state, _ => { }, NullLogger.Instance);
        _passkey = new PasskeyPairing(
            _session,
            _state,
            _codes,
            new QrRotation(new WhatsAppClientOptions { TimeProvider = _time }, _ => { }),
            new PasskeyDisplay(_machine, _events, NullLogger.Instance),
            DeviceType,
            _time);
        _session.Answer = iq => Task.FromResult(Tag(iq) == "ref" ? new BinaryNode("iq", null, new BinaryNode("ref", null, "1@ref"u8.ToArray())) : Result);
    }

    private ConnectionStatus Status => _machine.Status;

    public async ValueTask InitializeAsync()
    {
        await _state.LoadAsync(default);
        _machine.TryMove(ConnectionState.Connecting, "test");
        _machine.TryMove(ConnectionState.AwaitingScan, "test", status => status with { Qr = new QrCode("x", 1, 3, default) });
        _codes.Open(DateTimeOffset.MaxValue, Start);
        _passkey.Open(Start, _ends.Add);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_work);
        _passkey.Dispose();
        _codes.Dispose();
        await _state.DisposeAsync();
        _subscription.Dispose();
        _ending.Dispose();
        _phone.Dispose();
    }

    [Fact]
    public async Task Goes_through_with_a_proof_by_itself_and_stores_nothing()
    {
        var stored = await _store.DumpAsync();
        await RequestAsync();
        Assert.Equal([1, 2, 3], Status.Passkey!.Challenge.ToArray());
        Assert.Null(Status.Qr);

        await _passkey.AnswerAsync(Assertion(), default);

        Assert.Equal(["ref", "passkey_prologue"], _session.Asked.Select(Tag));
        var prologue = _session.Asked[1].Children[0];
        Assert.Equal(["credential_id", "webauthn_assertion", "prologue_payload", "pairing_handoff_proof"], prologue.Children.Select(child => child.Tag));
        Assert.Equal([7, 7], prologue.Children[0].Bytes.ToArray());
        Assert.Equal(
            """{"id":"Bwc","rawId":"Bwc","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","signature":"CQ","userHandle":null}}""",
            prologue.Children[1].Text);
        Assert.Equal(HMACSHA256.HashData(Handoff(), prologue.Children[2].Bytes.Span), prologue.Children[3].Bytes.ToArray());

        await ContinueAsync();

        Assert.Equal(["ref", "passkey_prologue", "companion_nonce", "encrypted_pairing_request"], _session.Asked.Select(Tag));
        Assert.All(_session.Asked, iq => Assert.Equal((Tag(iq) == "ref" ? "get" : "set", "md"), (iq["type"], iq["xmlns"])));
        var (code, request) = PhoneSees();
        Assert.Equal(new PasskeyConfirmation(code, IsAutomatic: true), Status.PasskeyConfirmation);
        Assert.Null(Status.Passkey);
        Assert.Equal(_state.Credentials.NoiseKey.PublicKey.Span.ToArray(), request.CompanionPublicKey.ToByteArray());
        Assert.Equal(_state.Credentials.IdentityKey.PublicKey.Span.ToArray(), request.CompanionIdentityKey.ToByteArray());
        Assert.Equal(request.AdvSecret.ToByteArray(), _passkey.SecretFor(Array.Empty<byte>()).ToArray());
        Assert.NotEqual(_state.Credentials.AdvSecret.ToArray(), request.AdvSecret.ToByteArray());
        Assert.Equal(stored, await _store.DumpAsync());
        Assert.True(_passkey.TryFinish());
    }

    [Fact]
    public async Task Without_a_proof_only_a_person_confirms()
    {
        await RequestAsync();
        _time.Advance(TimeSpan.FromMinutes(5));
        await _passkey.AnswerAsync(Assertion(), default);
        Assert.Null(_session.Asked[1].Children[0].Child("pairing_handoff_proof"));

        await ContinueAsync();

        Assert.False(Status.PasskeyConfirmation!.IsAutomatic);
        Assert.DoesNotContain("encrypted_pairing_request", _session.Asked.Select(Tag));
        await _passkey.ConfirmAsync(codesAreEqual: true, default);
        Assert.Equal(Status.PasskeyConfirmation!.Code, PhoneSees().Code);
        await FailsAsync(PasskeyError.NothingToConfirm, () => _passkey.ConfirmAsync(codesAreEqual: true, default));
    }

    [Fact]
    public async Task Different_codes_end_the_attempt_and_nothing_pairs_any_more()
    {
        await RequestAsync();
        _time.Advance(TimeSpan.FromMinutes(5));
        await _passkey.AnswerAsync(Assertion(), default);
        await ContinueAsync();

        await _passkey.ConfirmAsync(codesAreEqual: false, default);

        Assert.Equal([ConnectionEnd.PasskeyCodesDiffer], _ends);
        Assert.False(_passkey.TryFinish());
        Assert.DoesNotContain("encrypted_pairing_request", _session.Asked.Select(Tag));
        await FailsAsync(PasskeyError.NothingToConfirm, () => _passkey.ConfirmAsync(codesAreEqual: true, default));
        await FailsAsync(PasskeyError.NotRequested, () => _passkey.AnswerAsync(Assertion(), default));
    }

    [Fact]
    public async Task A_key_of_low_order_is_refused_and_the_commitment_stays_closed()
    {
        await RequestAsync();
        await _passkey.AnswerAsync(Assertion(), default);

        await ContinueAsync(Shares.Of(new byte[32], _phoneNonce));

        Assert.Equal(["ref", "passkey_prologue"], _session.Asked.Select(Tag));
        Assert.Equal([PasskeyError.Continuation], await FailuresAsync());
        await ContinueAsync();
        Assert.NotNull(Status.PasskeyConfirmation);
    }

    [Theory]
    [InlineData(31, 32)]
    [InlineData(32, 33)]
    public async Task A_malformed_share_is_refused_and_the_right_one_is_still_taken(int key, int nonce)
    {
        await RequestAsync();
        await _passkey.AnswerAsync(Assertion(), default);

        await ContinueAsync(Shares.Of(new byte[key], new byte[nonce]));

        Assert.Equal([PasskeyError.Continuation], await FailuresAsync());
        await ContinueAsync();
        Assert.NotNull(Status.PasskeyConfirmation);
    }

    [Fact]
    public async Task A_share_without_a_prologue_or_a_second_one_is_refused()
    {
        await ContinueAsync();
        await RequestAsync();
        await ContinueAsync();
        await _passkey.AnswerAsync(Assertion(), default);
        await ContinueAsync();
        var shown = Status.PasskeyConfirmation;
        await ContinueAsync();

        Assert.Equal([PasskeyError.Continuation, PasskeyError.Continuation, PasskeyError.Continuation], await FailuresAsync());
        Assert.Equal(shown, Status.PasskeyConfirmation);
        Assert.Single(_session.Asked, iq => Tag(iq) == "companion_nonce");
    }

    [Fact]
    public async Task What_somebody_else_than_the_server_sends_is_ignored()
    {
        await _passkey.HandleRequestAsync(Notification("passkey_prologue_request", OptionsNode(Options)).With(("from", Jid.FromPhoneNumber("15551234567"))), default);
        Assert.False(_passkey.IsUnderWay);

        await RequestAsync();
        await _passkey.AnswerAsync(Assertion(), default);
        await _passkey.HandleContinuationAsync(Share(Shares.Of(_phone.PublicKey.Span.ToArray(), _phoneNonce)).With(("from", Jid.FromPhoneNumber("15551234567"))), default);
        await SettleAsync();
        Assert.Empty(await FailuresAsync());
        Assert.Null(Status.PasskeyConfirmation);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task What_cannot_be_read_is_asked_for_once(bool isMissing, bool isAnswered)
    {
        _session.Answer = _ => Task.FromResult(isAnswered ? new BinaryNode("iq", null, OptionsNode(Options)) : Result);
        var bad = isMissing ? new BinaryNode("x") : OptionsNode("{}");

        await _passkey.HandleRequestAsync(Notification("passkey_prologue_request", bad), default);
        await SettleAsync();

        var asked = Assert.Single(_session.Asked);
        Assert.Equal(("get", "md", "passkey_request_options"), (asked["type"], asked["xmlns"], Tag(asked)));
        Assert.Equal(isAnswered, _passkey.IsUnderWay);
        Assert.Equal(isAnswered, Status.Passkey is not null);
        Assert.Equal(isAnswered ? [] : [PasskeyError.Request], await FailuresAsync());
        Assert.Equal(!isAnswered, Status.Qr is not null);
    }

    [Fact]
    public async Task A_refused_prologue_is_told_and_another_has_fresh_keys_and_the_proof_again()
    {
        await RequestAsync();
        var usual = _session.Answer;
        _session.Answer = iq => Tag(iq) == "passkey_prologue" ? throw new WhatsAppRequestException("md set", 403, "forbidden") : usual(iq);
        var error = await FailsAsync(PasskeyError.Prologue, () => _passkey.AnswerAsync(Assertion(), default));
        Assert.Equal(403, Assert.IsType<WhatsAppRequestException>(error.InnerException).Code);
        await ContinueAsync();
        Assert.Equal([PasskeyError.Continuation], await FailuresAsync());

        _session.Answer = usual;
        await _passkey.AnswerAsync(Assertion(), default);

        var payloads = _session.Asked.Where(iq => Tag(iq) == "passkey_prologue").Select(iq => iq.Children[0].Child("prologue_payload")!.Bytes.ToArray()).ToArray();
        Assert.NotEqual(payloads[0], payloads[1]);
        Assert.NotNull(_session.Asked[^1].Children[0].Child("pairing_handoff_proof"));
        await ContinueAsync();
        Assert.Equal(PhoneSees().Code, Status.PasskeyConfirmation!.Code);
    }

    [Fact]
    public async Task A_nonce_that_was_not_taken_is_spent_and_the_passkey_is_asked_again()
    {
        await RequestAsync();
        await _passkey.AnswerAsync(Assertion(), default);
        var usual = _session.Answer;
        _session.Answer = iq => Tag(iq) == "companion_nonce" ? throw new WhatsAppRequestException("md set", 400, "bad-request") : usual(iq);

        await ContinueAsync();
        _session.Answer = usual;
        await ContinueAsync();

        Assert.Equal([PasskeyError.Continuation, PasskeyError.Continuation], await FailuresAsync());
        Assert.Single(_session.Asked, iq => Tag(iq) == "companion_nonce");
        Assert.NotNull(Status.Passkey);
        await _passkey.AnswerAsync(Assertion(), default);
        await ContinueAsync();
        Assert.NotNull(Status.PasskeyConfirmation);
    }

    [Fact]
    public async Task One_answer_at_a_time_and_none_without_a_request()
    {
        await FailsAsync(PasskeyError.NotRequested, () => _passkey.AnswerAsync(Assertion(), default));
        await FailsAsync(PasskeyError.NotRequested, () => _passkey.ConfirmAsync(codesAreEqual: true, default));
        await FailsAsync(PasskeyError.NotRequested, () => _passkey.ConfirmAsync(codesAreEqual: false, default));
        await RequestAsync();
        await FailsAsync(PasskeyError.NothingToConfirm, () => _passkey.ConfirmAsync(codesAreEqual: true, default));
        await FailsAsync(PasskeyError.NothingToConfirm, () => _passkey.ConfirmAsync(codesAreEqual: false, default));
        var answer = new TaskCompletionSource<BinaryNode>();
        _session.Answer = _ => answer.Task;

        var first = _passkey.AnswerAsync(Assertion(), default);
        await FailsAsync(PasskeyError.UnderWay, () => _passkey.AnswerAsync(Assertion(), default));
        answer.SetResult(Result);

        await FailsAsync(PasskeyError.Prologue, () => first);
    }

    [Theory]
    [InlineData("credential")]
    [InlineData("client")]
    [InlineData("authenticator")]
    [InlineData("signature")]
    [InlineData("handle")]
    public async Task An_assertion_with_a_part_of_the_wrong_size_never_leaves(string part)
    {
        await RequestAsync();
        var assertion = part switch
        {
            "credential" => Assertion() with { CredentialId = new byte[1024] },
            "client" => Assertion() with { ClientDataJson = default },
            "authenticator" => Assertion() with { AuthenticatorData = new byte[36] },
            "signature" => Assertion() with { Signature = new byte[(16 * 1024) + 1] },
            _ => Assertion() with { UserHandle = new byte[65] },
        };

        await Assert.ThrowsAsync<ArgumentException>(() => _passkey.AnswerAsync(assertion, default));

        Assert.Empty(_session.Asked);
    }

    [Theory]
    [InlineData(1000, 60)]
    [InlineData(90_000, 90)]
    [InlineData(86_000_000, 600)]
    [InlineData(null, 600)]
    public async Task The_step_ends_at_its_limit_and_asking_again_does_not_stretch_it(int? timeout, int seconds)
    {
        var options = timeout is null ? """{"challenge":"AQ"}""" : $$"""{"challenge":"AQ","timeout":{{timeout}}}""";
        await RequestAsync(options);
        var until = _time.GetUtcNow().AddSeconds(seconds);
        Assert.Equal(until, Status.Passkey!.ExpiresAt);
        _time.Advance(TimeSpan.FromSeconds(seconds - 1));
        await RequestAsync(options);
        Assert.Equal(until, Status.Passkey!.ExpiresAt);
        Assert.Empty(_ends);

        _time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(_work);

        Assert.Equal([ConnectionEnd.PasskeyTimeOver], _ends);
        Assert.False(_passkey.TryFinish());
    }

    [Fact]
    public async Task A_pairing_that_is_being_stored_outlives_the_limit()
    {
        await RequestAsync();
        Assert.True(_passkey.TryFinish());

        _time.Advance(TimeSpan.FromMinutes(10));
        await Task.WhenAll(_work);

        Assert.Empty(_ends);
    }

    [Fact]
    public async Task No_older_secret_proves_the_pairing_and_nothing_outlives_the_connection()
    {
        var old = _state.Credentials.AdvSecret.ToArray();
        Assert.Equal(old, _passkey.SecretFor(Container(old)).ToArray());
        await RequestAsync();
        Assert.NotEqual(old, _passkey.SecretFor(Container(old)).ToArray());
        Assert.Equal(PairingCodeError.NotAwaitingScan, (await Assert.ThrowsAsync<PairingCodeException>(() => _codes.RequestAsync("15551234567", default))).Error);

        _passkey.Close();

        Assert.False(_passkey.IsUnderWay);
        Assert.Equal(old, _passkey.SecretFor(Container(old)).ToArray());
        await FailsAsync(PasskeyError.NotRequested, () => _passkey.AnswerAsync(Assertion(), default));
    }

    private static string Tag(BinaryNode iq) => iq.Children[0].Tag;

    private static async Task<PasskeyException> FailsAsync(PasskeyError error, Func<Task> call)
    {
        var thrown = await Assert.ThrowsAsync<PasskeyException>(call);
        Assert.Equal(error, thrown.Error);
        return thrown;
    }

    private static PasskeyAssertion Assertion() => new()
    {
        CredentialId = new byte[] { 7, 7 },
        ClientDataJson = "{}"u8.ToArray(),
        AuthenticatorData = new byte[37],
        Signature = new byte[] { 9 },
    };

    private static byte[] Container(byte[] secret) => new ADVSignedDeviceIdentityHMAC
    {
        Details = ByteString.CopyFrom(1, 2, 3),
        Hmac = ByteString.CopyFrom(HMACSHA256.HashData(secret, new byte[] { 1, 2, 3 })),
    }.ToByteArray();

    private static BinaryNode OptionsNode(string json) => new("passkey_request_options", null, Encoding.UTF8.GetBytes(json));

    private static BinaryNode Notification(string type, BinaryNode child) =>
        new("notification", [("from", Jid.WhatsAppServer), ("type", type), ("id", "1")], child);

    private static BinaryNode Share(byte[] share) => Notification("crsc_continuation", new BinaryNode("primary_ephemeral_identity", null, share));

    private void Start(string name, Func<CancellationToken, Task> work) => _work.Add(GuardAsync(work));

    private async Task GuardAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_ending.Token);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // As a connection that ends.
        }
    }

    /// <summary>All answers of the scripted server are there at once, so only the limit still waits.</summary>
    private Task SettleAsync() => Task.WhenAll(_work.Where(each => each.IsCompleted));

    private Task RequestAsync(string options = Options) => _passkey.HandleRequestAsync(Notification("passkey_prologue_request", OptionsNode(options)), default);

    private async Task ContinueAsync(byte[]? share = null)
    {
        await _passkey.HandleContinuationAsync(Share(share ?? Shares.Of(_phone.PublicKey.Span.ToArray(), _phoneNonce)), default);
        await SettleAsync();
    }

    private async Task<List<PasskeyError>> FailuresAsync()
    {
        var failures = new List<PasskeyError>();
        _events.Complete();
        await foreach (var each in _subscription.ReadAllAsync())
        {
            if (each is PasskeyFailed failed)
            {
                failures.Add(failed.Error);
            }
        }

        return failures;
    }

    private byte[] Handoff()
    {
        var key = new byte[32];
        HandoffKey.Derive(_state.Credentials.AdvSecret.Span, key);
        return key;
    }

    /// <summary>What the phone makes of what it was shown: the code, and what the device tells about itself.</summary>
    private (string Code, PairingRequest Request) PhoneSees()
    {
        var payload = ProloguePayload.Parser.ParseFrom(_session.Asked.Last(iq => Tag(iq) == "passkey_prologue").Children[0].Child("prologue_payload")!.Bytes.Span);
        var identity = CompanionEphemeralIdentity.Parser.ParseFrom(payload.CompanionEphemeralIdentity);
        var nonce = _session.Asked.Last(iq => Tag(iq) == "companion_nonce").Children[0].Bytes.ToArray();
        Assert.Equal(SHA256.HashData([.. payload.CompanionEphemeralIdentity.Span, .. nonce]), payload.Commitment.Hash.ToByteArray());
        Assert.Equal((DeviceType, "1@ref"), (identity.DeviceType, identity.Ref));
        var shared = new byte[32];
        Curve25519.Agree(_phone.PrivateKey, new PublicKey(identity.PublicKey.Span), shared);
        using var key = PairingKey.Derive(shared, identity.DeviceType, identity.Ref);
        var request = SealedRequest.TryOpen(key, _session.Asked.Last(iq => Tag(iq) == "encrypted_pairing_request").Children[0].Bytes.Span);
        return (ComparedCode.Of(nonce, _phoneNonce, _phone.PublicKey), request!);
    }
}
