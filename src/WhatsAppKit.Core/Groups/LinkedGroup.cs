using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Groups;

/// <summary>A group of a community, as the community knows it.</summary>
/// <param name="Jid">The group's address.</param>
/// <param name="Subject">Its name; empty when not told.</param>
public sealed record LinkedGroup(Jid Jid, string Subject)
{
    /// <summary>True for the group of the community's announcements.</summary>
    public bool IsAnnouncements { get; init; }

    /// <summary>When it was made, when told.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How many members it has; null when not told.</summary>
    public int? Size { get; init; }

    internal static IReadOnlyList<LinkedGroup> ReadAll(BinaryNode node) => [.. node.ChildrenOf("group").Select(Read).OfType<LinkedGroup>()];

    private static LinkedGroup? Read(BinaryNode node) => GroupReader.JidOf(node) is { } jid
        ? new LinkedGroup(jid, node["subject"] ?? "")
        {
            IsAnnouncements = node.Child("default_sub_group") is not null,
            CreatedAt = UnixTime.FromSeconds(node.Number("creation")),
            Size = node.Number("size") is >= 0 and <= int.MaxValue and var size ? (int)size : null,
        }
        : null;
}
