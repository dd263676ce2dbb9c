namespace WhatsAppKit.Core.Messages;

/// <summary>An appointment that people can accept or decline.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Start">When it begins, in whole seconds.</param>
public sealed record EventContent(string Name, DateTimeOffset Start) : MessageContent
{
    /// <summary>When it ends; null for open.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>More about it.</summary>
    public string? Description { get; init; }

    /// <summary>Where it is.</summary>
    public LocationContent? Location { get; init; }

    /// <summary>A link to a call.</summary>
    public string? JoinLink { get; init; }

    /// <summary>True when it is a call.</summary>
    public bool IsCall { get; init; }

    /// <summary>True when it was called off.</summary>
    public bool IsCanceled { get; init; }

    /// <summary>True when people may bring others along.</summary>
    public bool AllowsExtraGuests { get; init; }
}

/// <summary>An answer to an <see cref="EventContent"/>.</summary>
public enum EventAnswer
{
    /// <summary>An answer this library does not know.</summary>
    Unknown = 0,

    /// <summary>Is coming.</summary>
    Going = 1,

    /// <summary>Is not coming.</summary>
    NotGoing = 2,

    /// <summary>May come.</summary>
    Maybe = 3,
}
