using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.PrivacyTokens;

/// <summary>Shapes and reads the stanzas of privacy tokens.</summary>
internal static class PrivacyTokenNodes
{
    private const string Kind = "trusted_contact";

    /// <summary>Issues a token to a contact.</summary>
    public static BinaryNode Issue(Jid contact, long at) =>
        new(
            "iq",
            [("xmlns", "privacy"), ("type", "set"), ("to", Jid.WhatsAppServer)],
            new BinaryNode(
                "tokens",
                null,
                new BinaryNode("token", [("jid", contact), ("t", at.ToString(CultureInfo.InvariantCulture)), ("type", Kind)])));

    /// <summary>The tokens in a notification or an answer; those without a time are none.</summary>
    public static IEnumerable<(ReadOnlyMemory<byte> Token, long Timestamp)> Read(BinaryNode carrier) =>
        (carrier.Child("tokens")?.ChildrenOf("token") ?? [])
        .Where(token => token["type"] == Kind && token.Number("t") is > 0)
        .Select(token => (token.Bytes, token.Number("t")!.Value));

    /// <summary>Shows the contact the token it issued.</summary>
    public static BinaryNode Attached(ReadOnlyMemory<byte> token) => new("tctoken", null, token);

    /// <summary>Shows the server, in place of a token, that this account knows the contact's LID.</summary>
    public static BinaryNode Derived(ReadOnlySpan<byte> salt, Jid lid) =>
        new("cstoken", null, HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(lid.ToUser().ToString())));
}
