using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>A message to a group: one ciphertext for all, and our sender key for the devices that lack it.</summary>
internal sealed class GroupFanout(DeviceState state, GroupDirectory groups, DeviceDirectory devices, SenderKeyFanout senderKeys) : IFanout
{
    private const long StaleAddressing = 421;

    public async Task<PreparedMessage> PrepareAsync(OutgoingMessage message, CancellationToken cancellationToken) =>
        await senderKeys.PrepareAsync(message, message.To, token => AudienceAsync(message.To, token), cancellationToken).ConfigureAwait(false);

    public async Task<bool> AnsweredAsync(PreparedMessage message, BinaryNode ack, CancellationToken cancellationToken)
    {
        if (ack.Number("error") is { } error)
        {
            // A stale list of members or devices is the usual cause; both are asked anew.
            Forget(message.Address);
            return error == StaleAddressing;
        }

        var sent = (PreparedGroupMessage)message;
        await senderKeys.ConfirmAsync(sent, cancellationToken).ConfigureAwait(false);
        if (ack["phash"] is { } hash && hash != sent.Hash)
        {
            // The message went to those it was for. Only the next one needs the new lists.
            Forget(message.Address);
        }

        return false;
    }

    /// <summary>True when that device is one of a member's now.</summary>
    public async Task<bool> IsMemberAsync(Jid group, Jid device, CancellationToken cancellationToken)
    {
        var known = await groups.GetAsync(group, cancellationToken).ConfigureAwait(false);
        var user = device.ToUser();
        var alternate = user.IsLid
            ? await state.LidMap.PhoneOfAsync(user, cancellationToken).ConfigureAwait(false)
            : await state.LidMap.LidOfAsync(user, cancellationToken).ConfigureAwait(false);
        return known.Participants.Any(member => member.Jid == user || member.Jid == alternate || member.Alternate == user)
            && await devices.IsListedAsync(device, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Audience> AudienceAsync(Jid chat, CancellationToken cancellationToken)
    {
        var version = devices.Version;
        var group = await groups.GetAsync(chat, cancellationToken).ConfigureAwait(false);
        var members = group.Participants.Select(member => member.Jid).ToArray();
        var known = await devices.DevicesOfAsync(members, cancellationToken).ConfigureAwait(false);
        var credentials = state.Credentials;
        var isLid = group.Addressing == GroupAddressing.Lid;

        // Devices are known by LID, but in a group everybody is addressed in the group's own form.
        var targets = members
            .SelectMany(member => known.TryGetValue(member, out var devices) ? devices.Select(device => member.WithDevice(device.Device)) : [])
            .Where(device => !credentials.IsThisDevice(device));
        var self = (isLid ? credentials.LidJid : null) ?? credentials.PhoneJid ?? throw new WhatsAppNotConnectedException("The device is not paired.");
        return new Audience([.. targets], self, isLid ? "lid" : "pn", () => devices.Version == version && groups.IsCurrent(group));
    }

    private void Forget(Jid group)
    {
        groups.Forget(group);
        devices.ForgetAll();
    }
}
