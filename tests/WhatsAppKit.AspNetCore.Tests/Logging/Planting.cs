using System.Text.Json;

namespace WhatsAppKit.AspNetCore.Tests.Logging;

/// <summary>Plants what calls to the gateway carry: secrets and contents of requests, and secrets of answers.</summary>
internal static class Planting
{
    /// <summary>Fields by what they hold, in requests and in answers.</summary>
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["password"] = "password",
        ["currentPassword"] = "password",
        ["newPassword"] = "password",
        ["token"] = "token",
        ["refreshToken"] = "refresh token",
        ["key"] = "API key",
        ["code"] = "pairing code or QR code",
        ["text"] = "message text",
        ["caption"] = "message text",
        ["question"] = "message text",
    };

    // Texts of tests that are words of ours too, or begin like ids.
    private static readonly string[] Innocent = ["a message", "internal-error"];

    public static async Task<string?> BodyAsync(HttpContent? content) =>
        content?.Headers.ContentType?.MediaType == "application/json" ? await content.ReadAsStringAsync() : null;

    public static void Plant(Caller caller, string? request, Answer answer)
    {
        PlantCredential(caller.Credential);

        // What a refused request says is a mistake of its writer: often the name of a field, or a word of ours.
        if ((int)answer.Status < 300)
        {
            PlantJson(request);
            if (answer.ContentType?.MediaType is "application/json")
            {
                PlantJson(answer.Text);
            }
        }
    }

    private static void PlantCredential(string? credential)
    {
        if (credential is { Length: > 30 })
        {
            SecretWatch.Suite.Plant("credential", credential);
            SecretWatch.Suite.Plant("credential's secret part", credential[(credential.LastIndexOfAny(['.', '_']) + 1)..]);
        }
    }

    private static void PlantJson(string? text)
    {
        if (text is { Length: > 2 } && text[0] is '{' or '[')
        {
            try
            {
                using var document = JsonDocument.Parse(text!);
                Visit(document.RootElement);
            }
            catch (JsonException)
            {
                // Tests send what is no JSON too.
            }
        }
    }

    private static void Visit(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var each in element.EnumerateArray())
            {
                Visit(each);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.String && Kinds.TryGetValue(property.Name, out var kind))
                {
                    PlantText(kind, property.Value.GetString()!);
                }
                else
                {
                    Visit(property.Value);
                }
            }
        }
    }

    private static void PlantText(string kind, string text)
    {
        // One letter over and over stands for something else; codes of problems are words.
        var isFiller = text.Distinct().Count() == 1;
        var isWord = kind == Kinds["code"] && text.All(c => char.IsAsciiLetterLower(c) || c == '-');
        if (isFiller || isWord || Innocent.Contains(text))
        {
            return;
        }

        SecretWatch.Suite.Plant(kind, text);

        // A QR code is a list: each of its keys is a secret of its own.
        foreach (var part in text.StartsWith("2@", StringComparison.Ordinal) ? text[2..].Split(',') : [])
        {
            SecretWatch.Suite.Plant("part of a QR code", part.Length > 16 ? part : null);
        }
    }
}
