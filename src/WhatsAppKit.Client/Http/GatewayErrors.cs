using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Polly.CircuitBreaker;

namespace WhatsAppKit.Client.Http;

/// <summary>Turns whatever went wrong into the one exception.</summary>
internal static class GatewayErrors
{
    public static async ValueTask<Exception?> FromResponseAsync(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
        {
            return null;
        }

        var problem = await ReadAsync(response).ConfigureAwait(false);
        var code = problem?.Code ?? "http-" + ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        return new WhatsAppGatewayException(
            $"The gateway answered {(int)response.StatusCode} {code}: {problem?.Detail ?? response.ReasonPhrase}{Fields(problem)}",
            code,
            response.StatusCode,
            IsTransient(response.StatusCode, code),
            problem?.Errors)
        {
            RetryAfter = RetryAfterHeader.Read(response),
        };
    }

    /// <summary>An answer whose content is read as it comes.</summary>
    public static async Task<HttpResponseMessage> OpenAsync(Task<HttpResponseMessage> sending)
    {
        var response = await sending.ConfigureAwait(false);
        if (await FromResponseAsync(response).ConfigureAwait(false) is { } error)
        {
            response.Dispose();
            throw error;
        }

        return response;
    }

    public static Exception FromTransport(HttpRequestMessage request, Exception error, CancellationToken cancellationToken) =>
        error is OperationCanceledException && cancellationToken.IsCancellationRequested
            ? error
            : error is BrokenCircuitException broken
            ? new WhatsAppGatewayException(
                "The gateway failed too often and is left alone for a while.", WhatsAppGatewayException.CircuitOpen, null, isTransient: true, null, error)
            { RetryAfter = broken.RetryAfter }
            : new WhatsAppGatewayException("The gateway cannot be reached.", WhatsAppGatewayException.Unreachable, null, isTransient: true, null, error);

    public static ValueTask<Exception?> FromContentAsync(HttpResponseMessage response, Exception error) =>
        ValueTask.FromResult<Exception?>(new WhatsAppGatewayException(
            "The gateway's answer cannot be read: is the address a gateway's?", WhatsAppGatewayException.Unreadable, response.StatusCode, isTransient: false, null, error));

    // An unacknowledged message may have been sent: the same call again could send it twice.
    // The limit of a month is not over in a moment either.
    private static bool IsTransient(HttpStatusCode status, string code) =>
        code is not (Contracts.ProblemCodes.AckTimeout or Contracts.ProblemCodes.MonthlyMessageLimit) && status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>What is wrong with which field: without it, nobody who reads a log would know.</summary>
    private static string Fields(GatewayProblem? problem) =>
        string.Concat((problem?.Errors ?? new Dictionary<string, string[]>()).Select(field => $" {field.Key}: {string.Join(' ', field.Value)}"));

    private static async Task<GatewayProblem?> ReadAsync(HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return null;
        }

        try
        {
            return await response.Content.ReadFromJsonAsync(GatewayJson.Default.GatewayProblem).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            // Something between us and the gateway wrote it: the status has to do.
            return null;
        }
    }
}
