using System.Security.Cryptography;
using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Binary;

/// <summary>Nodes against the bytes of a reference client.</summary>
public sealed class NodeVectorTests
{
    // Where the two references differ we write what typed addresses and absent attributes ask for.
    private static readonly Dictionary<string, string> Ours = new()
    {
        ["attr empty string"] = "00f80119",
        ["jid abc_no@x"] = "00f8031908fafc066162635f6e6ffc0178",
        ["jid 15551234567:0@s.whatsapp.net"] = "00f8031908faff8615551234567f03",
        ["jid 15551234567@hosted"] = "00f8031908f78000ff8615551234567f",
        ["jid 15551234567_1:2@s.whatsapp.net"] = "00f8031908f70002ff8615551234567f",
        ["jid 15551234567:3@g.us"] = "00f8031908faff8615551234567f1c",
        ["text content that looks like a jid"] = "00f802ed75fc1075736572406578616d706c652e636f6d",
    };

    private static readonly string[] Unwritable = ["jid 15551234567:256@s.whatsapp.net"];

    // Bytes after the node, and a server that is missing, are refused: only one of the references lets them pass.
    private static readonly string[] Refused = ["trailing bytes", "INTEROP_JID without server"];

    private readonly JsonElement _vectors = Vectors.Json("transport.json");

    [Fact]
    public void Writes_the_bytes_of_the_reference_and_reads_them_back()
    {
        var count = 0;
        foreach (var vector in _vectors.GetProperty("nodeEncodings").EnumerateArray())
        {
            var name = vector.Text("name");
            var node = VectorNodes.Node(vector.GetProperty("node"));
            count++;
            if (Unwritable.Contains(name))
            {
                Assert.Throws<BinaryNodeException>(() => VectorNodes.Write(node));
                continue;
            }

            var written = VectorNodes.Write(node);
            if (Ours.TryGetValue(name, out var ours))
            {
                Assert.True(Convert.ToHexStringLower(written) == ours, $"{name}: {Convert.ToHexStringLower(written)}");
            }
            else
            {
                AssertBytes(vector, written);
            }

            AssertReads(name, Expected(vector, node), written);
        }

        Assert.Equal(94, count);
    }

    [Fact]
    public void Reads_the_bytes_of_the_reference_where_it_writes_differently()
    {
        foreach (var vector in _vectors.GetProperty("nodeEncodings").EnumerateArray().Where(v => Ours.ContainsKey(v.Text("name"))))
        {
            var node = VectorNodes.Node(vector.TryGetProperty("decodesTo", out var other) ? other : vector.GetProperty("node"));
            AssertReads(vector.Text("name"), node, vector.Hex("hex"));
        }
    }

    [Fact]
    public void Knows_every_token_of_every_dictionary_in_order()
    {
        foreach (var vector in _vectors.GetProperty("tokenSweep").GetProperty("cases").EnumerateArray())
        {
            var name = vector.Text("name");
            var written = VectorNodes.Write(new BinaryNode("iq", null, [.. Tokens(name).Select(token => new BinaryNode(token))]));

            Assert.True(vector.GetProperty("length").GetInt32() == written.Length, $"{name}: {written.Length} bytes");
            Assert.True(vector.Hex("sha256").AsSpan().SequenceEqual(SHA256.HashData(written)), name);
        }
    }

    [Fact]
    public void Reads_forms_that_it_never_writes()
    {
        var count = 0;
        foreach (var vector in _vectors.GetProperty("decodeOnly").EnumerateArray())
        {
            var name = vector.Text("name");
            count++;
            if (Refused.Contains(name))
            {
                AssertRefused(name, vector.Hex("hex"));
            }
            else
            {
                AssertReads(name, VectorNodes.Node(vector.GetProperty("node")), vector.Hex("hex"));
            }
        }

        Assert.Equal(26, count);
    }

    [Fact]
    public void Refuses_every_invalid_frame()
    {
        var count = 0;
        foreach (var vector in _vectors.GetProperty("invalid").EnumerateArray())
        {
            Assert.Equal("reject", vector.Text("expected"));
            AssertRefused(vector.Text("name"), vector.Hex("hex"));
            count++;
        }

        Assert.Equal(28, count);
    }

    [Fact]
    public void Writes_and_reads_whole_stanzas_compressed_ones_included()
    {
        foreach (var stanza in Vectors.Json("stanzas/stanzas.json").EnumerateObject())
        {
            var node = VectorNodes.Stanza(stanza.Value);
            var bytes = Vectors.Bytes($"stanzas/{stanza.Name}.bin");

            Assert.True(bytes.AsSpan().SequenceEqual(VectorNodes.Write(node)), stanza.Name);
            AssertReads(stanza.Name, node, bytes);
            if (stanza.Name is "fan20" or "usync500" or "group1000")
            {
                AssertReads(stanza.Name + ".zlib", node, Vectors.Bytes($"stanzas/{stanza.Name}.zlib.bin"));
            }
        }
    }

    private static void AssertBytes(JsonElement vector, byte[] written)
    {
        var name = vector.Text("name");
        if (vector.TryGetProperty("hex", out var hex))
        {
            Assert.True(Convert.ToHexStringLower(written) == hex.GetString(), $"{name}: {Convert.ToHexStringLower(written)}");
            return;
        }

        Assert.True(vector.GetProperty("length").GetInt32() == written.Length, $"{name}: {written.Length} bytes");
        Assert.True(written.AsSpan().StartsWith(vector.Hex("prefix")), name);
        Assert.True(vector.Hex("sha256").AsSpan().SequenceEqual(SHA256.HashData(written)), name);
    }

    // What the reference loses of an address, we keep, or never wrote.
    private static BinaryNode Expected(JsonElement vector, BinaryNode node) => vector.Text("name") switch
    {
        "jid 15551234567:3@g.us" => new BinaryNode("iq", [("id", new Jid("15551234567", JidServer.Group))]),
        _ => node,
    };

    private static void AssertReads(string name, BinaryNode expected, byte[] bytes)
    {
        BinaryNode actual;
        try
        {
            actual = BinaryNodeReader.Read(bytes);
        }
        catch (BinaryNodeException error)
        {
            Assert.Fail($"{name}: {error.Message}");
            return;
        }

        Assert.True(VectorNodes.Difference(expected, actual) is null, $"{name}: {VectorNodes.Difference(expected, actual)}");
    }

    private static void AssertRefused(string name, byte[] bytes)
    {
        try
        {
            Assert.Fail($"{name}: read as {BinaryNodeReader.Read(bytes)}");
        }
        catch (BinaryNodeException)
        {
            // As it should be.
        }
    }

    private static string[] Tokens(string list) => list switch
    {
        "singleByte" => [.. Enumerable.Range(1, 235).Select(i => TokenDictionary.FromSingle((byte)i)!)],
        _ => [.. Enumerable.Range(0, 256).Select(i => TokenDictionary.FromDouble(list[^1] - '0', (byte)i))],
    };
}
