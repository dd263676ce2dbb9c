using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Contacts;

/// <summary>Reads what the server tells about businesses. What makes no sense is absent.</summary>
internal static class BusinessReader
{
    private const int MinutesOfDay = 24 * 60;
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static BusinessProfile? Profile(BinaryNode node) => node.Jid("jid") is { } jid
        ? new BusinessProfile(jid.ToUser())
        {
            Address = Text(node, "address"),
            Description = Text(node, "description"),
            Email = Text(node, "email"),
            Websites = [.. node.ChildrenOf("website").Select(website => website.Text).Where(text => text.Length > 0)],
            Categories = [.. (node.Child("categories")?.ChildrenOf("category") ?? []).Select(category => new BusinessCategory(category["id"] ?? "", category.Text))],
            TimeZone = node.Child("business_hours")?["timezone"],
            Hours = [.. (node.Child("business_hours")?.ChildrenOf("business_hours_config") ?? []).Select(Hours).OfType<BusinessHours>()],
            Options = (node.Child("profile_options")?.Children ?? []).GroupBy(option => option.Tag).ToDictionary(group => group.Key, group => group.Last().Text),
        }
        : null;

    /// <summary>The name in a <c>verified_name</c> node; null when it has none that can be read.</summary>
    public static BusinessName? Name(BinaryNode? node)
    {
        if (node is null || node.Bytes.IsEmpty)
        {
            return null;
        }

        try
        {
            var certificate = VerifiedNameCertificate.Parser.ParseFrom(node.Bytes.Span);
            var details = VerifiedNameCertificate.Types.Details.Parser.ParseFrom(certificate.Details.Span);
            return details.VerifiedName.Length == 0 ? null : new BusinessName(details.VerifiedName)
            {
                VerifiedLevel = node["verified_level"],
                Serial = details.HasSerial ? details.Serial : null,
            };
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static string? Text(BinaryNode node, string tag) => node.Child(tag)?.Text is { Length: > 0 } text ? text : null;

    private static BusinessHours? Hours(BinaryNode node)
    {
        var day = Array.IndexOf(Days, node["day_of_week"]);
        return (day, node["mode"]) switch
        {
            ( < 0, _) => null,
            (_, "open_24h") => new BusinessHours((DayOfWeek)day, BusinessHoursMode.AlwaysOpen, null, null),
            (_, "appointment_only") => new BusinessHours((DayOfWeek)day, BusinessHoursMode.AppointmentOnly, null, null),
            _ when Time(node.Number("open_time")) is { } opens && Time(node.Number("close_time")) is { } closes =>
                new BusinessHours((DayOfWeek)day, BusinessHoursMode.SpecificHours, opens, closes),
            _ => null,
        };
    }

    /// <summary>Minutes since midnight; the last minute of a day may be its end.</summary>
    private static TimeOnly? Time(long? minutes) =>
        minutes is >= 0 and <= MinutesOfDay and var time ? TimeOnly.FromTimeSpan(TimeSpan.FromMinutes(time % MinutesOfDay)) : null;
}
