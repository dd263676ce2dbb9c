using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Groups;

/// <summary>Makes and changes groups.</summary>
public sealed class GroupService
{
    private readonly IWhatsAppSession _session;
    private readonly GroupDirectory _directory;
    private readonly DeviceState _state;
    private readonly TimeProvider _time;

    internal GroupService(IWhatsAppSession session, GroupDirectory directory, DeviceState state, TimeProvider time)
    {
        _session = session;
        _directory = directory;
        _state = state;
        _time = time;
    }

    /// <summary>A group as the server describes it now.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The address is no group's.</exception>
    /// <exception cref="WhatsAppNotConnectedException">The device is not connected.</exception>
    /// <exception cref="WhatsAppRequestException">403 when this account is not in it, 404 when there is no such group.</exception>
    /// <exception cref="RequestTimeoutException">The server did not answer.</exception>
    public Task<Group> GetAsync(Jid group, CancellationToken cancellationToken = default)
    {
        Require(group);
        return _directory.RefreshAsync(group, cancellationToken);
    }

    /// <summary>Makes a group of this account and others.</summary>
    /// <param name="subject">The group's name, not empty. The server refuses one that is too long.</param>
    /// <param name="participants">Whom to add, by phone number or LID; this account is in it anyway.</param>
    /// <param name="cancellationToken">Stops waiting; the group may still be made.</param>
    /// <returns>The group with those who are in it; a person who cannot be added is absent.</returns>
    /// <exception cref="ArgumentException">A participant is no person.</exception>
    /// <exception cref="WhatsAppNotConnectedException">The device is not connected.</exception>
    /// <exception cref="WhatsAppRequestException">The server refused, for example 406 for a name that is too long.</exception>
    /// <exception cref="RequestTimeoutException">The server did not answer; whether the group exists is unknown.</exception>
    public async Task<Group> CreateAsync(string subject, IEnumerable<Jid> participants, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        var people = await PeopleAsync(participants, cancellationToken).ConfigureAwait(false);
        var own = _state.IsLoaded ? _state.Credentials.PhoneJid : null;
        var key = MessageIds.Create(own ?? throw new WhatsAppNotConnectedException("The device is not paired."), _time.GetUtcNow());
        var answer = await _session.QueryAsync(GroupNodes.Create(subject, key, people), cancellationToken).ConfigureAwait(false);
        return GroupNodes.ParseAnswer(answer);
    }

    /// <summary>Takes this account out of a group.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The address is no group's.</exception>
    /// <exception cref="WhatsAppNotConnectedException">The device is not connected.</exception>
    /// <exception cref="WhatsAppRequestException">The server refused.</exception>
    /// <exception cref="RequestTimeoutException">The server did not answer.</exception>
    public async Task LeaveAsync(Jid group, CancellationToken cancellationToken = default)
    {
        Require(group);
        await _session.QueryAsync(GroupNodes.Leave(group), cancellationToken).ConfigureAwait(false);
        await ChangedAsync(group, someoneLeft: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds people to a group.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="participants">Whom to add, by phone number or LID.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <returns>What became of each person.</returns>
    /// <exception cref="ArgumentException">The address is no group's, or a participant is no person.</exception>
    /// <exception cref="WhatsAppNotConnectedException">The device is not connected.</exception>
    /// <exception cref="WhatsAppRequestException">The server refused the whole change.</exception>
    /// <exception cref="RequestTimeoutException">The server did not answer.</exception>
    public Task<IReadOnlyList<ParticipantResult>> AddParticipantsAsync(
        Jid group, IEnumerable<Jid> participants, CancellationToken cancellationToken = default) =>
        ChangeAsync(group, "add", participants, cancellationToken);

    /// <summary>Removes people from a group. What this device sends there afterwards, they cannot read.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="participants">Whom to remove, by phone number or LID.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <returns>What became of each person.</returns>
    /// <exception cref="ArgumentException">The address is no group's, or a participant is no person.</exception>
    /// <exception cref="WhatsAppNotConnectedException">The device is not connected.</exception>
    /// <exception cref="WhatsAppRequestException">The server refused the whole change.</exception>
    /// <exception cref="RequestTimeoutException">The server did not answer.</exception>
    public Task<IReadOnlyList<ParticipantResult>> RemoveParticipantsAsync(
        Jid group, IEnumerable<Jid> participants, CancellationToken cancellationToken = default) =>
        ChangeAsync(group, "remove", participants, cancellationToken);

    private static void Require(Jid group)
    {
        if (!group.IsGroup)
        {
            throw new ArgumentException("The address is no group's.", nameof(group));
        }
    }

    private async Task<IReadOnlyList<ParticipantResult>> ChangeAsync(
        Jid group, string change, IEnumerable<Jid> participants, CancellationToken cancellationToken)
    {
        Require(group);
        var people = await PeopleAsync(participants, cancellationToken).ConfigureAwait(false);
        var answer = await _session.QueryAsync(GroupNodes.Change(group, change, people), cancellationToken).ConfigureAwait(false);
        await ChangedAsync(group, someoneLeft: change == "remove", cancellationToken).ConfigureAwait(false);
        return GroupNodes.ParseResults(answer, change);
    }

    /// <summary>Draws the consequences without waiting for the server's notification, which may come after the next message.</summary>
    private async Task ChangedAsync(Jid group, bool someoneLeft, CancellationToken cancellationToken)
    {
        _directory.Forget(group);
        if (someoneLeft)
        {
            await _state.UpdateAsync(
                transaction => transaction.SenderKeys.DropOwnAsync(group, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Each person's address, and for a LID the phone number where it is known.</summary>
    private async Task<IReadOnlyList<(Jid Jid, Jid? Phone)>> PeopleAsync(IEnumerable<Jid> participants, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(participants);
        var people = new List<(Jid, Jid?)>();
        foreach (var participant in participants)
        {
            if (!participant.IsPhoneNumber && !participant.IsLid)
            {
                throw new ArgumentException("A participant of a group is a person.", nameof(participants));
            }

            people.Add((participant, await _state.LidMap.PhoneOfAsync(participant, cancellationToken).ConfigureAwait(false)));
        }

        return people;
    }
}
