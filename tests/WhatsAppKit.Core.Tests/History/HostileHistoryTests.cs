using System.IO.Compression;
using Google.Protobuf;
using WhatsAppKit.Core.History;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.History;

/// <summary>Parts of a history that nobody honest would pack: each ends as one failure, and leaves what was stored as it was.</summary>
public sealed class HostileHistoryTests
{
    private static readonly byte[] Good = Vectors.Json("history.json").Hex("historySyncHex");

    [Fact]
    public async Task A_part_that_was_cut_anywhere_fails_or_ends_early()
    {
        var packed = HistoryRig.Pack(Good);
        using var rig = await HistoryRig.CreateAsync();
        for (var length = 0; length < packed.Length; length++)
        {
            rig.Store.Events.Clear();
            await rig.ReadPackedAsync(packed[..length]);
            Assert.True(rig.Of<HistoryFailed>().Any() || rig.Of<HistoryProgress>().Any());
        }
    }

    [Fact]
    public async Task Changed_bytes_never_do_worse_than_fail()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        using var rig = await HistoryRig.CreateAsync(new HistoryOptions { MaxInflatedBytes = 1 << 20 });
        for (var i = 0; i < 2000; i++)
        {
            var changed = (byte[])Good.Clone();
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            rig.Store.Events.Clear();
            try
            {
                await rig.ReadPackedAsync(HistoryRig.Pack(changed));
            }
            catch (Exception error)
            {
                Assert.Fail($"Seed {seed}, round {i}: {error}");
            }

            Assert.Single(rig.Store.Events, happened => happened is HistoryFailed or HistoryProgress);
        }
    }

    [Fact]
    public async Task A_part_that_unpacks_without_end_is_given_up()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            // Names without end, each of them valid.
            byte[] name = [0x3a, 6, 0x0a, 1, (byte)'a', 0x12, 1, (byte)'b'];
            var names = Enumerable.Repeat(name, 8192).SelectMany(each => each).ToArray();
            for (var i = 0; i < 200; i++)
            {
                zlib.Write(names);
            }
        }

        using var rig = await HistoryRig.CreateAsync(new HistoryOptions { MaxInflatedBytes = 4 * 1024 * 1024 });
        await rig.ReadPackedAsync(packed.ToArray());

        Assert.Single(rig.Of<HistoryFailed>());
        Assert.Empty(rig.Of<HistoryProgress>());
    }

    [Theory]
    [InlineData("12ffffffff0f")]
    [InlineData("12ffffffffffffffffff01")]
    [InlineData("1205")]
    [InlineData("12020a05")]
    [InlineData("00")]
    [InlineData("0b")]
    [InlineData("3a050a0541")]
    [InlineData("ffffffffffffffffffffff")]
    public async Task A_length_beyond_what_is_there_is_refused(string part)
    {
        using var rig = await HistoryRig.CreateAsync();
        await rig.ReadPackedAsync(HistoryRig.Pack(Convert.FromHexString(part)));
        Assert.Single(rig.Of<HistoryFailed>());
    }

    [Fact]
    public async Task A_bad_message_costs_only_itself()
    {
        using var rig = await HistoryRig.CreateAsync();
        var good = new HistorySyncMsg { Message = HistoryRuleTests.Text("fine") }.ToByteArray();
        byte[] bad = [0x0a, 2, 0x0a, 0x7f];
        byte[] chat = [0x0a, 5, .. "1@lid"u8, 0x12, (byte)bad.Length, .. bad, 0x12, 0, 0x12, (byte)good.Length, .. good];

        await rig.ReadPackedAsync(HistoryRig.Pack([0x12, (byte)chat.Length, .. chat]));

        Assert.Single(rig.Messages);
        Assert.Equal(2, Assert.Single(rig.Of<HistoryProgress>()).PassedOver);
    }

    [Theory]
    [InlineData(0, 32)]
    [InlineData(1, 32)]
    [InlineData(long.MaxValue, 32)]
    [InlineData(10, 0)]
    public async Task A_notification_without_a_proper_file_fails(long length, int keyLength)
    {
        using var rig = await HistoryRig.CreateAsync();
        await rig.ReadAsync(new HistorySyncNotification
        {
            SyncType = HistorySyncType.Recent,
            FileLength = (ulong)length,
            MediaKey = ByteString.CopyFrom(new byte[keyLength]),
            DirectPath = "//evil.example/x",
            PeerDataRequestSessionId = "asked",
        });
        Assert.Single(rig.Of<HistoryFailed>());
    }
}
