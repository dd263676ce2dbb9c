using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Groups;

/// <summary>What became of one person in a change of a group.</summary>
/// <param name="Jid">The person, as the server names it.</param>
/// <param name="Code">200 when it is done; otherwise the server's code. <see cref="Outcome"/> says what it means.</param>
public sealed record ParticipantResult(Jid Jid, int Code)
{
    /// <summary>The code of a change that was made.</summary>
    public const int Done = 200;

    /// <summary>True when the change was made.</summary>
    public bool IsSuccess => Code == Done;

    /// <summary>What the code means.</summary>
    public ParticipantOutcome Outcome => Code switch
    {
        Done => ParticipantOutcome.Done,
        401 => ParticipantOutcome.Blocked,
        403 => ParticipantOutcome.Forbidden,
        404 => ParticipantOutcome.NotFound,
        406 => ParticipantOutcome.NotAcceptable,
        408 => ParticipantOutcome.LeftLately,
        409 => ParticipantOutcome.Conflict,
        419 or 500 => ParticipantOutcome.GroupFull,
        _ => ParticipantOutcome.Failed,
    };

    /// <summary>
    /// What the server gives in place of adding somebody whose privacy settings forbid it: an invitation, to be sent to the
    /// person with <c>client.Messages.SendGroupInviteAsync</c>. Null when there is none.
    /// </summary>
    public GroupAddRequest? AddRequest { get; init; }
}

/// <summary>An invitation for one person who could not be added.</summary>
/// <param name="Code">The code to join with.</param>
/// <param name="ExpiresAt">When it ends; null when unknown.</param>
public sealed record GroupAddRequest(string Code, DateTimeOffset? ExpiresAt)
{
    /// <summary>The type alone: whoever has the code can join.</summary>
    public override string ToString() => nameof(GroupAddRequest);
}

/// <summary>What became of one person in a change of a group.</summary>
public enum ParticipantOutcome
{
    /// <summary>The change was made.</summary>
    Done,

    /// <summary>The person has blocked this account (401).</summary>
    Blocked,

    /// <summary>The person's privacy settings forbid it (403); there may be an invitation to send.</summary>
    Forbidden,

    /// <summary>There is no such account, or it is not in the group (404).</summary>
    NotFound,

    /// <summary>The person is not in the group, or made it and stays as it is (406).</summary>
    NotAcceptable,

    /// <summary>The person left the group a short while ago (408).</summary>
    LeftLately,

    /// <summary>Nothing was to be done: the person is in it already (409).</summary>
    Conflict,

    /// <summary>The group has as many members as it may (419, 500).</summary>
    GroupFull,

    /// <summary>Another code.</summary>
    Failed,
}
