using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Messages;

/// <summary>An invitation into a group, for somebody who could not be added.</summary>
/// <param name="Group">The group.</param>
/// <param name="Code">The code to join with.</param>
/// <param name="GroupName">The group's name.</param>
public sealed record GroupInviteContent(Jid Group, string Code, string GroupName) : MessageContent
{
    /// <summary>When the code ends; null when unknown.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Text shown with it.</summary>
    public string? Caption { get; init; }

    /// <summary>The group's picture, JPEG; empty for none.</summary>
    public ReadOnlyMemory<byte> Thumbnail { get; init; }
}

/// <summary>An invitation to administrate a channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="ChannelName">Its name.</param>
public sealed record ChannelAdminInviteContent(Jid Channel, string ChannelName) : MessageContent
{
    /// <summary>When the invitation ends; null when unknown.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Text shown with it.</summary>
    public string? Caption { get; init; }
}

/// <summary>Asks the recipient, known by LID only, to share the phone number.</summary>
public sealed record PhoneNumberRequestContent : MessageContent;
