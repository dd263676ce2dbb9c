using System.Buffers.Binary;
using System.Text;
using WhatsAppKit.Core.Media;

namespace WhatsAppKit.Core.Tests.Media;

/// <summary>Durations and waveforms, of good files and of hostile ones.</summary>
public sealed class MediaMetadataTests
{
    [Fact]
    public async Task Ogg_Opus_plays_up_to_its_last_position_without_the_pre_skip()
    {
        Assert.Equal(2.5, await SecondsAsync(Ogg(312, (2.5 * 48000) + 312)));

        // A page of another stream, one on which no packet ends, and content that looks like a page do not count.
        byte[] noisy = [.. Ogg(0, 48000), .. Page(9, 96000, []), .. Page(7, -1, "OggS\0 in content"u8.ToArray()), .. new byte[40_000]];
        Assert.Equal(1, await SecondsAsync(noisy));
        Assert.Null(await SecondsAsync(Ogg(500, 499)));
        Assert.Null(await SecondsAsync(Page(7, 48000, "OpusHeax\x1\x1\0\0\0\0\0\0\0\0\0"u8.ToArray())));
    }

    [Fact]
    public async Task Wav_plays_as_long_as_its_bytes_last()
    {
        Assert.Equal(0.5, await SecondsAsync(Wav(16000, 8000, 8000)));
        Assert.Equal(0.5, await SecondsAsync(Wav(16000, uint.MaxValue, 8000)));
        Assert.Null(await SecondsAsync(Wav(0, 8000, 8000)));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Mp4_says_how_long_it_plays(bool isVersion1, bool isLargeBox)
    {
        var file = Mp4(1000, 12_345, isVersion1, isLargeBox);

        Assert.Equal(12.345, await SecondsAsync(file));
        Assert.Null(await SecondsAsync(Mp4(0, 12_345, isVersion1, isLargeBox)));
        Assert.Null(await SecondsAsync(Mp4(1, 8 * 24 * 3600, isVersion1, isLargeBox)));
        Assert.Null(await SecondsAsync(Mp4(1, isVersion1 ? ulong.MaxValue : uint.MaxValue, isVersion1, isLargeBox)));
    }

    [Fact]
    public async Task Boxes_that_cannot_be_are_left_alone()
    {
        var ftyp = Box("ftyp", new byte[4]);
        Assert.Null(await SecondsAsync([.. ftyp, 0, 0, 0, 0]));
        Assert.Null(await SecondsAsync([.. ftyp, 0, 0, 0, 1, .. "moov"u8, .. new byte[8]]));
        Assert.Null(await SecondsAsync([.. ftyp, 0, 0, 0, 1, .. "moov"u8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
        Assert.Null(await SecondsAsync([.. ftyp, 0, 0, 0, 7, .. "moov"u8]));
        Assert.Null(await SecondsAsync([.. ftyp, .. Enumerable.Repeat(Box("free", []), 2000).SelectMany(box => box), .. Mp4(1000, 1, false, false)[ftyp.Length..]]));
    }

    [Fact]
    public async Task Any_damage_ends_in_a_duration_or_in_none()
    {
        var random = new Random(7);
        byte[][] files = [Ogg(312, 96000), Wav(16000, 8000, 100), Mp4(1000, 12_345, false, false), Mp4(1000, 12_345, true, true)];
        foreach (var file in files)
        {
            for (var length = 0; length < file.Length; length++)
            {
                await SecondsAsync(file[..length]);
            }

            for (var i = 0; i < 20_000; i++)
            {
                byte[] damaged = [.. file];
                for (var n = random.Next(1, 6); n > 0; n--)
                {
                    damaged[random.Next(damaged.Length)] = random.Next(3) switch { 0 => 0, 1 => 0xff, _ => (byte)random.Next(256) };
                }

                if (await SecondsAsync(damaged) is { } seconds)
                {
                    Assert.InRange(seconds, 0, 7 * 24 * 3600);
                }
            }
        }
    }

    [Fact]
    public async Task The_position_is_as_before_and_other_files_have_no_duration()
    {
        var stream = new MemoryStream(Wav(16000, 8000, 8000)) { Position = 5 };
        Assert.NotNull(await MediaDuration.ReadAsync(stream));
        Assert.Equal(5, stream.Position);
        Assert.Null(await SecondsAsync([]));
        Assert.Null(await SecondsAsync("RIFF but no WAV at all, really"u8.ToArray()));
        Assert.Null(await SecondsAsync(new byte[1000]));
    }

    [Fact]
    public void A_waveform_has_the_mean_of_64_blocks_in_percent_of_the_loudest()
    {
        var samples = Enumerable.Range(0, 64).SelectMany(block => Enumerable.Range(0, 10).Select(i => (short)(i % 2 == 0 ? block * 100 : -block * 100))).ToArray();

        var expected = Enumerable.Range(0, 64).Select(block => (byte)Math.Floor(block / 63.0 * 100)).ToArray();
        Assert.Equal(expected, Waveform.From(samples));
        Assert.Equal(expected, Waveform.From([.. samples.Select(sample => sample / 32768f)]));
        Assert.Equal(expected, Waveform.From([.. samples, .. Enumerable.Repeat(short.MaxValue, 60)]));
    }

    [Fact]
    public void A_waveform_of_next_to_nothing_is_still_one()
    {
        Assert.Equal(new byte[64], Waveform.From(ReadOnlySpan<short>.Empty));
        Assert.Equal(new byte[64], Waveform.From(new short[6400]));
        Assert.Equal(Enumerable.Repeat((byte)100, 64), Waveform.From([short.MinValue]));
        Assert.Equal([.. Enumerable.Repeat((byte)50, 32), .. Enumerable.Repeat((byte)100, 32)], Waveform.From([1000, -2000]));
        Assert.Equal(new byte[64], Waveform.From([float.NaN, float.PositiveInfinity]));
    }

    private static async Task<double?> SecondsAsync(byte[] file) => (await MediaDuration.ReadAsync(new MemoryStream(file)))?.TotalSeconds;

    private static byte[] Ogg(ushort preSkip, double granule)
    {
        byte[] head = [.. "OpusHead"u8, 1, 1, (byte)preSkip, (byte)(preSkip >> 8), 0x80, 0xbb, 0, 0, 0, 0, 0];
        return [.. Page(7, 0, head), .. Page(7, 0, "OpusTags"u8.ToArray()), .. Page(7, (long)granule, new byte[200])];
    }

    private static byte[] Page(byte serial, long granule, byte[] content)
    {
        var position = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(position, granule);
        return [.. "OggS\0\0"u8, .. position, serial, 0, 0, 0, .. new byte[8], 1, (byte)content.Length, .. content];
    }

    private static byte[] Wav(uint byteRate, uint said, int length)
    {
        byte[] format = [1, 0, 1, 0, 0x40, 0x1f, 0, 0, .. Little(byteRate), 2, 0, 16, 0];
        return [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0, .. "fmt "u8, 16, 0, 0, 0, .. format, .. "data"u8, .. Little(said), .. new byte[length]];
    }

    private static byte[] Mp4(uint scale, ulong duration, bool isVersion1, bool isLargeBox)
    {
        byte[] header = isVersion1
            ? [1, 0, 0, 0, .. new byte[16], .. Big(scale), .. Big((uint)(duration >> 32)), .. Big((uint)duration), .. new byte[80]]
            : [0, 0, 0, 0, .. new byte[8], .. Big(scale), .. Big((uint)duration), .. new byte[80]];
        byte[] content = [.. Box("iods", new byte[13]), .. Box("mvhd", header)];
        byte[] movie = isLargeBox
            ? [0, 0, 0, 1, .. "moov"u8, 0, 0, 0, 0, .. Big((uint)content.Length + 16), .. content]
            : Box("moov", content);
        return [.. Box("ftyp", "isom"u8.ToArray()), .. Box("mdat", new byte[500]), .. movie];
    }

    private static byte[] Box(string type, byte[] content) => [.. Big((uint)content.Length + 8), .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] Big(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Little(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return bytes;
    }
}
