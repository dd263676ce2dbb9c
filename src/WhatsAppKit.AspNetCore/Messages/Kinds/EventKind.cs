using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

internal sealed class EventKind(StoredMessages rows) : ContentKind<SendEventRequest>(rows)
{
    private const int MaxName = 255;
    private const int MaxDescription = 4096;

    public override string Name => "event";

    protected override MessageContent Content(SendEventRequest request)
    {
        var start = Fields.Time(request.StartsAt, "startsAt");
        return request.EndsAt < start
            ? throw GatewayException.Invalid("endsAt", "An event ends after it begins.")
            : new EventContent(Fields.Text(request.Name, "name", MaxName), start)
            {
                End = request.EndsAt,
                Description = Fields.Optional(request.Description, "description", MaxDescription),
                Location = Place(request.Location),
                JoinLink = Fields.Optional(request.JoinLink, "joinLink"),
                IsCall = request.IsCall ?? false,
                IsCanceled = request.IsCanceled ?? false,
                AllowsExtraGuests = request.AllowsExtraGuests ?? false,
            };
    }

    private static LocationContent? Place(PlaceInput? place) => place is null ? null
        : new LocationContent(Fields.Degrees(place.Latitude, "location.latitude", 90), Fields.Degrees(place.Longitude, "location.longitude", 180))
        {
            Name = Fields.Optional(place.Name, "location.name"),
            Address = Fields.Optional(place.Address, "location.address"),
        };
}
