using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Media.Encryption;

namespace WhatsAppKit.Core.Tests.Media;

/// <summary>What is not exactly the file that was named reaches nobody.</summary>
public sealed class MediaVerificationTests
{
    [Fact]
    public async Task Round_trips_files_of_any_size_whatever_way_they_are_read()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        int[] edges = [0, 1, 15, 16, 17, 65_519, 65_520, 65_535, 65_536, 65_537, 131_056, 131_071, 131_072, 131_073, 196_608];
        foreach (var size in edges.Concat(Enumerable.Range(0, 60).Select(_ => random.Next(200_001))))
        {
            using var rig = new MediaRig();
            var content = new byte[size];
            random.NextBytes(content);
            var file = await rig.Media.UploadAsync(new Trickle(content, random), (MediaKind)random.Next(9));

            Assert.Equal(size, file.Length);
            var downloaded = await rig.DownloadAsync(file);
            Assert.True(content.AsSpan().SequenceEqual(downloaded), $"seed {seed}, size {size}");
            await using var stream = await rig.Media.OpenReadAsync(file);
            for (var i = 0; i < 5; i++)
            {
                var at = random.Next(size + 1);
                stream.Position = at;
                var part = new byte[Math.Min(random.Next(70_000), size - at)];
                if (i % 2 == 0)
                {
                    await stream.ReadExactlyAsync(part);
                }
                else
                {
                    stream.ReadExactly(part);
                }

                Assert.True(content.AsSpan(at, part.Length).SequenceEqual(part), $"seed {seed}, size {size}, at {at}");
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(70_000)]
    public async Task A_flipped_bit_anywhere_is_refused(int size)
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(MediaRig.Pattern(size));
        var stored = rig.Stored(file);
        foreach (var at in new[] { 0, 15, stored.Length / 2, stored.Length - 27, stored.Length - 11, stored.Length - 10, stored.Length - 1 }.Where(at => at >= 0))
        {
            byte[] damaged = [.. stored];
            damaged[at] ^= 0x10;
            rig.Store(file, damaged);

            await rig.RefusesAsync<MediaCorruptException>(file);

            // Whoever stored the damaged file may have named its hash too: then the MAC and the file's own hash decide.
            await rig.RefusesAsync<MediaCorruptException>(file with { FileEncSha256 = System.Security.Cryptography.SHA256.HashData(damaged) });
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-16)]
    [InlineData(-27)]
    [InlineData(1)]
    [InlineData(16)]
    public async Task A_file_of_another_length_is_refused(int change)
    {
        using var rig = new MediaRig();
        foreach (var size in new[] { 16, 100, 65_536 })
        {
            var file = await rig.UploadAsync(MediaRig.Pattern(size));
            var stored = rig.Stored(file);
            byte[] other = change < 0 ? stored[..^-change] : [.. stored, .. new byte[change]];
            rig.Store(file, other);

            await rig.RefusesAsync<MediaCorruptException>(file);
            await rig.RefusesAsync<MediaCorruptException>(
                file with { FileEncSha256 = System.Security.Cryptography.SHA256.HashData(other), Length = MediaFile.UnknownLength });
        }
    }

    [Fact]
    public async Task A_file_opened_as_another_kind_or_against_other_facts_is_refused()
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(MediaRig.Pattern(1000), MediaKind.Image);

