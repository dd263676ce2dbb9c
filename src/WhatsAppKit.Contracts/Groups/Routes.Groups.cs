namespace WhatsAppKit.Contracts;

/// <content>Groups and communities.</content>
public static partial class Routes
{
    /// <summary>The groups and communities the account is in.</summary>
    public const string Groups = "/api/groups";

    /// <summary>Joins the group behind an invite link.</summary>
    public const string JoinGroup = Groups + "/join";

    /// <summary>What is told of the group behind an invite link before one joins.</summary>
    public const string GroupInviteInfo = JoinGroup + "/info";

    /// <summary>One group: get, change (PATCH); DELETE leaves it.</summary>
    public const string Group = Groups + "/{id}";

    /// <summary>Adds people.</summary>
    public const string AddParticipants = Group + "/participants/add";

    /// <summary>Removes people.</summary>
    public const string RemoveParticipants = Group + "/participants/remove";

    /// <summary>Makes members administrators.</summary>
    public const string PromoteParticipants = Group + "/participants/promote";

    /// <summary>Makes administrators ordinary members.</summary>
    public const string DemoteParticipants = Group + "/participants/demote";

    /// <summary>A group's invite link.</summary>
    public const string GroupInvite = Group + "/invite";

    /// <summary>Makes another invite link; the one before leads nowhere any more.</summary>
    public const string RevokeGroupInvite = GroupInvite + "/revoke";

    /// <summary>Sends an invitation to somebody who could not be added.</summary>
    public const string GroupInvitations = Group + "/invitations";

    /// <summary>What is told of the group of an invitation for this account.</summary>
    public const string GroupInvitationInfo = GroupInvitations + "/info";

    /// <summary>Joins a group on an invitation for this account.</summary>
    public const string AcceptGroupInvitation = GroupInvitations + "/accept";

    /// <summary>Makes invitations for single people void.</summary>
    public const string RevokeGroupInvitations = GroupInvitations + "/revoke";

    /// <summary>People who ask to be let in.</summary>
    public const string JoinRequests = Group + "/join-requests";

    /// <summary>Lets people in.</summary>
    public const string ApproveJoinRequests = JoinRequests + "/approve";

    /// <summary>Does not let people in.</summary>
    public const string RejectJoinRequests = JoinRequests + "/reject";

    /// <summary>A group's picture: PUT, DELETE; GET with <c>Accept: image/*</c> is the file itself.</summary>
    public const string GroupPicture = Group + "/picture";

    /// <summary>The label beside the account's own name in a group.</summary>
    public const string MemberLabel = Group + "/member-label";

    /// <summary>Makes a community.</summary>
    public const string Communities = "/api/communities";

    /// <summary>One community: DELETE leaves it, and all groups in it.</summary>
    public const string Community = Communities + "/{id}";

    /// <summary>A community's picture; with <c>Accept: image/*</c> the file itself. It is set as a group's.</summary>
    public const string CommunityPicture = Community + "/picture";

    /// <summary>The groups in a community.</summary>
    public const string CommunityGroups = Community + "/groups";

    /// <summary>Takes a group into a community.</summary>
    public const string LinkCommunityGroup = CommunityGroups + "/link";

    /// <summary>Takes a group out of a community.</summary>
    public const string UnlinkCommunityGroup = CommunityGroups + "/unlink";

    /// <summary>Everybody in the groups of a community.</summary>
    public const string CommunityParticipants = Community + "/participants";

    /// <summary>Removes people from a community and all groups in it.</summary>
    public const string RemoveCommunityParticipants = CommunityParticipants + "/remove";
}
