namespace WhatsAppKit.Core.Binary;

/// <summary>The byte that stands for the server in an address with a device.</summary>
internal static class JidDomain
{
    private const byte PhoneNumber = 0;
    private const byte Lid = 1;
    private const byte Hosted = 128;
    private const byte HostedLid = 129;

    public static byte Of(string server) => server switch
    {
        JidServer.Lid => Lid,
        JidServer.Hosted => Hosted,
        JidServer.HostedLid => HostedLid,
        _ => PhoneNumber,
    };

    /// <summary>The server of a domain; unknown ones (agents of old) are phone numbers.</summary>
    public static string ServerOf(byte domain) => domain switch
    {
        Lid => JidServer.Lid,
        Hosted => JidServer.Hosted,
        HostedLid => JidServer.HostedLid,
        _ => JidServer.PhoneNumber,
    };
}
