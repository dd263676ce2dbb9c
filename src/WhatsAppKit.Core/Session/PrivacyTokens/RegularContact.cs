using System.Text.RegularExpressions;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.PrivacyTokens;

/// <summary>Who has privacy tokens at all: people, not bots and not WhatsApp's own announcements.</summary>
internal static partial class RegularContact
{
    private const string Announcements = "0";

    public static bool Is(Jid contact) =>
        (contact.IsPhoneNumber || contact.IsLid) && contact.User != Announcements && !(contact.IsPhoneNumber && BotNumbers().IsMatch(contact.User));

    [GeneratedRegex(@"\A(1313555[0-9]{4}|131655500[0-9]{2})\z")]
    private static partial Regex BotNumbers();
}
