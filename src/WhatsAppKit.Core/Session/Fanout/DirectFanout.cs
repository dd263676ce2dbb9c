using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>A message to one person: a copy for each device of theirs, and one for each other device of ours.</summary>
internal sealed class DirectFanout(
    DeviceState state, DeviceDirectory directory, DeviceEncryptor encryptor, SentMessageLog sent, IDirectExtras extras) : IFanout
{
    public async Task<PreparedMessage> PrepareAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var (address, copies) = await AddressAsync(message.To.ToUser(), message.Content, cancellationToken).ConfigureAwait(false);
        var encrypted = await encryptor.EncryptAsync(
            copies, [.. message.Alongside, sent.Entry(message, address)], cancellationToken).ConfigureAwait(false);
        if (!encrypted.Any(copy => copy.Device.User == address.User))
        {
            throw new RecipientNotFoundException();
        }

        return new PreparedMessage(await StanzaAsync(message, address, encrypted, cancellationToken).ConfigureAwait(false), address);
    }

    public Task<bool> AnsweredAsync(PreparedMessage message, BinaryNode ack, CancellationToken cancellationToken)
    {
        if (ack["error"] is not null)
        {
            // A stale device list is the usual cause; the next message asks for it anew.
            directory.ForgetAll();
        }
        else if (ack["phash"] is not null)
        {
            directory.Forget(message.Address);
        }

        return Task.FromResult(false);
    }

    /// <summary>Finds the devices and gives each its content: the message itself, or the copy for our own devices.</summary>
    private async Task<(Jid Address, IReadOnlyList<(Jid Device, ReadOnlyMemory<byte> Content)> Copies)> AddressAsync(
        Jid to, Message content, CancellationToken cancellationToken)
    {
        var credentials = state.Credentials;
        var own = (credentials.LidJid ?? credentials.PhoneJid ?? throw new WhatsAppNotConnectedException("The device is not paired.")).ToUser();
        var users = await directory.DevicesOfAsync(to == own ? [to] : [to, own], cancellationToken).ConfigureAwait(false);
        if (!users.TryGetValue(to, out var theirs) || theirs.Count == 0)
        {
            throw new RecipientNotFoundException();
        }

        var address = theirs[0].ToUser();
        ReadOnlyMemory<byte> plain = content.ToByteArray();
        ReadOnlyMemory<byte> copy = DeviceSent.Wrap(address, content).ToByteArray();
        var ours = users.TryGetValue(own, out var devices) ? devices : [];
        var targets = theirs.Concat(ours).Distinct().Where(device => !credentials.IsThisDevice(device));
        return (address, [.. targets.Select(device => (device, credentials.IsOwnUser(device) ? copy : plain))]);
    }

    private async Task<BinaryNode> StanzaAsync(
        OutgoingMessage message, Jid address, IReadOnlyList<EncryptedFor> encrypted, CancellationToken cancellationToken)
    {
        var phone = await state.LidMap.PhoneOfAsync(address, cancellationToken).ConfigureAwait(false);
        List<BinaryNode> children =
        [
            new BinaryNode(
                "participants", null, [.. encrypted.Select(copy => new BinaryNode("to", [("jid", copy.Device)], copy.ToEnc(message.Shape)))]),
        ];
        if (encrypted.Any(copy => copy.IsPreKey))
        {
            children.Add(new BinaryNode("device-identity", null, state.Credentials.Account));
        }

        children.AddRange(message.Shape.Children);
        var credentials = state.Credentials;
        var own = (address.IsLid ? credentials.LidJid : null) ?? credentials.PhoneJid ?? default;
        if (message.Reporting?.Invoke(own, address) is { } reporting)
        {
            children.Add(reporting);
        }

        children.AddRange(await extras.ForAsync(address, cancellationToken).ConfigureAwait(false));
        return new BinaryNode(
            "message",
            [("id", message.Id), ("to", address), ("type", message.Shape.Type), ("edit", message.Shape.Edit), ("peer_recipient_pn", phone)],
            [.. children]);
    }
}
