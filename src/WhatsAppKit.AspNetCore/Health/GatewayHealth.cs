namespace WhatsAppKit.AspNetCore.Health;

/// <summary>
/// The gateway's checks among the application's health checks. An application that maps health checks of its own selects them by name or
/// tag; one that adds a check with <see cref="Tag"/> has it count for the gateway's readiness.
/// </summary>
public static class GatewayHealth
{
    /// <summary>The tag of every check that decides whether the gateway is ready.</summary>
    public const string Tag = "whatsappkit";

    /// <summary>Unhealthy from the moment the host is asked to stop.</summary>
    public const string Host = "whatsappkit.host";

    /// <summary>The database answers a query.</summary>
    public const string Database = "whatsappkit.database";

    /// <summary>Sessions can be written: the database takes a change.</summary>
    public const string Sessions = "whatsappkit.sessions";

    /// <summary>A file can be written in the data directory.</summary>
    public const string Storage = "whatsappkit.storage";

    /// <summary>The messages that wait to be sent.</summary>
    public const string Queue = "whatsappkit.queue";

    /// <summary>The instances by the state of their connection.</summary>
    public const string Connections = "whatsappkit.connections";
}
