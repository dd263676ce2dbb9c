namespace WhatsAppKit.Contracts;

/// <content>What was counted.</content>
public static partial class Routes
{
    /// <summary>What was counted of the instance an API key belongs to, or that <see cref="InstanceHeader"/> names.</summary>
    public const string Stats = "/api/stats";

    /// <summary>What was counted of one instance.</summary>
    public const string InstanceStats = Instance + "/stats";

    /// <summary>What was counted of the caller's whole subscription.</summary>
    public const string SubscriptionStats = Subscription + "/stats";
}
