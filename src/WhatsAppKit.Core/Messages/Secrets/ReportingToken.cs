using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Fanout;

namespace WhatsAppKit.Core.Messages;

/// <summary>
/// The token that lets WhatsApp check, when a reader reports a message, that it is the one that was sent. It tells the server
/// nothing by itself: it is keyed with the message's secret.
/// </summary>
internal static class ReportingToken
{
    private const int KeyLength = 32;
    private const int Length = 16;

    /// <summary>The node to send along; null for messages that carry none.</summary>
    /// <param name="id">The message's id.</param>
    /// <param name="content">The message as its readers decrypt it, without padding.</param>
    /// <param name="own">This account as the chat knows it.</param>
    /// <param name="to">The chat.</param>
    public static BinaryNode? NodeFor(string id, Message content, Jid own, Jid to)
    {
        var inner = MessageWrappers.Unwrap(content);
        if (inner.MessageContextInfo?.MessageSecret is not { Length: SecretBox.SecretLength } secret
            || inner.ReactionMessage is not null || inner.EncReactionMessage is not null
            || inner.EncEventResponseMessage is not null || inner.PollUpdateMessage is not null)
        {
            return null;
        }

        return Compute(secret.Span, id, content.ToByteArray(), own, to) is { } token
            ? new BinaryNode("reporting", null, new BinaryNode("reporting_token", [("v", "2")], token))
            : null;
    }

    /// <summary>16 bytes; null when nothing in the message is covered, or the bytes are no message.</summary>
    public static byte[]? Compute(ReadOnlySpan<byte> secret, string id, ReadOnlySpan<byte> message, Jid own, Jid to)
    {
        if (ReportedContent.Of(message) is not { Length: > 0 } covered)
        {
            return null;
        }

        Span<byte> key = stackalloc byte[KeyLength];
        SecretBox.DeriveKey(secret, SecretUse.ReportToken, id, own, to, key);
        try
        {
            return HMACSHA256.HashData(key, covered)[..Length];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
