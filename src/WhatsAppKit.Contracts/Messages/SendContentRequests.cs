using System.ComponentModel.DataAnnotations;

namespace WhatsAppKit.Contracts.Messages;

/// <summary>A place to send.</summary>
public sealed record SendLocationRequest : SendContentRequest
{
    /// <summary>Degrees, -90 to 90.</summary>
    [Required]
    public double? Latitude { get; init; }

    /// <summary>Degrees, -180 to 180.</summary>
    [Required]
    public double? Longitude { get; init; }

    /// <summary>The name of the place.</summary>
    public string? Name { get; init; }

    /// <summary>Its address.</summary>
    public string? Address { get; init; }

    /// <summary>A link about it.</summary>
    public string? Url { get; init; }
}

/// <summary>One position while sharing where one is.</summary>
public sealed record SendLiveLocationRequest : SendContentRequest
{
    /// <summary>Degrees, -90 to 90.</summary>
    [Required]
    public double? Latitude { get; init; }

    /// <summary>Degrees, -180 to 180.</summary>
    [Required]
    public double? Longitude { get; init; }

    /// <summary>Accuracy in metres.</summary>
    public int? AccuracyMeters { get; init; }

    /// <summary>Speed in metres a second.</summary>
    public double? SpeedMetersPerSecond { get; init; }

    /// <summary>Direction in degrees clockwise from magnetic north.</summary>
    public int? HeadingDegrees { get; init; }

    /// <summary>Text shown with it.</summary>
    public string? Caption { get; init; }

    /// <summary>Orders the positions of one sharing; higher is newer. Default: 1.</summary>
    public long? SequenceNumber { get; init; }
}

/// <summary>A contact: a name with a number, or a vCard.</summary>
public sealed record ContactInput
{
    /// <summary>The name as shown.</summary>
    public string? Name { get; init; }

    /// <summary>The phone number, when there is no vCard.</summary>
    public string? Phone { get; init; }

    /// <summary>The contact as a vCard 3.0, at most 65,536 characters.</summary>
    public string? VCard { get; init; }
}

/// <summary>One contact to send.</summary>
public sealed record SendContactRequest : SendContentRequest
{
    /// <summary>The contact.</summary>
    [Required]
    public ContactInput? Contact { get; init; }
}

/// <summary>Several contacts to send.</summary>
public sealed record SendContactsRequest : SendContentRequest
{
    /// <summary>1 to 100 contacts.</summary>
    [Required]
    public IReadOnlyList<ContactInput>? Contacts { get; init; }

    /// <summary>What is shown for them; by default their number.</summary>
    public string? DisplayName { get; init; }
}

/// <summary>A question with answers to choose from.</summary>
public sealed record SendPollRequest : SendContentRequest
{
    /// <summary>The question, 1 to 255 characters.</summary>
    [Required]
    public string? Question { get; init; }

    /// <summary>2 to 12 different answers of 1 to 100 characters.</summary>
    [Required]
    public IReadOnlyList<string>? Options { get; init; }

    /// <summary>How many answers one person may choose; 0 for any number. Default: 1.</summary>
    public int? MaxSelections { get; init; }
}

/// <summary>An appointment that people can accept or decline.</summary>
public sealed record SendEventRequest : SendContentRequest
{
    /// <summary>What it is, 1 to 255 characters.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>When it begins.</summary>
    [Required]
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When it ends; open by default.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>More about it, at most 4096 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Where it is.</summary>
    public PlaceInput? Location { get; init; }

    /// <summary>A link to a call.</summary>
    public string? JoinLink { get; init; }

    /// <summary>True when it is a call.</summary>
    public bool? IsCall { get; init; }

    /// <summary>True when it was called off.</summary>
    public bool? IsCanceled { get; init; }

    /// <summary>True when people may bring others along.</summary>
    public bool? AllowsExtraGuests { get; init; }
}

/// <summary>Where an event is.</summary>
public sealed record PlaceInput
{
    /// <summary>Degrees, -90 to 90.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees, -180 to 180.</summary>
    public double? Longitude { get; init; }

    /// <summary>The name of the place.</summary>
    public string? Name { get; init; }

    /// <summary>Its address.</summary>
    public string? Address { get; init; }
}

/// <summary>An invitation into a group, for somebody who could not be added.</summary>
public sealed record SendGroupInviteRequest : SendContentRequest
{
    /// <summary>The group's id, <c>@g.us</c>.</summary>
    [Required]
    public string? GroupId { get; init; }

    /// <summary>The code to join with.</summary>
    [Required]
    public string? Code { get; init; }

    /// <summary>The group's name.</summary>
    [Required]
    public string? GroupName { get; init; }

    /// <summary>When the code ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Text shown with it.</summary>
    public string? Caption { get; init; }
}

/// <summary>An invitation to administrate a channel.</summary>
public sealed record SendChannelInviteRequest : SendContentRequest
{
    /// <summary>The channel's id, <c>@newsletter</c>.</summary>
    [Required]
    public string? ChannelId { get; init; }

    /// <summary>The channel's name.</summary>
    [Required]
    public string? ChannelName { get; init; }

    /// <summary>When the invitation ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Text shown with it.</summary>
    public string? Caption { get; init; }
}

/// <summary>Announces an album: its pictures and videos follow, each with this message's id as <c>albumId</c>.</summary>
public sealed record SendAlbumRequest : SendContentRequest
{
    /// <summary>How many pictures follow. With the videos 2 to 30.</summary>
    public int? Images { get; init; }

    /// <summary>How many videos follow.</summary>
    public int? Videos { get; init; }
}

/// <summary>Chooses a button or a row of a list in a message that a business sent; <c>replyTo</c> names that message.</summary>
public sealed record SendChoiceRequest : SendContentRequest
{
    /// <summary><c>button</c>, <c>list</c>, <c>template</c> or <c>native-flow</c>.</summary>
    [Required]
    public string? Type { get; init; }

    /// <summary>The id of the choice; for a native flow its parameters as JSON.</summary>
    [Required]
    public string? SelectedId { get; init; }

    /// <summary>The label of the choice.</summary>
    [Required]
    public string? Text { get; init; }

    /// <summary>The position of the button in a template, from 0.</summary>
    public int? Index { get; init; }

    /// <summary>The name of the native flow.</summary>
    public string? FlowName { get; init; }
}

/// <summary>Asks somebody who is known by LID only to share the phone number.</summary>
public sealed record SendPhoneNumberRequestRequest : SendContentRequest;

/// <summary>Tells somebody, who knows this account by LID only, its phone number.</summary>
public sealed record SendPhoneNumberRequest : SendRequest;

/// <summary>Passes a message on. Its files are not uploaded again.</summary>
public sealed record ForwardRequest : SendRequest
{
    /// <summary>The id of the message to pass on.</summary>
    [Required]
    public string? MessageId { get; init; }

    /// <summary>The chat it stands in; needed only where two chats have a message with that id.</summary>
    public string? FromChat { get; init; }
}
