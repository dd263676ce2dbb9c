using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Webhooks;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>What a reader may see, and what it wants of that.</summary>
/// <param name="Tenant">Whose events.</param>
/// <param name="InstanceId">Those of one instance only; null for the whole subscription.</param>
/// <param name="Filter">Which types, as <see cref="EventFilter"/> has it.</param>
/// <param name="SeesActions">Whether what people did is among them.</param>
/// <param name="HasContent">Whether messages come with what they say.</param>
internal sealed record EventView(TenantContext Tenant, string? InstanceId, string Filter, bool SeesActions, bool HasContent)
{
    private static readonly string[] Actions = ["system", "user"];

    /// <summary>True for the name of a type or a group that tells what people did, as the audit does.</summary>
    public static bool IsAction(string name) => Actions.Contains(EventTypes.GroupOf(name));

    public bool Takes(string type) => (SeesActions || !IsAction(type)) && EventFilter.Takes(Filter, type);
}
