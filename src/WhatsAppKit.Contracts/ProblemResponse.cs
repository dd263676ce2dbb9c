namespace WhatsAppKit.Contracts;

/// <summary>Why a request failed: problem details by RFC 9457.</summary>
/// <param name="Type">An address that describes the HTTP status.</param>
/// <param name="Title">The HTTP status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened, for people.</param>
/// <param name="Code">What happened, for programs: one of <see cref="ProblemCodes"/>.</param>
/// <param name="Errors">What is wrong with which field; null when no field is to blame.</param>
/// <param name="TraceId">What finds the request in the gateway's log.</param>
public sealed record ProblemResponse(
    string? Type,
    string? Title,
    int Status,
    string? Detail,
    string Code,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null,
    string? TraceId = null);
