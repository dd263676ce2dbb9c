namespace WhatsAppKit.AspNetCore.Tests;

/// <summary>Routes with their places filled.</summary>
internal static class Paths
{
    private const string Nobody = "abcdefghijklmnopqrstuvwx";

    public static string Unknown(string route) => Of(route, Nobody, Nobody, Nobody, Nobody);

    public static string Of(string route, string instance, string key, string user, string subscription, string webhook = Nobody) => route
        .Replace("{messageId}", Nobody, StringComparison.Ordinal)
        .Replace("{labelId}", Nobody, StringComparison.Ordinal)
        .Replace("{replyId}", Nobody, StringComparison.Ordinal)
        .Replace("{callId}", Nobody, StringComparison.Ordinal)
        .Replace("{productId}", Nobody, StringComparison.Ordinal)
        .Replace("{mediaId}", Nobody, StringComparison.Ordinal)
        .Replace("{name}", Nobody, StringComparison.Ordinal)
        .Replace("{file}", Nobody, StringComparison.Ordinal)
        .Replace("{id}", instance, StringComparison.Ordinal)
        .Replace("{deliveryId}", "1", StringComparison.Ordinal)
        .Replace("{webhookId}", webhook, StringComparison.Ordinal)
        .Replace("{keyId}", key, StringComparison.Ordinal)
        .Replace("{userId}", user, StringComparison.Ordinal)
        .Replace("{subscriptionId}", subscription, StringComparison.Ordinal);
}
