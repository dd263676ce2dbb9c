using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace WhatsAppKit.AspNetCore.Hosting.OpenApi;

/// <summary>What stands in a field of that name, in examples.</summary>
internal static class Samples
{
    private const string Id = "c2v7k0q1m9x4t8b3n6p5r0sd";

    private static readonly FrozenDictionary<string, string> Texts = new Dictionary<string, string>
    {
        ["action"] = "instance.created",
        ["code"] = "2@Zm9vYmFy...",
        ["country"] = "DE",
        ["cursor"] = "1042",
        ["currentPassword"] = "correct horse battery",
        ["caption"] = "As promised",
        ["direction"] = "out",
        ["email"] = "ada@example.com",
        ["emoji"] = "\U0001F44D",
        ["fileName"] = "offer.pdf",
        ["from"] = "15550001",
        ["id"] = Id,
        ["key"] = "wak_7f3k2m9q_the-secret-that-is-shown-once",
        ["kind"] = "text",
        ["mimeType"] = "application/pdf",
        ["name"] = "Support",
        ["newPassword"] = "another horse battery",
        ["nextCursor"] = "1042",
        ["number"] = "+15550002",
        ["password"] = "correct horse battery",
        ["phone"] = "15550001",
        ["prefix"] = "wak_7f3k2m9q",
        ["role"] = "USER",
        ["status"] = "sent",
        ["subject"] = "Project",
        ["text"] = "Hello",
        ["tier"] = "PRO",
        ["to"] = "+15550002",
        ["url"] = "https://example.com/offer.pdf",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A sample of the schema's type; null when the name says nothing.</summary>
    public static JsonNode? Find(string name, IOpenApiSchema schema)
    {
        if (schema.Type is not { } type || (type & JsonSchemaType.String) == 0 || schema.Format is "date-time" || schema.Enum is { Count: > 0 })
        {
            return null;
        }

        return Texts.TryGetValue(name, out var text) ? text : name.EndsWith("Id", StringComparison.Ordinal) ? Id : null;
    }
}
