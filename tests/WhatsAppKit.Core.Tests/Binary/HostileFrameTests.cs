using System.Buffers.Binary;
using System.IO.Compression;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Tests.Signal;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Binary;

/// <summary>Frames that were made to break a reader: each is refused, and none costs memory that it did not bring.</summary>
public sealed class HostileFrameTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public void Two_hundred_thousand_mutated_frames_are_read_or_refused_and_nothing_else()
    {
        var frames = Frames();
        var random = new Random(20261);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 200_000; i++)
        {
            var mutated = Mutated(frames[random.Next(frames.Length)], random);
            try
            {
                var node = BinaryNodeReader.Read(mutated);
                read++;
                AssertSurvivesWriting(node, mutated);
            }
            catch (BinaryNodeException)
            {
                refused++;
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{error.GetType().Name} at round {i}: {Convert.ToHexStringLower(mutated)}");
            }
        }

        Assert.True(read > 10_000 && refused > 10_000, $"{read} read, {refused} refused");
    }

    [Fact]
    public void A_small_frame_that_inflates_to_256_MiB_is_refused_early()
    {
        byte[] bomb = Compressed(256);
        Assert.True(bomb.Length < 2 * Megabyte, $"{bomb.Length}");

        AssertRefusedWithin(96 * Megabyte, bomb);
    }

    [Fact]
    public void A_compressed_frame_that_is_cut_is_refused_wherever_it_is_cut()
    {
        // The last four bytes are a checksum, which says nothing about an authenticated frame.
        var frame = Vectors.Bytes("stanzas/fan20.zlib.bin");
        for (var length = 0; length < frame.Length - 4; length += 7)
        {
            var cut = frame[..length];
            Assert.True(Record.Exception(() => BinaryNodeReader.Read(cut)) is BinaryNodeException, $"{length} bytes");
        }
    }

    [Fact]
    public void A_compressed_frame_that_asks_for_a_preset_dictionary_is_refused() =>
        Assert.Throws<BinaryNodeException>(() => BinaryNodeReader.Read(Convert.FromHexString("0278f900031908fc3a0141")));

    [Fact]
    public void Three_million_nested_lists_are_refused()
    {
        AssertRefusedWithin(Megabyte, Nested(3_000_000));
    }

    [Fact]
    public void Nodes_nest_as_deep_as_the_limit_and_no_deeper()
    {
        Assert.Equal("iq", BinaryNodeReader.Read([.. Nested(BinaryNodeReader.MaxDepth - 1), 0xF8, 0x01, 0x19]).Tag);
        Assert.Throws<BinaryNodeException>(() => BinaryNodeReader.Read([.. Nested(BinaryNodeReader.MaxDepth), 0xF8, 0x01, 0x19]));
    }

    [Fact]
    public void Lengths_and_counts_beyond_the_data_are_refused_before_anything_is_allocated()
    {
        foreach (var hex in new[]
        {
            "00f80219feffffffff",
            "00f80219feffffffffaabb",
            "00f80219fe7fffffff",
            "00f80219fdffffff",
            "00f8031908fe80000001aa",
            "00f80219f9ffff",
            "00f9ffff",
            "00f9ffff19",
            "00f9ffff1908",
            "00f8031908ff7f11",
        })
        {
            AssertRefusedWithin(Megabyte / 16, Convert.FromHexString(hex));
        }
    }

    [Fact]
    public void Addresses_in_the_form_of_another_network_are_refused_on_our_own_servers()
    {
        foreach (var hex in new[] { "00f8031908f6ff8615551234567f000303", "00f8031908f6ff8615551234567f00031c", "00f8031908f5ff8615551234567f0003000776" })
        {
            Assert.True(Record.Exception(() => BinaryNodeReader.Read(Convert.FromHexString(hex))) is BinaryNodeException, hex);
        }
    }

    private static void AssertRefusedWithin(long allocation, byte[] frame)
    {
        BinaryNodeReader.Read([0, 0xF8, 0x01, 0x19]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Record.Exception(() => BinaryNodeReader.Read(frame));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(error is BinaryNodeException, $"{Convert.ToHexStringLower(frame.AsSpan(..Math.Min(32, frame.Length)))}: {error}");
        Assert.True(allocated < allocation, $"{allocated} bytes were allocated for a frame of {frame.Length}");
    }

    // What was read can be written, and reads back as the same node.
    private static void AssertSurvivesWriting(BinaryNode node, byte[] mutated)
    {
        if (NamesAttributesTwice(node))
        {
            return;
        }

        try
        {
            var difference = VectorNodes.Difference(node, BinaryNodeReader.Read(VectorNodes.Write(node)));
            Assert.True(difference is null, $"{Convert.ToHexStringLower(mutated)}: {difference}");
        }
        catch (BinaryNodeException error)
        {
            Assert.Fail($"{Convert.ToHexStringLower(mutated)} was read but {error.Message}");
        }
    }

    private static bool NamesAttributesTwice(BinaryNode node) =>
        node.Attributes.DistinctBy(attribute => attribute.Name).Count() < node.Attributes.Count || node.Children.Any(NamesAttributesTwice);

    private static byte[] Mutated(byte[] frame, Random random)
    {
        for (var changes = random.Next(1, 4); changes > 0 && frame.Length > 0; changes--)
        {
            frame = Mutation.Of(frame, random);
        }

        return frame;
    }

    private static byte[][] Frames()
    {
        var vectors = Vectors.Json("transport.json");
        return
        [
            .. new[] { "nodeEncodings", "decodeOnly", "invalid" }
                .SelectMany(section => vectors.GetProperty(section).EnumerateArray())
                .Where(vector => vector.TryGetProperty("hex", out _))
                .Select(vector => vector.Hex("hex")),
            .. new[] { "iq", "msg1", "fan20", "fan20.zlib" }.Select(name => Vectors.Bytes($"stanzas/{name}.bin")),
        ];
    }

    private static byte[] Nested(int depth)
    {
        byte[] level = [0xF8, 0x02, 0x19, 0xF8, 0x01];
        var frame = new byte[1 + (depth * level.Length)];
        for (var i = 0; i < depth; i++)
        {
            level.CopyTo(frame, 1 + (i * level.Length));
        }

        return frame;
    }

    /// <summary>A compressed frame of one node whose bytes are that many MiB of zeros.</summary>
    private static byte[] Compressed(int megabytes)
    {
        using var output = new MemoryStream();
        output.WriteByte(BinaryTag.CompressedFlag);
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] head = [0xF8, 0x02, 0x19, BinaryTag.Binary32, 0, 0, 0, 0];
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), megabytes * Megabyte);
            zlib.Write(head);
            var zeros = new byte[Megabyte];
            for (var i = 0; i < megabytes; i++)
            {
                zlib.Write(zeros);
            }
        }

        return output.ToArray();
    }
}
