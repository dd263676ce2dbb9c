using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>What the stanza around a message says about its content, which only its readers can decrypt.</summary>
internal sealed record StanzaShape
{
    /// <summary><c>type</c> of the stanza.</summary>
    public string Type { get; private init; } = "text";

    /// <summary><c>edit</c> of the stanza, for content that changes an earlier message.</summary>
    public string? Edit { get; private init; }

    /// <summary>What kind of media each <c>enc</c> says it holds.</summary>
    public string? MediaType { get; private init; }

    /// <summary>True when a device that cannot read it should show nothing in its place.</summary>
    public bool HidesFailure { get; private init; }

    /// <summary>Nodes beside the encrypted ones.</summary>
    public IReadOnlyList<BinaryNode> Children { get; private init; } = [];

    /// <summary>Derives the shape; the same content always has the same one, so that a repetition needs no record of it.</summary>
    public static StanzaShape Of(Message content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new StanzaShape();
    }

    /// <summary>An <c>enc</c> node that tells what kind of content it holds.</summary>
    public BinaryNode Enc(string type, ReadOnlyMemory<byte> ciphertext, int retryCount = 0) =>
        new(
            "enc",
            [
                ("v", "2"),
                ("type", type),
                ("mediatype", MediaType),
                ("decrypt-fail", HidesFailure ? "hide" : null),
                ("count", retryCount == 0 ? null : retryCount.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ],
            ciphertext);
}
