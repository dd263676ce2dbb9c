using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Sandbox.Listener;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>How a phone links a device whose secret it knows: it signs the device's identity and waits for the device to sign back.</summary>
internal sealed class DeviceLinking(SandboxCore core, SandboxPhone phone)
{
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);

    private static readonly byte[] AccountPrefix = [6, 0];
    private static readonly byte[] DevicePrefix = [6, 1];

    /// <summary>Links the device; when the account demands a passkey, that comes first and leads to another secret.</summary>
    public async Task<Jid> RunAsync(ClientConnection connection, byte[] advSecret, CancellationToken cancellationToken)
    {
        if (phone.Passkey.Demanded is not { } passkey)
        {
            return await LinkAsync(connection, advSecret, cancellationToken).ConfigureAwait(false);
        }

        using var ceremony = new PasskeyCeremony(core, phone, connection, passkey, advSecret);
        var fresh = await ceremony.RunAsync(cancellationToken).ConfigureAwait(false);
        return await LinkAsync(connection, fresh, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Jid> LinkAsync(ClientConnection connection, byte[] advSecret, CancellationToken cancellationToken)
    {
        var registration = connection.Registration!;
        var identity = registration.Payload.DevicePairingData.EIdent.ToByteArray();
        int id;
        lock (core.Accounts.Gate)
        {
            id = ++phone.Account.LastDevice;
        }

        var (container, details) = Sign(identity, advSecret, (uint)id);
        await connection.SendAsync(PairSuccess(registration, container, id)).ConfigureAwait(false);
        var answer = await registration.Answer.Task.WaitAsync(AnswerTimeout, cancellationToken).ConfigureAwait(false);
        Check(answer, details, identity, id);
        var device = Link(registration, id);
        await core.Archive.SaveAsync(phone.Account).ConfigureAwait(false);
        await connection.CloseAsync(new BinaryNode("stream:error", [("code", "515")])).ConfigureAwait(false);
        await core.Notices.AnnounceAsync(phone.Account, device, "add").ConfigureAwait(false);
        phone.AppState.ShareKeys(phone.Jid.WithDevice(id));
        phone.History.Welcome(phone.Jid.WithDevice(id), registration.Payload.DevicePairingData.DeviceProps);
        return phone.Jid.WithDevice(id);
    }

    private (byte[] Container, byte[] Details) Sign(byte[] identity, byte[] advSecret, uint keyIndex)
    {
        var account = phone.State.Credentials.IdentityKey;
        var details = new ADVDeviceIdentity
        {
            RawId = phone.Account.RawId,
            Timestamp = (ulong)core.Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds(),
            KeyIndex = keyIndex,
        }.ToByteArray();
        var signed = new ADVSignedDeviceIdentity
        {
            Details = ByteString.CopyFrom(details),
            AccountSignatureKey = ByteString.CopyFrom(account.PublicKey.Span),
            AccountSignature = ByteString.CopyFrom(core.Options.Faults.AccountSignature(
                XEdDsa.Sign(account.PrivateKey, [.. AccountPrefix, .. details, .. identity]))),
        }.ToByteArray();
        var container = new ADVSignedDeviceIdentityHMAC
        {
            Details = ByteString.CopyFrom(signed),
            Hmac = ByteString.CopyFrom(HMACSHA256.HashData(advSecret, signed)),
        }.ToByteArray();
        return (container, details);
    }

    private BinaryNode PairSuccess(Registration registration, byte[] container, int id) =>
        new(
            "iq",
            [
                ("from", Jid.WhatsAppServer),
                ("type", "set"),
                ("id", registration.PairSuccessId),
                ("xmlns", "md"),
                ("t", Stanzas.Nodes.Text(core.Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds())),
            ],
            new BinaryNode(
                "pair-success",
                null,
                new BinaryNode("device-identity", null, container),
                new BinaryNode("device", [("jid", phone.Jid.WithDevice(id)), ("lid", phone.Lid.WithDevice(id))]),
                new BinaryNode("platform", [("name", "android")])));

    private void Check(BinaryNode answer, byte[] details, byte[] identity, int id)
    {
        if (answer["type"] == "error")
        {
            throw new InvalidOperationException($"The device refused: {answer.Child("error")?["text"]}.");
        }

        var reply = answer.Child("pair-device-sign")?.Child("device-identity");
        var signed = ADVSignedDeviceIdentity.Parser.ParseFrom((reply?.Bytes ?? default).Span);
        byte[] message = [.. DevicePrefix, .. details, .. identity, .. phone.State.Credentials.IdentityKey.PublicKey.Span];
        if (reply?.Number("key-index") != id
            || !signed.Details.Span.SequenceEqual(details)
            || !XEdDsa.Verify(new PublicKey(identity), message, signed.DeviceSignature.Span))
        {
            throw new InvalidOperationException("The device's signature does not verify.");
        }
    }

    private Device Link(Registration registration, int id)
    {
        var data = registration.Payload.DevicePairingData;
        var device = new Device(phone.Account, id)
        {
            KeyIndex = id,
            NoiseKey = registration.NoiseKey.Span.ToArray(),
            Identity = data.EIdent.ToByteArray(),
            Registration = data.ERegid.ToByteArray(),
            SignedPreKeyId = data.ESkeyId.ToByteArray(),
            SignedPreKey = data.ESkeyVal.ToByteArray(),
            SignedPreKeySignature = data.ESkeySig.ToByteArray(),
            PushName = registration.Payload.PushName,
        };
        lock (core.Accounts.Gate)
        {
            phone.Account.Devices.Add(id, device);
        }

        return device;
    }
}
