namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>An instance and the subscription it belongs to.</summary>
internal readonly record struct InstanceRef(string SubscriptionId, string InstanceId);
