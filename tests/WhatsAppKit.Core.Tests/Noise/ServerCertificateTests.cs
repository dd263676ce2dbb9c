using System.Text.Json;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Noise;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Noise;

/// <summary>Which servers are believed: chains that a reference client made, most of which it wrongly accepts.</summary>
public sealed class ServerCertificateTests
{
    private readonly JsonElement _noise = NoiseVectors.Section;

    [Fact]
    public void Believes_the_good_chain_and_refuses_every_other()
    {
        var accepted = 0;
        var cases = _noise.GetProperty("certVariants").GetProperty("cases").EnumerateArray().ToArray();
        foreach (var vector in cases)
        {
            var error = Record.Exception(() => Verify(vector.Hex("certChain"), NoiseVectors.Root, NoiseVectors.Now));
            if (vector.Text("expect") == "accept")
            {
                Assert.True(error is null, $"{vector.Text("name")}: {error?.Message}");
                accepted++;
            }
            else
            {
                var refusal = error as ServerCertificateException;
                Assert.True(refusal is not null, $"{vector.Text("name")}: {error?.GetType().Name ?? "accepted"}");
                Assert.Equal(vector.Text("name") is "expired leaf" or "leaf not yet valid", refusal.IsClockSuspect);
            }
        }

        Assert.Equal((11, 1), (cases.Length, accepted));
    }

    [Fact]
    public void Refuses_the_good_chain_under_another_root_or_for_another_key()
    {
        var chain = _noise.Hex("certChain");
        var stranger = NoiseVectors.Pair("client-static").PublicKey;

        Assert.Throws<ServerCertificateException>(() => Verify(chain, stranger, NoiseVectors.Now));
        Assert.Throws<ServerCertificateException>(() => ServerCertificate.Verify(chain, stranger.Span, NoiseVectors.Root, NoiseVectors.Now));
        Assert.Throws<ServerCertificateException>(() => ServerCertificate.Verify(chain, [], NoiseVectors.Root, NoiseVectors.Now));
    }

    [Fact]
    public void A_chain_outside_its_dates_blames_the_clock()
    {
        var chain = _noise.Hex("certChain");
        foreach (var now in new[] { DateTimeOffset.UnixEpoch.AddYears(-1), DateTimeOffset.UnixEpoch, NoiseVectors.Now.AddYears(100) })
        {
            Assert.True(Assert.Throws<ServerCertificateException>(() => Verify(chain, NoiseVectors.Root, now)).IsClockSuspect, $"{now}");
        }
    }

    [Fact]
    public void Refuses_bytes_that_are_no_chain()
    {
        var random = new Random(11);
        for (var i = 0; i < 2_000; i++)
        {
            var altered = Signal.Mutation.Of(_noise.Hex("certChain"), random);
            var error = Record.Exception(() => Verify(altered, NoiseVectors.Root, NoiseVectors.Now));

            // Only a change outside of what is signed may leave a good chain: a repeated field, or an unknown one.
            Assert.True(error is null or ServerCertificateException, $"{i}: {error}");
        }

        Assert.Throws<ServerCertificateException>(() => Verify([], NoiseVectors.Root, NoiseVectors.Now));
    }

    private static void Verify(byte[] chain, PublicKey root, DateTimeOffset now) =>
        ServerCertificate.Verify(chain, NoiseVectors.Pair("server-static").PublicKey.Span, root, now);
}
