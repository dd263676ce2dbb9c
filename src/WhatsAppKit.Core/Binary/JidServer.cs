namespace WhatsAppKit.Core.Binary;

/// <summary>The server names that occur in JIDs.</summary>
public static class JidServer
{
    /// <summary>People and devices by phone number.</summary>
    public const string PhoneNumber = "s.whatsapp.net";

    /// <summary>The legacy form of <see cref="PhoneNumber"/>; only ever read.</summary>
    public const string LegacyPhoneNumber = "c.us";

    /// <summary>People and devices by privacy identifier.</summary>
    public const string Lid = "lid";

    /// <summary>A business's hosted device, by phone number.</summary>
    public const string Hosted = "hosted";

    /// <summary>A business's hosted device, by privacy identifier.</summary>
    public const string HostedLid = "hosted.lid";

    /// <summary>Groups and communities.</summary>
    public const string Group = "g.us";

    /// <summary>Broadcast lists and status updates.</summary>
    public const string Broadcast = "broadcast";

    /// <summary>Channels.</summary>
    public const string Newsletter = "newsletter";

    /// <summary>Bots.</summary>
    public const string Bot = "bot";

    /// <summary>Messenger users.</summary>
    public const string Messenger = "msgr";

    /// <summary>Users of other applications.</summary>
    public const string Interop = "interop";
}
