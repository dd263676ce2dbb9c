using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using EventMessage = WhatsAppKit.Core.Protobuf.Message.Types.EventMessage;

namespace WhatsAppKit.Core.Messages;

/// <summary>Appointments on the wire.</summary>
internal static class EventWire
{
    public static Message Write(EventContent content)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(content.Name);
        var appointment = new EventMessage
        {
            Name = content.Name,
            StartTime = content.Start.ToUnixTimeSeconds(),
            IsCanceled = content.IsCanceled,
            IsScheduleCall = content.IsCall,
            ExtraGuestsAllowed = content.AllowsExtraGuests,
        };
        if (content.Description is { } description)
        {
            appointment.Description = description;
        }

        if (content.End is { } end)
        {
            appointment.EndTime = end >= content.Start
                ? end.ToUnixTimeSeconds()
                : throw new ArgumentException("An event ends after it begins.", nameof(content));
        }

        if (content.Location is { } location)
        {
            appointment.Location = PlaceWire.Write(location);
        }

        if (content.JoinLink is { } link)
        {
            appointment.JoinLink = link;
        }

        return new Message { EventMessage = appointment };
    }

    public static EventContent? Read(Message message) =>
        message.EventMessage is not { } appointment ? null : new EventContent(
            appointment.Name, UnixTime.FromSeconds(appointment.StartTime) ?? DateTimeOffset.UnixEpoch)
        {
            End = UnixTime.FromSeconds(appointment.EndTime),
            Description = appointment.HasDescription ? appointment.Description : null,
            Location = appointment.Location is { } location ? PlaceWire.Read(location) : null,
            JoinLink = appointment.HasJoinLink ? appointment.JoinLink : null,
            IsCall = appointment.IsScheduleCall,
            IsCanceled = appointment.IsCanceled,
            AllowsExtraGuests = appointment.ExtraGuestsAllowed,
        };
}
