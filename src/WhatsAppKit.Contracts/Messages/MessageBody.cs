using System.Text.Json.Serialization;

namespace WhatsAppKit.Contracts.Messages;

/// <summary>What a message says: the part that its kind has is there, and the parts of other kinds are absent.</summary>
public sealed record MessageBody
{
    /// <summary>The file of an <c>image</c>, <c>video</c>, <c>audio</c>, <c>voice</c>, <c>document</c> or <c>sticker</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MediaBody? Media { get; init; }

    /// <summary>The place of a <c>location</c> or <c>live-location</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlaceBody? Place { get; init; }

    /// <summary>The cards of a <c>contact</c> or <c>contacts</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ContactBody>? Contacts { get; init; }

    /// <summary>The question of a <c>poll</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PollBody? Poll { get; init; }

    /// <summary>The appointment of an <c>event</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EventBody? Event { get; init; }

    /// <summary>The invitation of a <c>group-invite</c> or <c>channel-invite</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InviteBody? Invite { get; init; }

    /// <summary>What an <c>album</c> announces.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AlbumBody? Album { get; init; }

    /// <summary>What can be chosen in an <c>interactive</c> message, or what a <c>choice</c> chose.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ChoiceBody>? Choices { get; init; }

    /// <summary>The preview of a link in a <c>text</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LinkPreviewInput? Preview { get; init; }

    /// <summary>People named in the text, as JIDs.</summary>
    public IReadOnlyList<string> Mentions { get; init; } = [];

    /// <summary>True when everybody in the group is named.</summary>
    public bool MentionsEveryone { get; init; }

    /// <summary>How often it was passed on, as far as its sender tells.</summary>
    public int ForwardingScore { get; init; }

    /// <summary>How many seconds after it was sent it disappears; null for never.</summary>
    public int? DisappearsAfterSeconds { get; init; }

    /// <summary>The id of the album it belongs to; null for none.</summary>
    public string? AlbumId { get; init; }
}

/// <summary>A file in a message.</summary>
/// <param name="Id">Its id at <c>/api/media</c>; null when it is not at hand.</param>
/// <param name="MimeType">What it is, as its sender claims.</param>
/// <param name="Size">Its length in bytes; null when unknown.</param>
/// <param name="FileName">Its name, without any path; null for none.</param>
/// <param name="Width">Width in pixels; null when unknown.</param>
/// <param name="Height">Height in pixels; null when unknown.</param>
/// <param name="DurationSeconds">Length in seconds; null when unknown.</param>
/// <param name="PageCount">Number of pages; null when unknown.</param>
/// <param name="IsViewOnce">True when it can be opened once only.</param>
/// <param name="IsGif">True for a silent video in a loop.</param>
/// <param name="IsNote">True for a round video note.</param>
/// <param name="IsAnimated">True for a sticker that moves.</param>
public sealed record MediaBody(
    string? Id,
    string? MimeType,
    long? Size,
    string? FileName,
    int? Width,
    int? Height,
    int? DurationSeconds,
    int? PageCount,
    bool IsViewOnce,
    bool IsGif,
    bool IsNote,
    bool IsAnimated);

/// <summary>A place.</summary>
/// <param name="Latitude">Degrees, -90 to 90.</param>
/// <param name="Longitude">Degrees, -180 to 180.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address.</param>
/// <param name="Url">A link about it.</param>
/// <param name="AccuracyMeters">Accuracy in metres, of a live position.</param>
public sealed record PlaceBody(double Latitude, double Longitude, string? Name, string? Address, string? Url, int? AccuracyMeters);

/// <summary>A contact.</summary>
/// <param name="Name">The name as shown.</param>
/// <param name="VCard">The contact as a vCard; untrusted.</param>
public sealed record ContactBody(string Name, string VCard);

/// <summary>A poll.</summary>
/// <param name="Question">The question.</param>
/// <param name="Options">The answers to choose from.</param>
/// <param name="MaxSelections">How many one person may choose; 0 for any number.</param>
public sealed record PollBody(string Question, IReadOnlyList<string> Options, int MaxSelections);

/// <summary>An appointment.</summary>
/// <param name="Name">What it is.</param>
/// <param name="StartsAt">When it begins.</param>
/// <param name="EndsAt">When it ends; null for open.</param>
/// <param name="Description">More about it.</param>
/// <param name="Location">Where it is.</param>
/// <param name="JoinLink">A link to a call.</param>
/// <param name="IsCall">True when it is a call.</param>
/// <param name="IsCanceled">True when it was called off.</param>
/// <param name="AllowsExtraGuests">True when people may bring others along.</param>
public sealed record EventBody(
    string Name,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt,
    string? Description,
    PlaceBody? Location,
    string? JoinLink,
    bool IsCall,
    bool IsCanceled,
    bool AllowsExtraGuests);

/// <summary>An invitation.</summary>
/// <param name="Id">The group or channel.</param>
/// <param name="Name">Its name.</param>
/// <param name="Code">The code to join with; null for a channel.</param>
/// <param name="ExpiresAt">When it ends; null when unknown.</param>
public sealed record InviteBody(string Id, string Name, string? Code, DateTimeOffset? ExpiresAt);

/// <summary>What an album announces.</summary>
/// <param name="Images">How many pictures.</param>
/// <param name="Videos">How many videos.</param>
public sealed record AlbumBody(int Images, int Videos);

/// <summary>Something that can be, or was, chosen.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Label">What it shows.</param>
public sealed record ChoiceBody(string Id, string Label);
