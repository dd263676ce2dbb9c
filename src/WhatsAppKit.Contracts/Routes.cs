namespace WhatsAppKit.Contracts;

/// <summary>The gateway's paths, shared by the server and the client.</summary>
public static class Routes
{
    /// <summary>Creates a subscription with its first administrator.</summary>
    public const string Register = "/api/auth/register";

    /// <summary>Exchanges a password for a token.</summary>
    public const string Login = "/api/auth/login";

    /// <summary>The instances of a subscription.</summary>
    public const string Instances = "/api/instances";

    /// <summary>The instance an API key belongs to.</summary>
    public const string InstanceInfo = "/api/instance/info";

    /// <summary>The messages of an instance, both directions.</summary>
    public const string Messages = "/api/messages";

    /// <summary>Sends text.</summary>
    public const string SendText = "/api/messages/text";
}
