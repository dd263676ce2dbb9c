using System.Text.Json;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Noise;

/// <summary>The recorded handshake of <c>transport.json</c>.</summary>
internal static class NoiseVectors
{
    public const int FrameHeader = 3;

    public static JsonElement Section { get; } = Vectors.Json("transport.json").GetProperty("noise");

    public static PublicKey Root => Pair("root").PublicKey;

    public static DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(Section.GetProperty("certNow").GetInt64());

    public static KeyPair Pair(string name)
    {
        var pair = new KeyPair(new PrivateKey(Section.GetProperty("keys").GetProperty(name).Hex("priv")));
        Assert.Equal(Section.GetProperty("keys").GetProperty(name).Hex("pub"), pair.PublicKey.Span.ToArray());
        return pair;
    }
}
