using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace WhatsAppKit.Contracts.Messages;

/// <summary>Many messages at once.</summary>
public sealed record SendBulkRequest
{
    /// <summary>1 to 1,000 messages. Those of one chat are sent in this order.</summary>
    [Required]
    public IReadOnlyList<BulkMessage>? Messages { get; init; }
}

/// <summary>One of many messages.</summary>
public sealed record BulkMessage
{
    /// <summary>The kind of message: <c>text</c>, <c>image</c>, <c>reaction</c>, ...: the last part of the path that sends one.</summary>
    [Required]
    public string? Kind { get; init; }

    /// <summary>The body that this path takes. Files are uploaded before, and named by <c>media.id</c>.</summary>
    [Required]
    public JsonElement Message { get; init; }
}

/// <summary>What became of each message.</summary>
/// <param name="Results">In the order of the request.</param>
/// <param name="Accepted">How many were accepted.</param>
public sealed record SendBulkResponse(IReadOnlyList<BulkResult> Results, int Accepted);

/// <summary>What became of one message.</summary>
/// <param name="Message">The message, when it was accepted.</param>
/// <param name="Error">Why it was not.</param>
public sealed record BulkResult(SentMessageResponse? Message, BulkError? Error);

/// <summary>Why a message was not accepted, as the problem that it would have got alone.</summary>
/// <param name="Status">The problem's HTTP status.</param>
/// <param name="Code">The problem's code.</param>
/// <param name="Detail">What happened, for people.</param>
/// <param name="Errors">The fields that are not valid; null for none.</param>
public sealed record BulkError(int Status, string Code, string Detail, IReadOnlyDictionary<string, string[]>? Errors);
