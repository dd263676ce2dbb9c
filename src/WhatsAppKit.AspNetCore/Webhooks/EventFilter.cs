using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Webhooks;

/// <summary>Which events somebody wants: names of types and groups, separated by spaces; empty for all.</summary>
internal static class EventFilter
{
    private const int MaxNames = 50;

    /// <summary>Reads names from a request.</summary>
    /// <exception cref="GatewayException">One of them is unknown.</exception>
    public static string Of(IReadOnlyList<string>? names, string field)
    {
        if (names is { Count: > MaxNames })
        {
            throw GatewayException.Invalid(field, $"At most {MaxNames} are allowed.");
        }

        foreach (var name in names ?? [])
        {
            if (!EventTypes.All.Contains(name) && !EventTypes.Groups.Contains(name))
            {
                throw GatewayException.Invalid(field, $"Types are {string.Join(", ", EventTypes.All)}; groups are {string.Join(", ", EventTypes.Groups)}.");
            }
        }

        return string.Join(' ', (names ?? []).Distinct());
    }

    public static IReadOnlyList<string> Names(string filter) => filter.Length == 0 ? [] : filter.Split(' ');

    public static bool Takes(string filter, string type) =>
        filter.Length == 0 || Names(filter) is var names && (names.Contains(type) || names.Contains(EventTypes.GroupOf(type)));
}
