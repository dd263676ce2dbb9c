using Microsoft.AspNetCore.Http;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>A request that cannot be done, with what the caller is told: over HTTP as problem details.</summary>
public sealed class GatewayException : Exception
{
    internal GatewayException(
        int status, string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null, Exception? cause = null)
        : base(detail, cause)
    {
        Status = status;
        Code = code;
        Errors = errors;
    }

    /// <summary>The status an endpoint answers with.</summary>
    public int Status { get; }

    /// <summary>A stable word for what went wrong: one of <see cref="ProblemCodes"/>.</summary>
    public string Code { get; }

    /// <summary>What is wrong with which field; null when it is not about fields.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; }

    /// <summary>When the same request is worth another try; becomes the header <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    internal static GatewayException NotFound() => new(StatusCodes.Status404NotFound, ProblemCodes.NotFound, "There is no such thing in this subscription.");

    internal static GatewayException Invalid(string field, string problem) =>
        new(StatusCodes.Status400BadRequest, ProblemCodes.Invalid, "The request is not valid.", new Dictionary<string, string[]> { [field] = [problem] });
}
