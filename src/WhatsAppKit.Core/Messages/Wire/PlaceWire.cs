using WhatsAppKit.Core.Protobuf;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Messages;

/// <summary>Places on the wire.</summary>
internal static class PlaceWire
{
    public static LocationMessage Write(LocationContent content)
    {
        Check(content.Latitude, content.Longitude);
        var location = new LocationMessage { DegreesLatitude = content.Latitude, DegreesLongitude = content.Longitude };
        if (content.Name is { } name)
        {
            location.Name = name;
        }

        if (content.Address is { } address)
        {
            location.Address = address;
        }

        if (content.Url is { } url)
        {
            location.Url = url;
        }

        if (!content.Thumbnail.IsEmpty)
        {
            location.JpegThumbnail = MediaWire.Thumbnail(content.Thumbnail);
        }

        return location;
    }

    public static Message Write(LiveLocationContent content)
    {
        Check(content.Latitude, content.Longitude);
        var live = new LiveLocationMessage
        {
            DegreesLatitude = content.Latitude,
            DegreesLongitude = content.Longitude,
            SequenceNumber = content.SequenceNumber,
            TimeOffset = 0,
        };
        if (content.AccuracyMeters is { } accuracy)
        {
            live.AccuracyInMeters = (uint)Math.Max(0, accuracy);
        }

        if (content.SpeedMetersPerSecond is { } speed)
        {
            live.SpeedInMps = speed;
        }

        if (content.HeadingDegrees is { } heading)
        {
            live.DegreesClockwiseFromMagneticNorth = (uint)(((heading % 360) + 360) % 360);
        }

        if (content.Caption is { } caption)
        {
            live.Caption = caption;
        }

        if (!content.Thumbnail.IsEmpty)
        {
            live.JpegThumbnail = MediaWire.Thumbnail(content.Thumbnail);
        }

        return new Message { LiveLocationMessage = live };
    }

    public static MessageContent? Read(Message message) =>
        message.LocationMessage is { } location ? Read(location)
        : message.LiveLocationMessage is { } live ? Read(live)
        : null;

    public static LocationContent Read(LocationMessage location) =>
        new(location.DegreesLatitude, location.DegreesLongitude)
        {
            Name = location.HasName ? location.Name : null,
            Address = location.HasAddress ? location.Address : null,
            Url = location.HasUrl ? location.Url : null,
            Thumbnail = MediaWire.Bytes(location.JpegThumbnail),
        };

    private static LiveLocationContent Read(LiveLocationMessage live) =>
        new(live.DegreesLatitude, live.DegreesLongitude)
        {
            AccuracyMeters = live.HasAccuracyInMeters ? WireNumbers.Count(live.AccuracyInMeters) : null,
            SpeedMetersPerSecond = live.HasSpeedInMps ? live.SpeedInMps : null,
            HeadingDegrees = live.HasDegreesClockwiseFromMagneticNorth ? WireNumbers.Count(live.DegreesClockwiseFromMagneticNorth) : null,
            Caption = live.HasCaption ? live.Caption : null,
            SequenceNumber = live.SequenceNumber,
            Thumbnail = MediaWire.Bytes(live.JpegThumbnail),
        };

    private static void Check(double latitude, double longitude)
    {
        if (!(Math.Abs(latitude) <= 90) || !(Math.Abs(longitude) <= 180))
        {
            throw new ArgumentException("Latitude goes from -90 to 90 degrees, longitude from -180 to 180.");
        }
    }
}
