namespace WhatsAppKit.Contracts.Groups;

/// <summary>A group that is to be made.</summary>
/// <param name="Subject">Its name: 1 to 100 characters.</param>
/// <param name="Participants">Whom to add: up to 1,024 people, in any form of address. The account is in it anyway.</param>
/// <param name="Description">What it is for, up to 2,048 characters; null for nothing.</param>
/// <param name="IsAnnouncement">True when only administrators may send messages.</param>
/// <param name="IsLocked">True when only administrators may change name, description, picture and timer.</param>
/// <param name="NeedsApproval">True when an administrator must let in whoever comes by link.</param>
/// <param name="MemberAddMode">Who may add members: <c>admins</c> or <c>everybody</c>; null for everybody.</param>
/// <param name="MessageLifetimeSeconds">How long messages stay: 86,400, 604,800 or 7,776,000; null for good.</param>
/// <param name="Community">The community it is for; null for none.</param>
public sealed record CreateGroupRequest(
    string? Subject,
    IReadOnlyList<string>? Participants = null,
    string? Description = null,
    bool? IsAnnouncement = null,
    bool? IsLocked = null,
    bool? NeedsApproval = null,
    string? MemberAddMode = null,
    int? MessageLifetimeSeconds = null,
    string? Community = null);

/// <summary>What shall change of a group; what is null stays. The changes are made in this order, and end at the first that WhatsApp refuses.</summary>
/// <param name="Subject">Its name: 1 to 100 characters.</param>
/// <param name="Description">What it is for, up to 2,048 characters; empty takes it away.</param>
/// <param name="IsAnnouncement">True when only administrators may send messages.</param>
/// <param name="IsLocked">True when only administrators may change name, description, picture and timer.</param>
/// <param name="NeedsApproval">True when an administrator must let in whoever comes by link.</param>
/// <param name="MemberAddMode">Who may add members: <c>admins</c> or <c>everybody</c>.</param>
/// <param name="MessageLifetimeSeconds">How long messages stay: 86,400, 604,800 or 7,776,000; 0 for good.</param>
public sealed record UpdateGroupRequest(
    string? Subject = null,
    string? Description = null,
    bool? IsAnnouncement = null,
    bool? IsLocked = null,
    bool? NeedsApproval = null,
    string? MemberAddMode = null,
    int? MessageLifetimeSeconds = null);

/// <summary>A group or a community.</summary>
/// <param name="Id">Its address.</param>
/// <param name="Subject">Its name.</param>
/// <param name="Description">What it is for; null for nothing.</param>
/// <param name="Creator">Who made it, when told.</param>
/// <param name="CreatedAt">When it was made, when told.</param>
/// <param name="Size">How many members it has; it may exceed those listed.</param>
/// <param name="IsAnnouncement">True when only administrators may send messages.</param>
/// <param name="IsLocked">True when only administrators may change name, description, picture and timer.</param>
/// <param name="NeedsApproval">True when an administrator must let in whoever comes by link.</param>
/// <param name="MemberAddMode">Who may add members: <c>admins</c> or <c>everybody</c>.</param>
/// <param name="MessageLifetimeSeconds">How long messages stay; null for good.</param>
/// <param name="IsCommunity">True when it is a community.</param>
/// <param name="Community">The community it belongs to; null for none.</param>
/// <param name="IsCommunityAnnouncements">True for the group of a community's announcements.</param>
/// <param name="IsSuspended">True when WhatsApp has suspended it.</param>
/// <param name="Participants">Who is in it.</param>
/// <param name="NotAdded">Who could not be added when it was made, and why; empty otherwise.</param>
public sealed record GroupResponse(
    string Id,
    string Subject,
    string? Description,
    string? Creator,
    DateTimeOffset? CreatedAt,
    int Size,
    bool IsAnnouncement,
    bool IsLocked,
    bool NeedsApproval,
    string MemberAddMode,
    int? MessageLifetimeSeconds,
    bool IsCommunity,
    string? Community,
    bool IsCommunityAnnouncements,
    bool IsSuspended,
    IReadOnlyList<ParticipantResponse> Participants,
    IReadOnlyList<ParticipantResultResponse> NotAdded);

/// <summary>Somebody in a group.</summary>
/// <param name="Jid">The address in the group's own form.</param>
/// <param name="Phone">The phone-number address, when known.</param>
/// <param name="Lid">The privacy identifier, when known.</param>
/// <param name="Role"><c>member</c>, <c>admin</c> or <c>super-admin</c>.</param>
/// <param name="DisplayName">What is shown in place of a number, when told.</param>
public sealed record ParticipantResponse(string Jid, string? Phone, string? Lid, string Role, string? DisplayName);

