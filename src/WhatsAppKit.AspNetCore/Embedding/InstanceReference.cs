namespace WhatsAppKit.AspNetCore.Embedding;

/// <summary>An instance, and the subscription it belongs to: with another subscription it does not exist.</summary>
/// <param name="SubscriptionId">The subscription's id.</param>
/// <param name="InstanceId">The instance's id.</param>
public readonly record struct InstanceReference(string SubscriptionId, string InstanceId);
