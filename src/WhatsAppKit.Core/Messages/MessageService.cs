using System.Globalization;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Messages;

/// <summary>Sends messages.</summary>
public sealed class MessageService
{
    /// <summary>The longest text in characters that WhatsApp's own clients accept.</summary>
    public const int MaxTextLength = 65536;

    private readonly IWhatsAppSession _session;
    private readonly DeviceState _state;
    private readonly DeviceDirectory _directory;
    private readonly DeviceEncryptor _encryptor;
    private readonly SentMessageLog _sent;
    private readonly TimeProvider _time;

    internal MessageService(
        IWhatsAppSession session,
        DeviceState state,
        DeviceDirectory directory,
        DeviceEncryptor encryptor,
        SentMessageLog sent,
        TimeProvider time)
    {
        _session = session;
        _state = state;
        _directory = directory;
        _encryptor = encryptor;
        _sent = sent;
        _time = time;
    }

    /// <summary>A new message id, for callers that must record it before they send.</summary>
    /// <exception cref="WhatsAppNotConnectedException">The device is not paired.</exception>
    public string CreateId() =>
        _state.IsLoaded && _state.Credentials.PhoneJid is { } own
            ? MessageIds.Create(own, _time.GetUtcNow())
            : throw new WhatsAppNotConnectedException("The device is not paired.");

    /// <summary>Sends text to a person and to this account's other devices, and waits until the server has accepted it.</summary>
    /// <param name="to">The recipient, by phone number or LID.</param>
    /// <param name="text">1 to <see cref="MaxTextLength"/> characters.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one. The server drops a second message with the same id.</param>
    /// <param name="cancellationToken">Stops waiting; the message may still have been sent.</param>
    /// <exception cref="WhatsAppNotConnectedException">The device is not connected.</exception>
    /// <exception cref="RecipientNotFoundException">The recipient is not on WhatsApp.</exception>
    /// <exception cref="MessageRejectedException">The server refused the message.</exception>
    /// <exception cref="RequestTimeoutException">The server did not answer; whether it has the message is unknown.</exception>
    public async Task<SentMessage> SendTextAsync(Jid to, string text, string? id = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaxTextLength);
        if (!to.IsPhoneNumber && !to.IsLid)
        {
            throw new ArgumentException("Text can be sent to a person only, by phone number or LID.", nameof(to));
        }

        id ??= CreateId();
        var content = new Message { Conversation = text };
        var (address, copies) = await AddressAsync(to.ToUser(), content, cancellationToken).ConfigureAwait(false);
        var logged = _sent.Entry(id, new LoggedMessage(address, "text", content.ToByteArray(), _time.GetUtcNow().ToUnixTimeSeconds()));
        var encrypted = await _encryptor.EncryptAsync(copies, [logged], cancellationToken).ConfigureAwait(false);
        if (!encrypted.Any(copy => copy.Device.User == address.User))
        {
            throw new RecipientNotFoundException();
        }

        var ack = await _session.SendAndAwaitAckAsync(
            await StanzaAsync(id, address, encrypted, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return Accepted(ack, id, address);
    }

    /// <summary>Finds the devices and gives each its content: the message itself, or the copy for our own devices.</summary>
    private async Task<(Jid Address, IReadOnlyList<(Jid Device, ReadOnlyMemory<byte> Content)> Copies)> AddressAsync(
        Jid to, Message content, CancellationToken cancellationToken)
    {
        var credentials = _state.Credentials;
        var own = (credentials.LidJid ?? credentials.PhoneJid ?? throw new WhatsAppNotConnectedException("The device is not paired.")).ToUser();
        var users = await _directory.DevicesOfAsync(to == own ? [to] : [to, own], cancellationToken).ConfigureAwait(false);
        if (!users.TryGetValue(to, out var theirs) || theirs.Count == 0)
        {
            throw new RecipientNotFoundException();
        }

        var address = theirs[0].ToUser();
        ReadOnlyMemory<byte> plain = content.ToByteArray();
        ReadOnlyMemory<byte> copy = new Message
        {
            DeviceSentMessage = new Message.Types.DeviceSentMessage { DestinationJid = address.ToString(), Message = content },
        }.ToByteArray();
        var ours = users.TryGetValue(own, out var devices) ? devices : [];
        var targets = theirs.Concat(ours).Distinct().Where(device => !credentials.IsThisDevice(device));
        return (address, [.. targets.Select(device => (device, credentials.IsOwnUser(device) ? copy : plain))]);
    }

    private async Task<BinaryNode> StanzaAsync(
        string id, Jid address, IReadOnlyList<EncryptedFor> encrypted, CancellationToken cancellationToken)
    {
        var participants = new BinaryNode(
            "participants", null, [.. encrypted.Select(copy => new BinaryNode("to", [("jid", copy.Device)], copy.ToEnc()))]);
        BinaryNode[] children = encrypted.Any(copy => copy.IsPreKey)
            ? [participants, new BinaryNode("device-identity", null, _state.Credentials.Account)]
            : [participants];
        var phone = await _state.LidMap.PhoneOfAsync(address, cancellationToken).ConfigureAwait(false);
        return new BinaryNode("message", [("id", id), ("to", address), ("type", "text"), ("peer_recipient_pn", phone)], children);
    }

    private SentMessage Accepted(BinaryNode ack, string id, Jid address)
    {
        if (ack.Number("error") is { } error)
        {
            // A stale device list is the usual cause; the next message asks for it anew.
            _directory.ForgetAll();
            throw new MessageRejectedException((int)error);
        }

        if (ack["phash"] is not null)
        {
            _directory.Forget(address);
        }

        var at = ack["t"] is { } t && long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : _time.GetUtcNow();
        return new SentMessage(id, address, at);
    }
}
