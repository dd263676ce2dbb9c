using System.Text.Json.Nodes;

namespace WhatsAppKit.AspNetCore.Tests.Hosting.OpenApi;

/// <summary>
/// What a client written for an older OpenAPI document would stumble over: an operation, answer or field that is gone, a field of
/// another type, something newly required, a value that is no longer taken.
/// </summary>
internal static class BreakingChanges
{
    public static IReadOnlyList<string> Between(JsonNode before, JsonNode after)
    {
        var found = new List<string>();
        foreach (var (path, operations) in before["paths"]!.AsObject())
        {
            foreach (var (method, old) in operations!.AsObject())
            {
                var place = $"{method.ToUpperInvariant()} {path}";
                if (after["paths"]![path]?[method] is { } current)
                {
                    Compare(place, old!, current, before, after, found);
                }
                else
                {
                    found.Add($"{place} is gone");
                }
            }
        }

        return found;
    }

    private static void Compare(string place, JsonNode old, JsonNode current, JsonNode before, JsonNode after, List<string> found)
    {
        var parameters = (current["parameters"]?.AsArray() ?? []).ToDictionary(each => each!["name"]!.GetValue<string>(), each => each!["required"]?.GetValue<bool>() ?? false);
        var known = (old["parameters"]?.AsArray() ?? []).ToDictionary(each => each!["name"]!.GetValue<string>(), each => each!["required"]?.GetValue<bool>() ?? false);
        found.AddRange(known.Keys.Except(parameters.Keys).Select(name => $"{place} no longer takes {name}"));
        found.AddRange(parameters.Where(each => each.Value && !known.GetValueOrDefault(each.Key)).Select(each => $"{place} now requires {each.Key}"));
        if (old["security"] is null && current["security"] is not null)
        {
            found.Add($"{place} now needs a credential");
        }

        if (current["requestBody"] is not null && old["requestBody"] is null)
        {
            found.Add($"{place} now needs a body");
        }

        Schemas($"{place} body", Schema(old["requestBody"]), Schema(current["requestBody"]), new Side(before, after, IsRequest: true), found, []);
        foreach (var (status, answer) in old["responses"]!.AsObject().Where(each => each.Key[0] == '2'))
        {
            if (current["responses"]![status] is not { } same)
            {
                found.Add($"{place} no longer answers {status}");
                continue;
            }

            Schemas($"{place} {status}", Schema(answer), Schema(same), new Side(before, after, IsRequest: false), found, []);
        }
    }

    private static JsonNode? Schema(JsonNode? holder) => holder?["content"]?["application/json"]?["schema"];

    private static void Schemas(string place, JsonNode? old, JsonNode? current, Side side, List<string> found, HashSet<string> seen)
    {
        if (old is null || current is null || (old["$ref"] is { } reference && !seen.Add(place[..place.IndexOf(' ', StringComparison.Ordinal)] + reference)))
        {
            return;
        }

        old = Resolve(old, side.Before);
        current = Resolve(current, side.After);
        if (Types(old) is { Count: > 0 } types && Types(current) is { Count: > 0 } now && !(side.IsRequest ? types.IsSubsetOf(now) : now.IsSubsetOf(types)))
        {
            found.Add($"{place} was {string.Join('|', types)} and is {string.Join('|', now)}");
        }

        if (side.IsRequest && old["enum"] is JsonArray values && current["enum"] is JsonArray left)
        {
            var kept = left.Select(each => each?.ToString()).ToHashSet();
            found.AddRange(values.Select(each => each?.ToString()).Where(value => !kept.Contains(value)).Select(value => $"{place} no longer takes the value {value}"));
        }

        if (side.IsRequest)
        {
            found.AddRange(Required(current).Except(Required(old)).Select(name => $"{place} now requires {name}"));
        }

        Schemas(place + "[]", old["items"], current["items"], side, found, seen);
        foreach (var (name, property) in old["properties"]?.AsObject() ?? [])
        {
            if (current["properties"]?[name] is { } same)
            {
                Schemas($"{place}.{name}", property, same, side, found, seen);
            }
            else
            {
                found.Add($"{place}.{name} is gone");
            }
        }
    }

    private static JsonNode Resolve(JsonNode schema, JsonNode document)
    {
        while (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            schema = document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]!;
        }

        return schema;
    }

    private static HashSet<string> Types(JsonNode schema) => schema["type"] switch
    {
        JsonArray several => [.. several.Select(each => each!.GetValue<string>())],
        JsonValue one => [one.GetValue<string>()],
        _ => [],
    };

    private static IEnumerable<string> Required(JsonNode schema) => (schema["required"]?.AsArray() ?? []).Select(each => each!.GetValue<string>());

    private sealed record Side(JsonNode Before, JsonNode After, bool IsRequest);
}
