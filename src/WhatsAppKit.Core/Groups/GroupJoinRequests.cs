using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Groups;

/// <summary>People who ask to be let into a group. Errors are those of <see cref="GroupService"/>.</summary>
public sealed class GroupJoinRequests
{
    private readonly GroupEditor _editor;

    internal GroupJoinRequests(GroupEditor editor) => _editor = editor;

    /// <summary>Who asks to be let in.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<GroupJoinRequest>> ListAsync(Jid group, CancellationToken cancellationToken = default)
    {
        var question = GroupNodes.Get(GroupEditor.Require(group), new BinaryNode("membership_approval_requests"));
        var answer = await _editor.AskAsync(question, cancellationToken).ConfigureAwait(false);
        return [.. (answer.Child("membership_approval_requests")?.ChildrenOf("membership_approval_request") ?? []).Select(Read).OfType<GroupJoinRequest>()];
    }

    /// <summary>Lets people in.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="people">Whom; at least one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What became of each person.</returns>
    public Task<IReadOnlyList<ParticipantResult>> ApproveAsync(Jid group, IEnumerable<Jid> people, CancellationToken cancellationToken = default) =>
        DecideAsync(group, "approve", people, cancellationToken);

    /// <summary>Does not let people in.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="people">Whom; at least one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What became of each person.</returns>
    public Task<IReadOnlyList<ParticipantResult>> RejectAsync(Jid group, IEnumerable<Jid> people, CancellationToken cancellationToken = default) =>
        DecideAsync(group, "reject", people, cancellationToken);

    private static GroupJoinRequest? Read(BinaryNode node) => node.Jid("jid")?.ToUser() is { } jid && (jid.IsPhoneNumber || jid.IsLid)
        ? new GroupJoinRequest(jid, UnixTime.FromSeconds(node.Number("request_time")))
        {
            Phone = node.Jid("phone_number")?.ToUser(),
            Method = node["request_method"],
            RequestedBy = node.Jid("requestor")?.ToUser(),
        }
        : null;

    private async Task<IReadOnlyList<ParticipantResult>> DecideAsync(
        Jid group, string decision, IEnumerable<Jid> people, CancellationToken cancellationToken)
    {
        GroupEditor.Require(group);
        var nodes = await _editor.PeopleAsync(people, withToken: false, cancellationToken).ConfigureAwait(false);
        if (nodes.Count == 0)
        {
            throw new ArgumentException("Nobody is named.", nameof(people));
        }

        // Those who come in are reported like everybody who does.
        var answer = await _editor.AskAsync(
            GroupNodes.Set(group, new BinaryNode("membership_requests_action", null, new BinaryNode(decision, null, [.. nodes]))), cancellationToken)
            .ConfigureAwait(false);
        var results = answer.Child("membership_requests_action")?.Child(decision)
            ?? throw new ProtocolException($"The answer to a decision about joining has no <{decision}>.");
        return [.. GroupReader.Results(results)];
    }
}

/// <summary>Somebody who asks to be let into a group.</summary>
/// <param name="Jid">The person.</param>
/// <param name="RequestedAt">Since when; null when not told.</param>
public sealed record GroupJoinRequest(Jid Jid, DateTimeOffset? RequestedAt)
{
    /// <summary>The phone-number address beside the LID, when told.</summary>
    public Jid? Phone { get; init; }

    /// <summary>How the person came: <c>InviteLink</c>, <c>LinkedGroupJoin</c> or <c>NonAdminAdd</c>; null when not told.</summary>
    public string? Method { get; init; }

    /// <summary>The member who asked for the person, when told.</summary>
    public Jid? RequestedBy { get; init; }
}
