using System.Security.Cryptography;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.AspNetCore.Tests.Persistence;

public class RecordSealerTests
{
    private static readonly byte[] Value = RandomNumberGenerator.GetBytes(100);

    private readonly RecordSealer _sealer = Sealer();

    [Fact]
    public void A_record_opens_where_it_was_sealed_and_nowhere_else()
    {
        var stored = _sealer.Seal("instance", "session", "key", Value);

        Assert.Equal(Value, _sealer.Open("instance", "session", "key", stored));
        foreach (var (instance, kind, key) in new[]
        {
            ("other", "session", "key"), ("instance", "pre-key", "key"), ("instance", "session", "other"),
            ("instances", "ession", "key"), ("instance", "session\0key", ""), ("", "instance\0session", "key"), ("instance\0session", "key", ""),
        })
        {
            Assert.Throws<CorruptStoreException>(() => _sealer.Open(instance, kind, key, stored));
        }
    }

    [Fact]
    public void Every_changed_bit_and_every_cut_is_noticed()
    {
        var stored = _sealer.Seal("i", "k", "k", Value);
        for (var bit = 0; bit < stored.Length * 8; bit++)
        {
            var changed = (byte[])stored.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<CorruptStoreException>(() => _sealer.Open("i", "k", "k", changed));
        }

        for (var length = 0; length < stored.Length; length++)
        {
            Assert.Throws<CorruptStoreException>(() => _sealer.Open("i", "k", "k", stored.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Another_key_opens_nothing() =>
        Assert.Throws<CorruptStoreException>(() => Sealer().Open("i", "k", "k", _sealer.Seal("i", "k", "k", Value)));

    [Fact]
    public void No_two_records_look_alike_and_none_shows_its_content()
    {
        var zeros = new byte[64];
        var sealedOnes = Enumerable.Range(0, 1000).Select(_ => Convert.ToHexString(_sealer.Seal("i", "k", "k", zeros))).ToArray();
        Assert.Equal(1000, sealedOnes.Select(text => text[2..26]).Distinct().Count());
        Assert.DoesNotContain(sealedOnes, text => text.Contains("0000000000000000", StringComparison.Ordinal));
    }

    private static RecordSealer Sealer()
    {
        var options = new WhatsAppGatewayOptions { DataDirectory = Path.GetTempPath() };
        options.Jwt.SigningKey = GatewayHost.SigningKey;
        options.Encryption.Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        return new RecordSealer(new GatewaySecrets(Options.Create(options), new HostingEnvironment { ContentRootPath = Path.GetTempPath() }));
    }
}
