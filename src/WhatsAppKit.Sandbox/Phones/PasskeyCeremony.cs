using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Pairing.Passkey;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Sandbox.Listener;
using WhatsAppKit.Sandbox.Stanzas;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>
/// What server and phone do between a scan and the linking when the account demands a passkey: they check the passkey's answer,
/// agree on a key with the device, and learn its keys and its new secret under it.
/// </summary>
internal sealed class PasskeyCeremony(
    SandboxCore core, SandboxPhone phone, ClientConnection connection, SandboxPasskey passkey, byte[] advSecret) : IDisposable
{
    private const int ChallengeLength = 32;

    private static readonly string[] Transports = ["internal"];

    private readonly byte[] _challenge = RandomNumberGenerator.GetBytes(ChallengeLength);
    private readonly KeyPair _ephemeral = KeyPair.Generate();
    private readonly TaskCompletionSource<byte[]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _reference;
    private PhoneShare? _share;
    private PairingKey? _key;

    /// <summary>Asks the device, and returns its new secret when it has proven itself.</summary>
    public async Task<byte[]> RunAsync(CancellationToken cancellationToken)
    {
        phone.Passkey.Code = null;
        connection.Passkeys!.Begin(this);
        await connection.SendAsync(core.Options.Faults.PasskeyRequest(Notification("passkey_prologue_request", Options()))).ConfigureAwait(false);
        return await _done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Leave() => _done.TrySetException(new InvalidOperationException("The device went away before it was linked."));

    public async Task AnswerAsync(BinaryNode iq)
    {
        var step = iq.Children[0];
        var answer = core.Options.Faults.RefusesPasskey(step) ? Nodes.Error(iq, 403, "forbidden") : step.Tag switch
        {
            PasskeyNodes.Options => core.Options.Faults.PasskeyRequest(Nodes.Result(iq, Options())),
            "ref" => Nodes.Result(iq, Reference()),
            "passkey_prologue" => OnPrologue(iq, step),
            "companion_nonce" => OnNonce(iq, step.Bytes),
            _ => OnRequest(iq, step.Bytes),
        };
        await connection.SendAsync(answer).ConfigureAwait(false);
        if (step.Tag == "passkey_prologue" && answer["type"] == "result")
        {
            await connection.SendAsync(core.Options.Faults.PasskeyContinuation(Notification("crsc_continuation", _share!.Node()))).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _ephemeral.Dispose();
        _key?.Dispose();
    }

    private BinaryNode Options() => new(PasskeyNodes.Options, null, JsonSerializer.SerializeToUtf8Bytes(new
    {
        challenge = Base64Url.EncodeToString(_challenge),
        timeout = (long)phone.Passkey.Timeout.TotalMilliseconds,
        rpId = passkey.RelyingPartyId,
        allowCredentials = new[] { new { id = Base64Url.EncodeToString(passkey.CredentialId.Span), type = "public-key", transports = Transports } },
        userVerification = "required",
        extensions = new { },
    }));

    private BinaryNode Reference()
    {
        _reference = "1@" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));
        return new BinaryNode("ref", null, Encoding.ASCII.GetBytes(_reference));
    }

    private BinaryNode OnPrologue(BinaryNode iq, BinaryNode step)
    {
        if (!passkey.Verifies(_challenge, Content(step, "credential_id"), Content(step, "webauthn_assertion")))
        {
            return Nodes.Error(iq, 401, "not-authorized");
        }

        var payload = Content(step, "prologue_payload");
        if (step.Child("pairing_handoff_proof") is { } proof && !IsProven(payload, proof.Bytes.Span))
        {
            return Nodes.Error(iq, 401, "handoff-mismatch");
        }

        _share = PhoneShare.Read(payload, _ephemeral);
        return _share is { } share && share.Reference == _reference && share.DeviceType == DeviceType() ? Nodes.Result(iq) : Nodes.Error(iq, 400, "bad-request");
    }

    private static ReadOnlySpan<byte> Content(BinaryNode step, string tag) => (step.Child(tag)?.Bytes ?? default).Span;

    private int DeviceType() => (int)DeviceProps.Parser.ParseFrom(connection.Registration!.Payload.DevicePairingData.DeviceProps).PlatformType;

    private bool IsProven(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> proof)
    {
        Span<byte> key = stackalloc byte[HandoffKey.Length];
        HandoffKey.Derive(advSecret, key);
        return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, payload), proof);
    }

    private BinaryNode OnNonce(BinaryNode iq, ReadOnlyMemory<byte> nonce)
    {
        if (_share is not { } share || !share.IsOpenedBy(nonce.Span))
        {
            return Nodes.Error(iq, 400, "bad-request");
        }

        _key?.Dispose();
        _key = share.DeriveKey();
        phone.Passkey.Code = core.Options.Faults.PasskeyCode(share.CodeWith(nonce.Span));
        return Nodes.Result(iq);
    }

    private BinaryNode OnRequest(BinaryNode iq, ReadOnlyMemory<byte> sealedRequest)
    {
        var registration = connection.Registration!;
        if (_key is null
            || SealedRequest.TryOpen(_key, sealedRequest.Span) is not { AdvSecret.Length: SealedRequest.SecretLength } request
            || !request.CompanionPublicKey.Span.SequenceEqual(registration.NoiseKey.Span)
            || !request.CompanionIdentityKey.Span.SequenceEqual(registration.Payload.DevicePairingData.EIdent.Span))
        {
            return Nodes.Error(iq, 400, "bad-request");
        }

        _done.TrySetResult(request.AdvSecret.ToByteArray());
        return Nodes.Result(iq);
    }

    private BinaryNode Notification(string type, BinaryNode child) =>
        new(
            "notification",
            [
                ("from", Jid.WhatsAppServer),
                ("type", type),
                ("id", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))),
                ("t", Nodes.Text(core.Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds())),
            ],
            child);
}
