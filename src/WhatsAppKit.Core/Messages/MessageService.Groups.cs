using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;

namespace WhatsAppKit.Core.Messages;

public sealed partial class MessageService
{
    /// <summary>The longest label of a member, in characters.</summary>
    public const int MaxMemberLabelLength = 30;

    /// <summary>Puts a label beside this account's name in a group, where everybody sees it.</summary>
    /// <param name="group">The group.</param>
    /// <param name="label">At most <see cref="MaxMemberLabelLength"/> characters; empty takes it away.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting; the label may still have been sent.</param>
    /// <exception cref="ArgumentException">The address is no group's, or the label is too long.</exception>
    public Task<SentMessage> SetMemberLabelAsync(Jid group, string label, string? id = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(label);
        return !group.IsGroup ? throw new ArgumentException("Only members of groups have labels.", nameof(group))
            : label.Length > MaxMemberLabelLength ? throw new ArgumentException($"A label has at most {MaxMemberLabelLength} characters.", nameof(label))
            : SendActionAsync(group, ActionWriter.MemberLabel(label, _time.GetUtcNow()), id, cancellationToken);
    }

    /// <summary>Sends an invitation to somebody who could not be added to a group, and may join with it.</summary>
    /// <param name="group">The group.</param>
    /// <param name="notAdded">What became of adding the person; it has an invitation.</param>
    /// <param name="caption">Text shown with it; null for none.</param>
    /// <param name="thumbnail">The group's picture, a small JPEG file; empty for none.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting; the invitation may still have been sent.</param>
    /// <exception cref="ArgumentException">The server gave no invitation for the person.</exception>
    public Task<SentMessage> SendGroupInviteAsync(
        Group group,
        ParticipantResult notAdded,
        string? caption = null,
        ReadOnlyMemory<byte> thumbnail = default,
        string? id = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(notAdded);
        var request = notAdded.AddRequest ?? throw new ArgumentException("There is no invitation for this person.", nameof(notAdded));
        var invite = new GroupInviteContent(group.Jid, request.Code, group.Subject) { ExpiresAt = request.ExpiresAt, Caption = caption, Thumbnail = thumbnail };
        return SendAsync(notAdded.Jid, invite, new MessageOptions { Id = id }, cancellationToken);
    }
}
