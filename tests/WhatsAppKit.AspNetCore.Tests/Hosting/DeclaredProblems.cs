using System.Net;
using System.Text.Json.Nodes;

namespace WhatsAppKit.AspNetCore.Tests;

/// <summary>Holds every problem that any test is answered with against the OpenAPI document: its operation must declare it.</summary>
internal static class DeclaredProblems
{
    private static volatile Operation[] _operations = [];

    /// <summary>Reads what is declared; called once, before any test.</summary>
    public static void Of(string document)
    {
        var root = JsonNode.Parse(document)!;
        _operations =
        [
            .. from path in root["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               select new Operation(new HttpMethod(operation.Key.ToUpperInvariant()), Segments(path.Key), Codes(operation.Value!["responses"]!, root)),
        ];
    }

    public static void Check(HttpMethod method, string path, Answer answer)
    {
        if (answer.ContentType?.MediaType != "application/problem+json" || Find(method, path) is not { } operation)
        {
            return;
        }

        var declared = operation.Codes.GetValueOrDefault((int)answer.Status, []);
        Assert.True(
            declared.Contains(answer["code"]),
            $"The document does not declare {(int)answer.Status} {answer["code"]} for {method} {path}, but {string.Join(", ", declared)}: add it with Fails(...).");
    }

    /// <summary>The operation of a path; null for one that is not the gateway's. Words win over names of parameters.</summary>
    private static Operation? Find(HttpMethod method, string path)
    {
        // An application may have put the gateway under a prefix.
        var start = Math.Max(path.IndexOf("/api/", StringComparison.Ordinal), path.IndexOf("/health", StringComparison.Ordinal));
        if (start < 0)
        {
            return null;
        }

        var segments = Segments(path[start..].Split('?')[0]);
        return _operations.Where(operation => operation.Method == method && operation.Covers(segments)).MaxBy(operation => operation.Segments.Count(segment => segment[0] != '{'));
    }

    private static string[] Segments(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static Dictionary<int, HashSet<string>> Codes(JsonNode responses, JsonNode root) => responses.AsObject()
        .Where(response => response.Key[0] is '4' or '5')
        .ToDictionary(
            response => int.Parse(response.Key, System.Globalization.CultureInfo.InvariantCulture),
            response => Resolved(response.Value!, root)["content"]?["application/problem+json"]?["examples"]?.AsObject().Select(each => each.Key).ToHashSet() ?? []);

    private static JsonNode Resolved(JsonNode response, JsonNode root) => response["$ref"]?.GetValue<string>() is { } reference
        ? root["components"]!["responses"]![reference[(reference.LastIndexOf('/') + 1)..]]!
        : response;

    private sealed record Operation(HttpMethod Method, string[] Segments, Dictionary<int, HashSet<string>> Codes)
    {
        public bool Covers(string[] path) =>
            path.Length == Segments.Length && Segments.Zip(path).All(each => each.First[0] == '{' || each.First == WebUtility.UrlDecode(each.Second));
    }
}
