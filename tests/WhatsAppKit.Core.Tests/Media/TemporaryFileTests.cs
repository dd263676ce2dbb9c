using WhatsAppKit.Core.Media.Encryption;

namespace WhatsAppKit.Core.Tests.Media;

public sealed class TemporaryFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("temporary-file-").FullName;

    [Fact]
    public async Task Is_its_owners_only_and_leaves_nothing_behind()
    {
        using (var file = TemporaryFile.Create(_folder))
        {
            await file.AppendAsync("content"u8.ToArray(), default);
            var read = new byte[7];
            file.ReadExactly(0, read);
            Assert.Equal("content"u8.ToArray(), read);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Handle));
                Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
            }
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Reading_past_its_end_is_an_error()
    {
        using var file = TemporaryFile.Create(_folder);

        Assert.Throws<EndOfStreamException>(() => file.ReadExactly(0, new byte[1]));
    }

    public void Dispose() => Directory.Delete(_folder);
}
