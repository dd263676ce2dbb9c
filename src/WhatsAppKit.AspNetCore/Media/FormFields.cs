using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>
/// The fields of a form as a request: text as it stands, numbers and true or false as in JSON, lists by repeating their field; or one
/// field <c>request</c> with all of it as JSON. They are as strict as a JSON body.
/// </summary>
internal static class FormFields
{
    private const string WholeRequest = "request";

    public static TRequest Read<TRequest>(IReadOnlyList<KeyValuePair<string, string>> fields)
        where TRequest : SendMediaRequest
    {
        if (fields is [{ Key: WholeRequest } whole])
        {
            return Parse<TRequest>(whole.Value);
        }

        var json = new JsonObject();
        foreach (var field in fields.GroupBy(field => field.Key, field => field.Value, StringComparer.Ordinal))
        {
            json[field.Key] = Value<TRequest>(field.Key, [.. field]);
        }

        return Parse<TRequest>(json.ToJsonString());
    }

    private static JsonNode? Value<TRequest>(string name, string[] values)
    {
        var type = Array.Find(typeof(TRequest).GetProperties(BindingFlags.Public | BindingFlags.Instance), each => JsonNamingPolicy.CamelCase.ConvertName(each.Name) == name)?.PropertyType
            ?? throw GatewayException.Invalid(name, "Unknown, repeated or not of the expected type.");
        if (type == typeof(IReadOnlyList<string>))
        {
            return new JsonArray([.. values.Select(value => (JsonNode)value)]);
        }

        if (type == typeof(IReadOnlyList<int>))
        {
            return new JsonArray([.. values.Select(value => Literal(name, value))]);
        }

        return values.Length > 1 ? throw GatewayException.Invalid(name, "Unknown, repeated or not of the expected type.")
            : type == typeof(string) ? values[0]
            : Literal(name, values[0]);
    }

    private static JsonNode? Literal(string name, string value)
    {
        try
        {
            // Text in it is read when it is written: half of a surrogate pair is found by that.
            return JsonNode.Parse(JsonNode.Parse(value)?.ToJsonString() ?? "null");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw GatewayException.Invalid(name, "Unknown, repeated or not of the expected type.");
        }
    }

    private static TRequest Parse<TRequest>(string json)
        where TRequest : class
    {
        try
        {
            return JsonSerializer.Deserialize<TRequest>(json, StrictJson.Options) ?? throw GatewayException.Invalid(WholeRequest, "A JSON object is needed.");
        }
        catch (JsonException error)
        {
            throw GatewayException.Invalid(StrictJson.FieldOf(error), "Unknown, repeated or not of the expected type.");
        }
    }
}
