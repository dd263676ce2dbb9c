using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Mex;

/// <summary>Asks the server in JSON: queries it knows by number, with variables.</summary>
internal sealed class MexClient(IWhatsAppSession session)
{
    private const int MaxAnswer = 4 * 1024 * 1024;
    private const int MaxDepth = 32;
    private const int UnknownError = 400;

    /// <summary>The part of the answer's data under that name.</summary>
    /// <param name="queryId">The query's number.</param>
    /// <param name="operation">What it is for, in words for errors.</param>
    /// <param name="path">The name.</param>
    /// <param name="variables">The query's variables.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="otherPath">Another name the server may use.</param>
    /// <exception cref="MexRequestException">The server took the query and refused.</exception>
    /// <exception cref="ProtocolException">The answer is not what was asked for.</exception>
    public async Task<JsonElement> AskAsync(
        string queryId, string operation, string path, JsonObject variables, CancellationToken cancellationToken, string? otherPath = null)
    {
        var text = new JsonObject { ["variables"] = variables }.ToJsonString();
        var iq = new BinaryNode(
            "iq",
            [("to", Jid.WhatsAppServer), ("type", "get"), ("xmlns", "w:mex")],
            new BinaryNode("query", [("query_id", queryId)], System.Text.Encoding.UTF8.GetBytes(text)));
        var answer = await session.QueryAsync(iq, cancellationToken).ConfigureAwait(false);
        if (answer.Child("result") is not { } result || result["format"] is not null)
        {
            throw new ProtocolException($"The answer to {operation} is no JSON.");
        }

        var json = Parse(result.Bytes, operation);
        ThrowIfRefused(json, operation);
        return json.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            && (data.TryGetProperty(path, out var found) || (otherPath is not null && data.TryGetProperty(otherPath, out found)))
            ? found
            : throw new ProtocolException($"The answer to {operation} lacks what was asked for.");
    }

    private static void ThrowIfRefused(JsonElement json, string operation)
    {
        if (!json.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Array || errors.GetArrayLength() == 0)
        {
            return;
        }

        var extensions = errors[0].ValueKind == JsonValueKind.Object && errors[0].TryGetProperty("extensions", out var told) && told.ValueKind == JsonValueKind.Object
            ? told
            : default;
        var code = extensions.ValueKind == JsonValueKind.Object && extensions.TryGetProperty("error_code", out var number)
            && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value)
            ? value
            : UnknownError;
        var mayRetry = extensions.ValueKind == JsonValueKind.Object && extensions.TryGetProperty("is_retryable", out var retry) && retry.ValueKind == JsonValueKind.True;
        throw new MexRequestException(operation, code, mayRetry || code is 429 or >= 500);
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> bytes, string operation)
    {
        if (bytes.Length > MaxAnswer)
        {
            throw new ProtocolException($"The answer to {operation} is too long.");
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new ProtocolException($"The answer to {operation} is no object.");
        }
        catch (JsonException error)
        {
            throw new ProtocolException($"The answer to {operation} is no JSON.", error);
        }
    }
}
