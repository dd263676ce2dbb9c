using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Groups;

/// <summary>What became of one person in a change of a group.</summary>
/// <param name="Jid">The person, as the server names it.</param>
/// <param name="Code">
/// 200 when it is done; otherwise the server's code, such as 403 when the person's privacy settings forbid it, 404 when
/// there is no such account, 408 when the person left lately, or 409 when nothing was to be done.
/// </param>
public sealed record ParticipantResult(Jid Jid, int Code)
{
    /// <summary>The code of a change that was made.</summary>
    public const int Done = 200;

    /// <summary>True when the change was made.</summary>
    public bool IsSuccess => Code == Done;
}
