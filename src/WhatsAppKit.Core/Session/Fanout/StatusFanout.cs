using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>A status update: a message to everybody in its audience and to this account's other devices.</summary>
internal sealed class StatusFanout(DeviceState state, IStatusAudience audience, DeviceDirectory devices, SenderKeyFanout senderKeys) : IFanout
{
    /// <summary>The chat all status updates are sent to.</summary>
    public static readonly Jid Chat = new("status", JidServer.Broadcast);

    public async Task<PreparedMessage> PrepareAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var recipients = message.Recipients ?? await audience.RecipientsAsync(cancellationToken).ConfigureAwait(false);
        return await senderKeys.PrepareAsync(message, Chat, token => AudienceAsync(recipients, token), cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> AnsweredAsync(PreparedMessage message, BinaryNode ack, CancellationToken cancellationToken)
    {
        var sent = (PreparedGroupMessage)message;
        var isRefused = ack["error"] is not null;
        if (!isRefused)
        {
            await senderKeys.ConfirmAsync(sent, cancellationToken).ConfigureAwait(false);
        }

        if (isRefused || (ack["phash"] is { } hash && hash != sent.Hash))
        {
            devices.ForgetAll();
        }

        return false;
    }

    private async Task<Audience> AudienceAsync(IReadOnlyList<Jid> recipients, CancellationToken cancellationToken)
    {
        var version = devices.Version;
        var credentials = state.Credentials;
        var self = credentials.LidJid ?? credentials.PhoneJid ?? throw new WhatsAppNotConnectedException("The device is not paired.");
        var users = recipients.Select(recipient => recipient.ToUser()).Append(self.ToUser()).Distinct().ToArray();
        var known = await devices.DevicesOfAsync(users, cancellationToken).ConfigureAwait(false);
        var targets = known.Values.SelectMany(list => list).Distinct().Where(device => !credentials.IsThisDevice(device));
        return new Audience([.. targets], self, AddressingMode: null, () => devices.Version == version);
    }
}
