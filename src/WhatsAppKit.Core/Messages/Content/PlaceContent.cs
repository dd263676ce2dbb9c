namespace WhatsAppKit.Core.Messages;

/// <summary>A place.</summary>
/// <param name="Latitude">Degrees, -90 to 90.</param>
/// <param name="Longitude">Degrees, -180 to 180.</param>
public sealed record LocationContent(double Latitude, double Longitude) : MessageContent
{
    /// <summary>The name of the place.</summary>
    public string? Name { get; init; }

    /// <summary>Its address.</summary>
    public string? Address { get; init; }

    /// <summary>A link about it.</summary>
    public string? Url { get; init; }

    /// <summary>A small map, JPEG; empty for none.</summary>
    public ReadOnlyMemory<byte> Thumbnail { get; init; }
}

/// <summary>Where somebody is while sharing the position; one message is one position.</summary>
/// <param name="Latitude">Degrees, -90 to 90.</param>
/// <param name="Longitude">Degrees, -180 to 180.</param>
public sealed record LiveLocationContent(double Latitude, double Longitude) : MessageContent
{
    /// <summary>Accuracy in metres; null when unknown.</summary>
    public int? AccuracyMeters { get; init; }

    /// <summary>Speed in metres a second; null when unknown.</summary>
    public float? SpeedMetersPerSecond { get; init; }

    /// <summary>Direction in degrees clockwise from magnetic north; null when unknown.</summary>
    public int? HeadingDegrees { get; init; }

    /// <summary>Text shown with it.</summary>
    public string? Caption { get; init; }

    /// <summary>Orders the positions of one sharing; higher is newer.</summary>
    public long SequenceNumber { get; init; }

    /// <summary>A small map, JPEG; empty for none.</summary>
    public ReadOnlyMemory<byte> Thumbnail { get; init; }
}
