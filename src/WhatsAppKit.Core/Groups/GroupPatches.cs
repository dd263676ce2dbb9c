namespace WhatsAppKit.Core.Groups;

/// <summary>
/// Carries a reported change over to what is known of a group, so that it need not be asked for again. A change that is made
/// already leaves the very same object.
/// </summary>
internal static class GroupPatches
{
    /// <summary>The group after the change; null when only the server can tell what it looks like now.</summary>
    public static Group? Apply(Group group, GroupEvent change) => change switch
    {
        GroupParticipantsChanged members => Members(group, members),
        GroupSubjectChanged subject => group with { Subject = subject.Subject, SubjectChangedBy = subject.Actor, SubjectChangedAt = subject.Timestamp },
        GroupDescriptionChanged { Description: null or { Id.Length: > 0 } } description => group with { Description = description.Description },
        GroupAnnouncementChanged announcement => group with { IsAnnouncement = announcement.IsOn },
        GroupLockChanged locked => group with { IsLocked = locked.IsOn },
        GroupMessageLifetimeChanged lifetime => group with { MessageLifetime = lifetime.Lifetime },
        GroupMemberAddModeChanged mode => group with { MemberAddMode = mode.Mode },
        GroupApprovalChanged approval => group with { NeedsApproval = approval.IsOn },
        GroupSuspensionChanged suspension => group with { IsSuspended = suspension.IsSuspended },
        CommunityLinkChanged { Relation: GroupRelation.Parent, Others: [var parent] } link => group with { Community = link.IsLinked ? parent.Jid : null },
        CommunityLinkChanged { Relation: GroupRelation.Child or GroupRelation.Sibling } or GroupInviteLinkChanged or GroupJoinRequested or GroupJoinRequestEnded => group,
        _ => null,
    };

    private static Group? Members(Group group, GroupParticipantsChanged change)
    {
        var (before, after) = change.Version;
        if (after is not null && after == group.ParticipantVersion)
        {
            return group;
        }

        if (before is not null && group.ParticipantVersion is { } known && before != known)
        {
            // A change between the two went unheard.
            return null;
        }

        var members = new List<GroupParticipant>(group.Participants);
        var changed = false;
        foreach (var person in change.Members)
        {
            if (!TryApply(group, members, change.Change, person, ref changed))
            {
                return null;
            }
        }

        var version = after ?? (before is null && !changed ? group.ParticipantVersion : null);
        return !changed ? (version == group.ParticipantVersion ? group : group with { ParticipantVersion = version })
            : group with
            {
                Participants = members,
                Size = Math.Max(group.Size + members.Count - group.Participants.Count, members.Count),
                ParticipantVersion = version,
            };
    }

    /// <summary>False when the change does not fit what is known.</summary>
    private static bool TryApply(Group group, List<GroupParticipant> members, GroupChange change, GroupParticipant person, ref bool changed)
    {
        var at = members.FindIndex(member => member.Is(person.Jid) || (person.Alternate is { } other && member.Is(other)));
        switch (change)
        {
            case GroupChange.Added when at < 0:
                if (person.Jid.IsLid != (group.Addressing == GroupAddressing.Lid))
                {
                    return false;
                }

                members.Add(person);
                changed = true;
                return true;
            case GroupChange.Added:
                return true;
            case GroupChange.Removed or GroupChange.Left:
                if (at >= 0)
                {
                    members.RemoveAt(at);
                    changed = true;
                }

                return true;
            default:
                return at >= 0 && TrySetRole(members, at, change == GroupChange.Promoted ? GroupRole.Admin : GroupRole.Member, ref changed);
        }
    }

    private static bool TrySetRole(List<GroupParticipant> members, int at, GroupRole role, ref bool changed)
    {
        if (members[at].Role == GroupRole.SuperAdmin && role == GroupRole.Admin)
        {
            return true;
        }

        changed |= members[at].Role != role;
        members[at] = members[at] with { Role = role };
        return true;
    }
}
