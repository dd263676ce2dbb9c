using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Pairing.Passkey;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Faults;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Pairing with an account that demands a passkey of new devices.</summary>
public sealed class PasskeyTests : IDisposable
{
    private const string Number = "15550001";

    private readonly SandboxPasskey _passkey = new();

    // Certificates are checked against this clock: it starts where the server's stands.
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    public void Dispose() => _passkey.Dispose();

    [Fact]
    public async Task A_scan_and_a_passkey_pair_a_device_that_then_exchanges_text()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await PhoneAsync(sandbox);
        var store = new ObservedStore();
        await using var device = TestDevice.Create(sandbox, store, Options(sandbox));
        var (scan, request) = await ScanAsync(device, phone);
        var stored = await store.DumpAsync();
        Assert.Equal(("whatsapp.com", "required", TimeSpan.FromMinutes(10)), (request.RelyingPartyId, request.UserVerification, request.Timeout));
        Assert.Equal(_passkey.CredentialId.ToArray(), Assert.Single(request.AllowedCredentials).Id.ToArray());
        Assert.Null(device.Client.Status.Qr);
        Assert.Equal(stored, await store.DumpAsync());

        await device.Client.AnswerPasskeyAsync(_passkey.Sign(request));

        await Wait.ForAsync(scan, "the link");
        await device.ConnectedAsync();
        var shown = device.Events.OfType<ConnectionChanged>().Single(e => e.Reason == "passkey-code-shown").Status.PasskeyConfirmation;
        Assert.Equal(new PasskeyConfirmation(phone.Passkey.Code!, IsAutomatic: true), shown);
        Assert.Equal((null, null), (device.Client.Status.Passkey, device.Client.Status.PasskeyConfirmation));
        Assert.DoesNotContain(phone.Passkey.Code!, TestLog.Tail(), StringComparison.Ordinal);
        await (await sandbox.AddPhoneAsync("15550002")).SendTextAsync(Number, "hello");
        await device.ReceivesAsync("hello");
    }

    [Fact]
    public async Task A_late_answer_needs_a_person_who_compares_the_codes()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await PhoneAsync(sandbox);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), Options(sandbox));
        var (scan, confirmation) = await CompareAsync(device, phone);
        Assert.Equal(new PasskeyConfirmation(phone.Passkey.Code!, IsAutomatic: false), confirmation);
        Assert.False(scan.IsCompleted);

        await device.Client.ConfirmPasskeyAsync(codesAreEqual: true);

        await Wait.ForAsync(scan, "the link");
        await device.ConnectedAsync();
    }

    [Fact]
    public async Task Codes_that_differ_end_the_attempt_and_leave_the_store_as_it_was()
    {
        var faults = new SandboxFaults { PasskeyCode = code => (code[0] == 'A' ? "B" : "A") + code[1..] };
        await using var sandbox = await WhatsAppSandbox.StartAsync(new SandboxOptions { Faults = faults }, TestLog.Factory);
        var phone = await PhoneAsync(sandbox);
        var store = new ObservedStore();
        await using var device = TestDevice.Create(sandbox, store, Options(sandbox));
        var (scan, confirmation) = await CompareAsync(device, phone);
        Assert.NotEqual(phone.Passkey.Code, confirmation.Code);
        var stored = await store.DumpAsync();

        await device.Client.ConfirmPasskeyAsync(codesAreEqual: false);

        await Wait.UntilAsync(() => device.Client.Status.State == ConnectionState.Failed, "the end");
        Assert.Equal("passkey-codes-differ", device.Client.Status.Error);
        await Assert.ThrowsAsync<InvalidOperationException>(() => scan);
        Assert.Equal(stored, await store.DumpAsync());
        Assert.Equal(1, sandbox.SocketsOpened);
    }

    [Fact]
    public async Task A_refused_answer_can_be_repeated()
    {
        var refusals = 1;
        var faults = new SandboxFaults { RefusesPasskey = step => step.Tag == "passkey_prologue" && Interlocked.Decrement(ref refusals) >= 0 };
        await using var sandbox = await WhatsAppSandbox.StartAsync(new SandboxOptions { Faults = faults }, TestLog.Factory);
        var phone = await PhoneAsync(sandbox);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), Options(sandbox));
        var (scan, request) = await ScanAsync(device, phone);

        var error = await Assert.ThrowsAsync<PasskeyException>(() => device.Client.AnswerPasskeyAsync(_passkey.Sign(request)));
        Assert.Equal((PasskeyError.Prologue, true), (error.Error, error.IsTransient));
        Assert.Equal(request, device.Client.Status.Passkey);

        await device.Client.AnswerPasskeyAsync(_passkey.Sign(request));
        await Wait.ForAsync(scan, "the link");
        await device.ConnectedAsync();
    }

    [Fact]
    public async Task A_passkey_of_somebody_else_is_refused()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await PhoneAsync(sandbox);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), Options(sandbox));
        var (scan, request) = await ScanAsync(device, phone);
        using var other = new SandboxPasskey();

        foreach (var wrong in new[]
        {
            other.Sign(request),
            other.Sign(request) with { CredentialId = _passkey.CredentialId },
            _passkey.Sign(request with { Challenge = new byte[32] }),
        })
        {
            var error = await Assert.ThrowsAsync<PasskeyException>(() => device.Client.AnswerPasskeyAsync(wrong));
            Assert.Equal(401, Assert.IsType<WhatsAppRequestException>(error.InnerException).Code);
        }

        Assert.False(scan.IsCompleted);
        await device.Client.AnswerPasskeyAsync(_passkey.Sign(request));
        await Wait.ForAsync(scan, "the link");
    }

    [Theory]
    [InlineData("key")]
    [InlineData("nonce")]
    [InlineData("zero")]
    public async Task A_damaged_share_of_the_phone_is_told_and_the_passkey_can_be_answered_again(string part)
    {
        var damages = 1;
        var faults = new SandboxFaults { PasskeyContinuation = share => Interlocked.Decrement(ref damages) >= 0 ? Damaged(share, part) : share };
        await using var sandbox = await WhatsAppSandbox.StartAsync(new SandboxOptions { Faults = faults }, TestLog.Factory);
        var phone = await PhoneAsync(sandbox);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), Options(sandbox));
        var (scan, request) = await ScanAsync(device, phone);

        await device.Client.AnswerPasskeyAsync(_passkey.Sign(request));
        await Wait.UntilAsync(() => device.Events.OfType<PasskeyFailed>().Any(e => e.Error == PasskeyError.Continuation), "the failure");
        Assert.Equal(request, device.Client.Status.Passkey);
        Assert.Null(phone.Passkey.Code);

        // The first answer was taken, and the proof with it: now a person compares.
        await device.Client.AnswerPasskeyAsync(_passkey.Sign(request));
        var confirmation = await Wait.ForAsync(() => device.Client.Status.PasskeyConfirmation, "the code");
        Assert.Equal(new PasskeyConfirmation(phone.Passkey.Code!, IsAutomatic: false), confirmation);
        await device.Client.ConfirmPasskeyAsync(codesAreEqual: true);
        await Wait.ForAsync(scan, "the link");
        await device.ConnectedAsync();
    }

    [Fact]
    public async Task A_confirmation_that_was_refused_is_told_and_can_be_repeated()
    {
        var refusals = 1;
        var faults = new SandboxFaults { RefusesPasskey = step => step.Tag == "encrypted_pairing_request" && Interlocked.Decrement(ref refusals) >= 0 };
        await using var sandbox = await WhatsAppSandbox.StartAsync(new SandboxOptions { Faults = faults }, TestLog.Factory);
        var phone = await PhoneAsync(sandbox);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), Options(sandbox));
        var (scan, request) = await ScanAsync(device, phone);

        await device.Client.AnswerPasskeyAsync(_passkey.Sign(request));
        await Wait.UntilAsync(() => device.Events.OfType<PasskeyFailed>().Any(e => e.Error == PasskeyError.Confirmation), "the failure");
        await device.Client.ConfirmPasskeyAsync(codesAreEqual: true);

        await Wait.ForAsync(scan, "the link");
        await device.ConnectedAsync();
    }

    [Fact]
    public async Task A_request_that_cannot_be_read_is_asked_for_again()
    {
        var damages = 1;
        var faults = new SandboxFaults
        {
            PasskeyRequest = request => Interlocked.Decrement(ref damages) >= 0
                ? new BinaryNode(request.Tag, [.. request.Attributes], new BinaryNode("passkey_request_options", null, "{}"u8.ToArray()))
                : request,
        };
        await using var sandbox = await WhatsAppSandbox.StartAsync(new SandboxOptions { Faults = faults }, TestLog.Factory);
        var phone = await PhoneAsync(sandbox);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), Options(sandbox));
        var (scan, request) = await ScanAsync(device, phone);

        await device.Client.AnswerPasskeyAsync(_passkey.Sign(request));

        await Wait.ForAsync(scan, "the link");
        Assert.DoesNotContain(device.Events, e => e is PasskeyFailed);
    }

    [Fact]
    public async Task A_connection_lost_in_the_middle_starts_over_with_another_QR_code()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await PhoneAsync(sandbox);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), TestDevice.Options(sandbox));
        await device.Client.ConnectAsync();
        var first = await Wait.ForAsync(() => device.Client.Status.Qr, "a QR code");
        var scan = phone.ScanAsync(first.Text);
        var request = await Wait.ForAsync(() => device.Client.Status.Passkey, "the request");

        await sandbox.Core.FindWaiting(ReferenceOf(first))!.CloseAsync(null);

        await Assert.ThrowsAsync<InvalidOperationException>(() => scan);
        var second = await Wait.ForAsync(() => device.Client.Status.Qr, "another QR code");
        Assert.Equal((2, null), (second.Attempt, device.Client.Status.Passkey));
        Assert.Equal(
            PasskeyError.NotRequested,
            (await Assert.ThrowsAsync<PasskeyException>(() => device.Client.AnswerPasskeyAsync(_passkey.Sign(request)))).Error);
        scan = phone.ScanAsync(second.Text);
        request = await Wait.ForAsync(() => device.Client.Status.Passkey, "the request");
        await device.Client.AnswerPasskeyAsync(_passkey.Sign(request));
        await Wait.ForAsync(scan, "the link");
        await device.ConnectedAsync();
    }

    [Fact]
    public async Task A_typed_code_and_a_passkey_pair_a_device()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await PhoneAsync(sandbox);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), Options(sandbox));
        await device.Client.ConnectAsync();
        await Wait.ForAsync(() => device.Client.Status.Qr, "a QR code");
        var code = await device.Client.RequestPairingCodeAsync(Number);

        var entering = phone.EnterCodeAsync(code.Code);
        var request = await Wait.ForAsync(() => device.Client.Status.Passkey, "the request");
        Assert.Equal((null, null), (device.Client.Status.Qr, device.Client.Status.PairingCode));
        await device.Client.AnswerPasskeyAsync(_passkey.Sign(request));

        await Wait.ForAsync(entering, "the link");
        await device.ConnectedAsync();
        Assert.True(device.Events.OfType<ConnectionChanged>().Single(e => e.Reason == "passkey-code-shown").Status.PasskeyConfirmation!.IsAutomatic);
    }

    [Fact]
    public async Task No_QR_limit_ends_the_step_but_its_own_limit_does()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await PhoneAsync(sandbox);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), Options(sandbox) with { MaxQrAttempts = 1 });
        var (scan, request) = await ScanAsync(device, phone);

        // Far beyond the life of the code, and of all codes of a connection.
        await PassUntilAsync(() => request.ExpiresAt - _time.GetUtcNow() <= TimeSpan.FromSeconds(15));
        await Assert.ThrowsAsync<PasskeyException>(() => device.Client.ConfirmPasskeyAsync(codesAreEqual: true));
        Assert.Equal((ConnectionState.AwaitingScan, request), (device.Client.Status.State, device.Client.Status.Passkey));
        Assert.Single(device.Events.OfType<ConnectionChanged>(), e => e.Reason == "qr-shown");

        await PassUntilAsync(() => device.Client.Status.State == ConnectionState.ForceDisconnected);

        Assert.Equal(("passkey-time-over", null), (device.Client.Status.Error, device.Client.Status.Passkey));
        await Assert.ThrowsAsync<InvalidOperationException>(() => scan);
        await Wait.UntilAsync(() => sandbox.SocketsOpen == 0, "the closed socket");
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((ConnectionState.ForceDisconnected, 1), (device.Client.Status.State, sandbox.SocketsOpened));
    }

    private static string ReferenceOf(QrCode code) => code.Text[(code.Text.IndexOf('#', StringComparison.Ordinal) + 1)..].Split(',')[0];

    private static BinaryNode Damaged(BinaryNode share, string part)
    {
        var identity = PrimaryEphemeralIdentity.Parser.ParseFrom(share.Children[0].Bytes.Span);
        switch (part)
        {
            case "key":
                identity.PublicKey = ByteString.CopyFrom(identity.PublicKey.Span[1..]);
                break;
            case "nonce":
                identity.Nonce = ByteString.CopyFrom([.. identity.Nonce.Span, 0]);
                break;
            default:
                identity.PublicKey = ByteString.CopyFrom(new byte[32]);
                break;
        }

        return new BinaryNode(share.Tag, [.. share.Attributes], new BinaryNode("primary_ephemeral_identity", null, identity.ToByteArray()));
    }

    private async Task<SandboxPhone> PhoneAsync(WhatsAppSandbox sandbox)
    {
        var phone = await sandbox.AddPhoneAsync(Number);
        phone.Passkey.Demanded = _passkey;
        return phone;
    }

    private static async Task<(Task Scan, PasskeyRequest Request)> ScanAsync(TestDevice device, SandboxPhone phone)
    {
        await device.Client.ConnectAsync();
        var code = await Wait.ForAsync(() => device.Client.Status.Qr, "a QR code");
        var scan = phone.ScanAsync(code.Text);
        return (scan, await Wait.ForAsync(() => device.Client.Status.Passkey, "the request"));
    }

    /// <summary>Answers so late that no proof goes along.</summary>
    private async Task<(Task Scan, PasskeyConfirmation Confirmation)> CompareAsync(TestDevice device, SandboxPhone phone)
    {
        var (scan, request) = await ScanAsync(device, phone);
        _time.Advance(TimeSpan.FromMinutes(5));
        await device.Client.AnswerPasskeyAsync(_passkey.Sign(request));
        return (scan, await Wait.ForAsync(() => device.Client.Status.PasskeyConfirmation, "the code"));
    }

    private WhatsAppClientOptions Options(WhatsAppSandbox sandbox) => TestDevice.Options(sandbox) with
    {
        TimeProvider = _time,

        // Time flies here: no answer could be quick enough.
        KeepAliveInterval = TimeSpan.FromDays(1),
        RequestTimeout = TimeSpan.FromDays(1),
        ConnectTimeout = TimeSpan.FromDays(1),
    };

    private Task PassUntilAsync(Func<bool> condition) => Wait.UntilAsync(
        () =>
        {
            if (!condition())
            {
                _time.Advance(TimeSpan.FromSeconds(15));
            }

            return condition();
        },
        "the time that passes");
}