        await rig.RefusesAsync<MediaCorruptException>(file with { Kind = MediaKind.Video });
        await rig.RefusesAsync<MediaCorruptException>(file with { MediaKey = new byte[32] });
        await rig.RefusesAsync<MediaCorruptException>(file with { FileSha256 = new byte[32] });
        await rig.RefusesAsync<MediaCorruptException>(file with { FileEncSha256 = new byte[32] });
        await rig.RefusesAsync<MediaCorruptException>(file with { Length = 999 });
        await rig.RefusesAsync<MediaCorruptException>(file with { Length = 1001 });
        await rig.RefusesAsync<MediaCorruptException>(file with { Length = long.MinValue });
        await rig.RefusesAsync<MediaCorruptException>(file with { FileSha256 = default });
        await rig.RefusesAsync<MediaCorruptException>(file with { FileEncSha256 = default });
        await rig.RefusesAsync<MediaCorruptException>(file with { MediaKey = default });
        await rig.RefusesAsync<MediaCorruptException>(file with { MediaKey = new byte[31] });
        Assert.Equal(MediaRig.Pattern(1000), await rig.DownloadAsync(file with { Kind = MediaKind.Sticker }));
        Assert.Equal(MediaRig.Pattern(1000), await rig.DownloadAsync(file with { Length = MediaFile.UnknownLength }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(255)]
    public async Task Wrong_padding_under_a_right_mac_is_refused(byte padding)
    {
        // Made by somebody who knows the key: hash and MAC are right, only the padding is not.
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(MediaRig.Pattern(32));
        using var keys = MediaKeys.Derive(file.MediaKey.Span, file.Kind);
        byte[] padded = [.. MediaRig.Pattern(32), .. Enumerable.Repeat(padding, 16)];
        var forged = Forge(keys, padded);
        rig.Store(file, forged);

        var error = await rig.RefusesAsync<MediaCorruptException>(file with { FileEncSha256 = System.Security.Cryptography.SHA256.HashData(forged) });

        Assert.Contains("padding", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_wrong_padding_byte_is_enough()
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(MediaRig.Pattern(20));
        using var keys = MediaKeys.Derive(file.MediaKey.Span, file.Kind);
        byte[] padded = [.. MediaRig.Pattern(20), .. Enumerable.Repeat((byte)12, 12)];
        padded[20] = 11;
        var forged = Forge(keys, padded);
        rig.Store(file, forged);

        var error = await rig.RefusesAsync<MediaCorruptException>(file with { FileEncSha256 = System.Security.Cryptography.SHA256.HashData(forged) });

        Assert.Contains("padding", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_differs_from_its_sidecar_is_not_written()
    {
        using var rig = new MediaRig();
        var plain = MediaRig.Pattern(200_000);
        var file = await rig.UploadAsync(plain, MediaKind.Video);
        var stored = rig.Stored(file);
        var sidecar = file.StreamingSidecar;
        Assert.Equal(Sidecar(file, stored), sidecar.ToArray());
        stored[140_000] ^= 1;

        var part = new MemoryStream();
        await rig.Media.DownloadRangeAsync(file, 70_000, 131_072, part, sidecar);
        Assert.Equal(plain[70_000..131_072], part.ToArray());

        part.SetLength(0);
        await Assert.ThrowsAsync<MediaCorruptException>(() => rig.Media.DownloadRangeAsync(file, 70_000, 139_000, part, sidecar));
        Assert.Equal(plain[70_000..131_072], part.ToArray());
        await Assert.ThrowsAsync<MediaCorruptException>(() => rig.Media.DownloadRangeAsync(file, 0, 10, part, sidecar[..30]));
    }

    [Fact]
    public async Task Ranges_match_the_file_wherever_they_lie()
    {
        using var rig = new MediaRig();
        var random = new Random(20);
        foreach (var size in new[] { 1, 16, 65_536, 131_072, 150_001 })
        {
            var plain = MediaRig.Pattern(size);
            var file = await rig.UploadAsync(plain, MediaKind.Video);
            var sidecar = Sidecar(file, rig.Stored(file));
            for (var i = 0; i < 40; i++)
            {
                var start = random.Next(size + 1);
                var end = random.Next(start, size + 40);
                var part = new MemoryStream();
                await rig.Media.DownloadRangeAsync(file, start, end, part, i % 2 == 0 ? default : sidecar);

                Assert.True(plain.AsSpan(start, Math.Min(end, size) - start).SequenceEqual(part.ToArray()), $"{size}: {start}-{end}");
            }
        }
    }

    [Fact]
    public async Task A_host_that_ignores_the_range_serves_it_all_the_same()
    {
        using var rig = new MediaRig();
        var plain = MediaRig.Pattern(200_000);
        var file = await rig.UploadAsync(plain);
        rig.Hosts.Answer = request => request.Range is null ? null : FakeHosts.Bytes(rig.Stored(file));

        var part = new MemoryStream();
        await rig.Media.DownloadRangeAsync(file, 100_001, 150_000, part);

        Assert.Equal(plain[100_001..150_000], part.ToArray());
    }

    [Fact]
    public async Task A_file_of_a_channel_is_checked_by_its_hash()
    {
        using var rig = new MediaRig();
        var plain = MediaRig.Pattern(100_000);
        var file = await rig.Media.UploadToChannelAsync(new MemoryStream(plain), MediaKind.Image, "image/jpeg");

        Assert.False(file.IsEncrypted);
        Assert.Equal("h1", file.Handle);
        Assert.Equal(plain, rig.Stored(file));
        Assert.Contains("/newsletter/newsletter-image/", rig.Hosts.Requests.Single().Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(plain, await rig.DownloadAsync(file));
        var part = new MemoryStream();
        await rig.Media.DownloadRangeAsync(file, 10, 90_000, part);
        Assert.Equal(plain[10..90_000], part.ToArray());

        rig.Stored(file)[50_000] ^= 1;
        await rig.RefusesAsync<MediaCorruptException>(file);
    }

    [Fact]
    public async Task Text_about_a_file_shows_neither_key_nor_address()
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(MediaRig.Pattern(10));

        var request = new MediaReuploadRequest { Chat = MediaRig.Own, MessageId = "ID1", File = file };
        Assert.Equal("MediaFile { Document, 10 bytes, unknown type }", file.ToString());
        Assert.Equal("MediaReuploadRequest { ID1, MediaFile { Document, 10 bytes, unknown type } }", request.ToString());
    }

    private static byte[] Forge(MediaKeys keys, byte[] padded)
    {
        using var cipher = new Core.Crypto.AesCbcChain(keys.CipherKey, keys.Iv);
        var sealedBytes = new byte[padded.Length];
        cipher.Encrypt(padded, sealedBytes);
        var mac = System.Security.Cryptography.HMACSHA256.HashData(keys.MacKey, [.. keys.Iv, .. sealedBytes]);
        return [.. sealedBytes, .. mac[..10]];
    }

    private static byte[] Sidecar(MediaFile file, byte[] stored)
    {
        using var keys = MediaKeys.Derive(file.MediaKey.Span, file.Kind);
        byte[] all = [.. keys.Iv, .. stored];
        return [.. Enumerable.Range(0, (stored.Length + 65_535) / 65_536).SelectMany(k =>
            System.Security.Cryptography.HMACSHA256.HashData(keys.MacKey, all.AsSpan((65_536 * k)..Math.Min((65_536 * k) + 65_552, all.Length)))[..10])];
    }

    /// <summary>A stream of unknown length that gives as little as it likes.</summary>
    private sealed class Trickle(byte[] content, Random random) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var some = Math.Min(random.Next(1, 40_000), Math.Min(count, content.Length - _at));
            content.AsSpan(_at, some).CopyTo(buffer.AsSpan(offset));
            _at += some;
            return some;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
