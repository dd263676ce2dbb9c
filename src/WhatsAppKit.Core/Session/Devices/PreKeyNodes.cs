using System.Buffers.Binary;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Session.Devices;

/// <summary>Shapes and reads the stanzas of the <c>encrypt</c> namespace.</summary>
internal static class PreKeyNodes
{
    private static readonly byte[] KeyType = [PublicKey.DjbType];

    public static BinaryNode Count() => Iq("get", new BinaryNode("count"));

    public static BinaryNode Upload(DeviceCredentials credentials, IReadOnlyList<(uint Id, KeyPair Pair)> preKeys) =>
        Iq(
            "set",
            new BinaryNode("registration", null, UInt32(credentials.RegistrationId)),
            new BinaryNode("type", null, KeyType),
            new BinaryNode("identity", null, credentials.IdentityKey.PublicKey.Memory),
            new BinaryNode("list", null, [.. preKeys.Select(key => Key("key", key.Id, key.Pair.PublicKey))]),
            SignedKey(credentials.SignedPreKey));

    public static BinaryNode Fetch(IEnumerable<Jid> devices) =>
        Iq("get", new BinaryNode("key", null, [.. devices.Select(device => new BinaryNode("user", [("jid", device), ("reason", "identity")]))]));

    /// <summary>Replaces the signed pre-key the server hands out.</summary>
    public static BinaryNode Rotate(SignedPreKey key) => Iq("set", new BinaryNode("rotate", null, SignedKey(key)));

    /// <summary>The keys a retry request offers, so that its receiver can start a new session at once.</summary>
    public static BinaryNode Offer(DeviceCredentials credentials, uint preKeyId, PublicKey preKey) =>
        new(
            "keys",
            null,
            new BinaryNode("type", null, KeyType),
            new BinaryNode("identity", null, credentials.IdentityKey.PublicKey.Memory),
            Key("key", preKeyId, preKey),
            SignedKey(credentials.SignedPreKey),
            new BinaryNode("device-identity", null, credentials.Account));

    public static byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>Reads one <c>user</c> of a fetch, or the <c>keys</c> of a retry request.</summary>
    /// <param name="node">The node that holds identity, key and skey.</param>
    /// <param name="registration">The registration id when it stands elsewhere.</param>
    /// <exception cref="ProtocolException">A part is missing or has the wrong length.</exception>
    public static PreKeyBundle Bundle(BinaryNode node, uint? registration = null)
    {
        // Some replies nest the keys.
        var keys = node.Child("keys") ?? node;
        var signed = keys.Child("skey") ?? throw new ProtocolException("A pre-key bundle has no signed pre-key.");
        var oneTime = keys.Child("key");
        var signature = Content(signed, "signature");
        if (signature.Length != XEdDsa.SignatureLength)
        {
            throw new ProtocolException($"A pre-key signature has {signature.Length} bytes.");
        }

        return new PreKeyBundle(
            registration ?? Number(node.Child("registration") ?? throw new ProtocolException("A pre-key bundle has no registration id."), 4),
            Public(keys, "identity"),
            Number(signed.Child("id") ?? throw new ProtocolException("A signed pre-key has no id."), 3),
            Public(signed, "value"),
            signature,
            oneTime is null ? null : Number(oneTime.Child("id") ?? throw new ProtocolException("A pre-key has no id."), 3),
            oneTime is null ? null : Public(oneTime, "value"));
    }

    /// <summary>A big-endian number of exactly that many bytes.</summary>
    public static uint Number(BinaryNode node, int length)
    {
        var bytes = node.Bytes.Span;
        if (bytes.Length != length)
        {
            throw new ProtocolException($"<{node.Tag}> has {bytes.Length} bytes, not {length}.");
        }

        var value = 0u;
        foreach (var b in bytes)
        {
            value = (value << 8) | b;
        }

        return value;
    }

    private static BinaryNode Iq(string type, params BinaryNode[] children) =>
        new("iq", [("to", Jid.WhatsAppServer), ("type", type), ("xmlns", "encrypt")], children);

    private static BinaryNode Key(string tag, uint id, PublicKey key) =>
        new(tag, null, new BinaryNode("id", null, UInt24(id)), new BinaryNode("value", null, key.Memory));

    private static BinaryNode SignedKey(SignedPreKey key) =>
        new(
            "skey",
            null,
            new BinaryNode("id", null, UInt24(key.Id)),
            new BinaryNode("value", null, key.KeyPair.PublicKey.Memory),
            new BinaryNode("signature", null, key.Signature));

    private static byte[] UInt24(uint value) => UInt32(value)[1..];

    private static ReadOnlyMemory<byte> Content(BinaryNode parent, string tag) =>
        (parent.Child(tag) ?? throw new ProtocolException($"<{parent.Tag}> has no <{tag}>.")).Bytes;

    private static PublicKey Public(BinaryNode parent, string tag)
    {
        var bytes = Content(parent, tag);
        return bytes.Length == PublicKey.Length
            ? new PublicKey(bytes.Span)
            : throw new ProtocolException($"<{tag}> has {bytes.Length} bytes, not {PublicKey.Length}.");
    }
}
