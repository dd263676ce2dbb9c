using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>
/// A request's body, read strictly: an unknown or repeated field is an error that names it. The gateway's own settings
/// apply, whatever JSON settings the application around it uses.
/// </summary>
internal sealed class JsonBody<T>
    where T : class
{
    private JsonBody(T value) => Value = value;

    public T Value { get; }

    /// <summary>Called by the framework to bind a parameter of this type.</summary>
    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new GatewayException(
                StatusCodes.Status415UnsupportedMediaType, ProblemCodes.UnsupportedMediaType, "The body must be application/json.");
        }

        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(context.Request.Body, StrictJson.Options, context.RequestAborted).ConfigureAwait(false);
            return new JsonBody<T>(value ?? throw GatewayException.Invalid("$", "A JSON object is needed."));
        }
        catch (JsonException error)
        {
            throw GatewayException.Invalid(StrictJson.FieldOf(error), "Unknown, repeated or not of the expected type.");
        }
    }
}

/// <summary>How bodies are read.</summary>
internal static class StrictJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>The field an error is about: <c>$</c> for the body as a whole.</summary>
    public static string FieldOf(JsonException error) => error.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "$";
}