/// <summary>People, for a change of a group.</summary>
/// <param name="Participants">1 to 1,024 people, in any form of address.</param>
public sealed record ParticipantsRequest(IReadOnlyList<string>? Participants);

/// <summary>What became of one person in a change of a group.</summary>
/// <param name="Jid">The person, as WhatsApp names it.</param>
/// <param name="Outcome"><c>done</c>, <c>blocked</c>, <c>forbidden</c>, <c>not-found</c>, <c>not-acceptable</c>, <c>left-lately</c>, <c>conflict</c>, <c>group-full</c> or <c>failed</c>.</param>
/// <param name="Code">WhatsApp's code; 200 when it is done.</param>
/// <param name="InviteCode">The code of an invitation to send to somebody who may not be added; null for none.</param>
/// <param name="InviteExpiresAt">When that invitation ends, when told.</param>
public sealed record ParticipantResultResponse(string Jid, string Outcome, int Code, string? InviteCode, DateTimeOffset? InviteExpiresAt);

/// <summary>A group's invite link.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Link">The link.</param>
public sealed record GroupInviteResponse(string Code, string Link);

/// <summary>An invite link to a group.</summary>
/// <param name="Invite">The link or its code.</param>
public sealed record GroupInviteRequest(string? Invite);

/// <summary>What became of joining a group.</summary>
/// <param name="Id">The group.</param>
/// <param name="IsPending">True when an administrator must let the account in first.</param>
public sealed record JoinedGroupResponse(string Id, bool IsPending);

/// <summary>An invitation for somebody who could not be added to a group.</summary>
/// <param name="Participant">The person, in any form of address.</param>
/// <param name="Code">The code that adding the person gave.</param>
/// <param name="ExpiresAt">When it ends, as adding the person told.</param>
/// <param name="Caption">Text shown with it, up to 1,024 characters; null for none.</param>
public sealed record SendGroupInvitationRequest(string? Participant, string? Code, DateTimeOffset? ExpiresAt = null, string? Caption = null);

/// <summary>An invitation that this account got.</summary>
/// <param name="Inviter">Who sent it.</param>
/// <param name="Code">Its code.</param>
/// <param name="ExpiresAt">When it ends, as it says.</param>
public sealed record GroupInvitationRequest(string? Inviter, string? Code, DateTimeOffset? ExpiresAt = null);

/// <summary>A message that was sent along the way.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Timestamp">When WhatsApp took it.</param>
public sealed record SentResponse(string Id, DateTimeOffset Timestamp);

/// <summary>Somebody who asks to be let into a group.</summary>
/// <param name="Jid">The person.</param>
/// <param name="Phone">The phone-number address, when told.</param>
/// <param name="RequestedAt">Since when, when told.</param>
/// <param name="Method">How the person came, in WhatsApp's words; null when not told.</param>
/// <param name="RequestedBy">The member who asked for the person, when told.</param>
public sealed record JoinRequestResponse(string Jid, string? Phone, DateTimeOffset? RequestedAt, string? Method, string? RequestedBy);

/// <summary>The label beside the account's own name in a group.</summary>
/// <param name="Label">Up to 30 characters; empty takes it away.</param>
public sealed record MemberLabelRequest(string? Label);

/// <summary>A community that is to be made.</summary>
/// <param name="Subject">Its name: 1 to 100 characters.</param>
/// <param name="Description">What it is for, up to 2,048 characters; null for nothing.</param>
/// <param name="LinkedGroupsNeedApproval">True, or null, when groups in it let people in on request only.</param>
/// <param name="MembersMayCreateGroups">True, or null, when members may make groups in it.</param>
/// <param name="WithGeneralChat">True, or null, to make a group for general talk as well.</param>
public sealed record CreateCommunityRequest(
    string? Subject, string? Description = null, bool? LinkedGroupsNeedApproval = null, bool? MembersMayCreateGroups = null, bool? WithGeneralChat = null);

/// <summary>A group of a community.</summary>
/// <param name="Group">The group.</param>
public sealed record CommunityGroupRequest(string? Group);

/// <summary>A group of a community.</summary>
/// <param name="Id">Its address.</param>
/// <param name="Subject">Its name; empty when not told.</param>
/// <param name="IsAnnouncements">True for the group of the community's announcements.</param>
/// <param name="CreatedAt">When it was made, when told.</param>
/// <param name="Size">How many members it has, when told.</param>
public sealed record CommunityGroupResponse(string Id, string Subject, bool IsAnnouncements, DateTimeOffset? CreatedAt, int? Size);
