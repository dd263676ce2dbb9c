using System.Security.Cryptography;
using WhatsAppKit.AspNetCore.Media;

namespace WhatsAppKit.AspNetCore.Tests.Media;

public class SealedFileTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(SealedFileFormat.KeyLength);

    [Theory]
    [InlineData(1)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(131072)]
    [InlineData(200_001)]
    public async Task A_file_opens_as_it_was_from_every_position(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        await using var opened = new SealedFileStream(new MemoryStream(await SealAsync(content)), Key);
        Assert.Equal(length, opened.Length);
        foreach (var from in new[] { 0, length / 2, length - 1, Math.Min(65536, length), length })
        {
            opened.Position = from;
            using var copy = new MemoryStream();
            await opened.CopyToAsync(copy, TestContext.Current.CancellationToken);
            Assert.Equal(content[from..], copy.ToArray());
        }
    }

    [Fact]
    public async Task A_file_that_was_changed_cut_or_shuffled_does_not_open()
    {
        var whole = await SealAsync(RandomNumberGenerator.GetBytes(200_000));
        var chunk = SealedFileFormat.SealedChunkLength;
        var changed = whole.ToArray();
        changed[100_000] ^= 1;
        byte[][] damaged = [changed, whole[..^1], whole[..chunk], whole[..(2 * chunk)], [.. whole[chunk..(2 * chunk)], .. whole[..chunk], .. whole[(2 * chunk)..]], [.. whole, .. whole[..chunk]]];
        foreach (var file in damaged)
        {
            await Assert.ThrowsAsync<InvalidDataException>(async () =>
            {
                await using var opened = new SealedFileStream(new MemoryStream(file), Key);
                await opened.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
            });
        }
    }

    private static async Task<byte[]> SealAsync(byte[] content)
    {
        using var output = new MemoryStream();
        using var writer = new SealedFileWriter(output, Key);
        await writer.WriteAsync(content, TestContext.Current.CancellationToken);
        await writer.CompleteAsync(TestContext.Current.CancellationToken);
        return output.ToArray();
    }
}
