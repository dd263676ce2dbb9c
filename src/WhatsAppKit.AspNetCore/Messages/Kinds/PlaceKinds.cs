using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

internal sealed class LocationKind(StoredMessages rows) : ContentKind<SendLocationRequest>(rows)
{
    public override string Name => "location";

    protected override MessageContent Content(SendLocationRequest request) =>
        new LocationContent(Fields.Degrees(request.Latitude, "latitude", 90), Fields.Degrees(request.Longitude, "longitude", 180))
        {
            Name = Fields.Optional(request.Name, "name"),
            Address = Fields.Optional(request.Address, "address"),
            Url = Fields.Optional(request.Url, "url"),
        };
}

internal sealed class LiveLocationKind(StoredMessages rows) : ContentKind<SendLiveLocationRequest>(rows)
{
    private const int MaxMeters = 1_000_000;
    private const double MaxSpeed = 20_000;

    public override string Name => "live-location";

    protected override MessageContent Content(SendLiveLocationRequest request) =>
        new LiveLocationContent(Fields.Degrees(request.Latitude, "latitude", 90), Fields.Degrees(request.Longitude, "longitude", 180))
        {
            AccuracyMeters = Fields.Optional(request.AccuracyMeters, "accuracyMeters", 0, MaxMeters),
            SpeedMetersPerSecond = Speed(request.SpeedMetersPerSecond),
            HeadingDegrees = Fields.Optional(request.HeadingDegrees, "headingDegrees", 0, 359),
            Caption = Fields.Optional(request.Caption, "caption", Fields.MaxCaption),
            SequenceNumber = request.SequenceNumber is null or >= 0
                ? request.SequenceNumber ?? 1
                : throw GatewayException.Invalid("sequenceNumber", "0 or more is allowed."),
        };

    private static float? Speed(double? speed) =>
        speed is null or (>= 0 and <= MaxSpeed) ? (float?)speed : throw GatewayException.Invalid("speedMetersPerSecond", $"0 to {MaxSpeed} is allowed.");
}
