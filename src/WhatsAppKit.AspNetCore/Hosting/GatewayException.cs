using Microsoft.AspNetCore.Http;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>A request that cannot be done, with what the caller is told.</summary>
internal sealed class GatewayException(int status, string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public IReadOnlyDictionary<string, string[]>? Errors { get; } = errors;

    /// <summary>When the same request is worth another try; becomes the header <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static GatewayException NotFound() => new(StatusCodes.Status404NotFound, ProblemCodes.NotFound, "There is no such thing in this subscription.");

    public static GatewayException Invalid(string field, string problem) =>
        new(StatusCodes.Status400BadRequest, ProblemCodes.Invalid, "The request is not valid.", new Dictionary<string, string[]> { [field] = [problem] });
}
