using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Groups;

/// <summary>Asks the server for changes of groups, and carries them over to what is known of the group.</summary>
internal sealed class GroupEditor(
    IWhatsAppSession session, GroupDirectory directory, DeviceState state, PrivacyTokenStore tokens, TimeProvider time)
{
    /// <summary>Refuses an address that is no group's.</summary>
    public static Jid Require(Jid group) => group.IsGroup ? group : throw new ArgumentException("The address is no group's.", nameof(group));

    public Task<BinaryNode> AskAsync(BinaryNode question, CancellationToken cancellationToken) => session.QueryAsync(question, cancellationToken);

    /// <summary>Changes something of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="change">What to ask for.</param>
    /// <param name="patch">What the change makes of the group; null when only the server can tell.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<BinaryNode> EditAsync(Jid group, BinaryNode change, Func<Group, Group?> patch, CancellationToken cancellationToken)
    {
        using var inquiry = directory.Begin();
        var answer = await session.QueryAsync(GroupNodes.Set(Require(group), change), cancellationToken).ConfigureAwait(false);
        directory.Made(inquiry, group, patch);
        return answer;
    }

    /// <summary>Changes members: <c>add</c>, <c>remove</c>, <c>promote</c> or <c>demote</c>.</summary>
    public async Task<IReadOnlyList<ParticipantResult>> ChangeMembersAsync(
        Jid group, string change, NodeAttribute[]? attributes, IEnumerable<Jid> participants, CancellationToken cancellationToken)
    {
        Require(group);
        var people = await PeopleAsync(participants, withToken: change == "add", cancellationToken).ConfigureAwait(false);
        if (people.Count == 0)
        {
            throw new ArgumentException("Nobody is named.", nameof(participants));
        }

        using var inquiry = directory.Begin();
        var answer = await session.QueryAsync(
            GroupNodes.Set(group, new BinaryNode(change, attributes, [.. people])), cancellationToken).ConfigureAwait(false);
        var node = answer.Child(change) ?? throw new ProtocolException($"The answer to a change of a group has no <{change}>.");
        await DrawConsequencesAsync(inquiry, group, node, cancellationToken).ConfigureAwait(false);
        return [.. GroupReader.Results(node)];
    }

    /// <summary>The people of a request: with the phone number beside a LID where it is known, and with the token that vouches for this account.</summary>
    public async Task<IReadOnlyList<BinaryNode>> PeopleAsync(IEnumerable<Jid> participants, bool withToken, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(participants);
        var people = new List<BinaryNode>();
        foreach (var participant in participants.Select(person => person.ToUser()).Distinct())
        {
            if (!participant.IsPhoneNumber && !participant.IsLid)
            {
                throw new ArgumentException("A participant of a group is a person.", nameof(participants));
            }

            var phone = await state.LidMap.PhoneOfAsync(participant, cancellationToken).ConfigureAwait(false);
            var token = withToken ? await tokens.ValidAsync(participant, cancellationToken).ConfigureAwait(false) : default;
            people.Add(GroupNodes.Participant(participant, phone, token));
        }

        return people;
    }

    /// <summary>An id in the form of a message's, for requests that need one of their own.</summary>
    /// <exception cref="WhatsAppNotConnectedException">The device is not paired.</exception>
    public string NewId() => MessageIds.Create(Own, time.GetUtcNow());

    /// <summary>This account's phone-number address.</summary>
    /// <exception cref="WhatsAppNotConnectedException">The device is not paired.</exception>
    public Jid Own => (state.IsLoaded ? state.Credentials.PhoneJid : null) ?? throw new WhatsAppNotConnectedException("The device is not paired.");

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>This account is in that group no more.</summary>
    public Task LeftAsync(Jid group, CancellationToken cancellationToken)
    {
        directory.Forget(group);
        return DropKeyAsync(group, cancellationToken);
    }

    /// <summary>Does at once what the server's notification, which may come after the next message, would make this device do.</summary>
    private async Task DrawConsequencesAsync(GroupDirectory.Inquiry inquiry, Jid group, BinaryNode answer, CancellationToken cancellationToken)
    {
        var done = new BinaryNode(answer.Tag, null, [.. answer.ChildrenOf("participant").Where(person => person["error"] is null)]);
        if (done.Children.Count == 0)
        {
            return;
        }

        directory.Made(inquiry, group, known => GroupPatches.Apply(known, GroupChangeReader.Members(group, done, null, time.GetUtcNow())));
        await directory.LearnAsync(GroupReader.Pairs(done), cancellationToken).ConfigureAwait(false);
        if (answer.Tag == "remove")
        {
            await DropKeyAsync(group, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task DropKeyAsync(Jid group, CancellationToken cancellationToken) => state.UpdateAsync(
        transaction => transaction.SenderKeys.DropOwnAsync(group, cancellationToken).AsTask(), cancellationToken);
}
