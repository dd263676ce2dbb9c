namespace WhatsAppKit.AspNetCore.Logging;

/// <summary>The categories of the gateway's log lines, for filters and sinks of the application.</summary>
public static class LogCategories
{
    /// <summary>Each request that was answered: method, route, status, time.</summary>
    public const string Request = "WhatsAppKit.Request";

    /// <summary>Failed logins, refused credentials, refused authorisation, limits, refused addresses.</summary>
    public const string Security = "WhatsAppKit.Security";

    /// <summary>What the gateway is there for: instances, messages, tiers.</summary>
    public const string Business = "WhatsAppKit.Business";

    /// <summary>Failures that somebody has to look at.</summary>
    public const string Error = "WhatsAppKit.Error";

    /// <summary>What is in the audit trail too, once it is committed.</summary>
    public const string Audit = "WhatsAppKit.Audit";
}
