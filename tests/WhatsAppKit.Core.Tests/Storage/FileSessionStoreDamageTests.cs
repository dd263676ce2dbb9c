using System.Security.Cryptography;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Tests.Storage;

/// <summary>What crashes and bad disks leave behind.</summary>
public sealed class FileSessionStoreDamageTests : IDisposable
{
    private const string Kind = "session";

    private readonly string _folder = Directory.CreateTempSubdirectory("whatsappkit-").FullName;

    private string StorePath => Path.Combine(_folder, "store");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Cut_at_any_byte_the_file_opens_at_the_last_whole_commit()
    {
        const int Commits = 6;
        var ends = new List<int>();
        for (var i = 1; i <= Commits; i++)
        {
            await WriteAsync(i);
            ends.Add((int)new FileInfo(StorePath).Length);
        }

        var whole = await File.ReadAllBytesAsync(StorePath);
        for (var length = 0; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(StorePath, whole[..length]);
            var expected = ends.Count(end => end <= length);
            Assert.Equal(expected, await ReadAsync());

            // It goes on from there, and what was cut off does not come back.
            await WriteAsync(expected + 1);
            Assert.Equal(expected + 1, await ReadAsync());
        }
    }

    [Fact]
    public async Task A_tail_of_zeros_or_noise_is_dropped_as_what_was_never_confirmed()
    {
        await WriteAsync(1);
        await WriteAsync(2);
        var whole = await File.ReadAllBytesAsync(StorePath);
        foreach (var tail in new[] { new byte[1], new byte[8], new byte[5000], RandomNumberGenerator.GetBytes(300), [1, 0, 0, 0, 0, 0, 0, 0, 0] })
        {
            await File.WriteAllBytesAsync(StorePath, [.. whole, .. tail]);
            Assert.Equal(2, await ReadAsync());
            Assert.Equal(whole.Length, new FileInfo(StorePath).Length);
        }
    }

    [Fact]
    public async Task A_changed_byte_is_reported_and_the_file_left_alone_unless_it_is_in_the_last_commit()
    {
        for (var i = 1; i <= 4; i++)
        {
            await WriteAsync(i);
        }

        var lengthOfThree = await LengthAfterAsync(3);
        var whole = await File.ReadAllBytesAsync(StorePath);
        for (var position = 0; position < whole.Length; position++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[position] ^= 0x41;
            await File.WriteAllBytesAsync(StorePath, damaged);
            if (position >= lengthOfThree)
            {
                Assert.Equal(3, await ReadAsync());
                continue;
            }

            Assert.Throws<CorruptStoreException>(() => new FileSessionStore(StorePath));
            Assert.Equal(damaged, await File.ReadAllBytesAsync(StorePath));
        }
    }

    [Theory]
    [InlineData("a letter that somebody kept here, long before the store")]
    [InlineData("x")]
    [InlineData("{}")]
    public async Task A_file_that_is_no_store_is_never_touched(string content)
    {
        await File.WriteAllTextAsync(StorePath, content);
        Assert.Throws<CorruptStoreException>(() => new FileSessionStore(StorePath));
        Assert.Equal(content, await File.ReadAllTextAsync(StorePath));
    }

    [Fact]
    public async Task A_kill_between_writing_the_compacted_file_and_renaming_it_leaves_the_old_one()
    {
        using (var store = new FileSessionStore(StorePath))
        {
            for (var i = 1; new FileInfo(StorePath).Length < 1024 * 1024; i++)
            {
                await store.CommitAsync(Commit(i, RandomNumberGenerator.GetBytes(100_000)));
            }
        }

        var count = await ReadAsync();
        var old = await File.ReadAllBytesAsync(StorePath);
        await WriteAsync(count + 1);
        var compacted = await File.ReadAllBytesAsync(StorePath);
        Assert.True(compacted.Length < old.Length / 2, "The commit compacted the file.");
        Assert.Equal(count + 1, await ReadAsync());

        // Every prefix that matters of what the kill can leave beside the old file: nothing, a part, all of it.
        foreach (var length in new[] { 0, 1, 8, 20, compacted.Length / 2, compacted.Length - 1, compacted.Length })
        {
            await File.WriteAllBytesAsync(StorePath, old);
            await File.WriteAllBytesAsync(StorePath + ".new", compacted[..length]);
            Assert.Equal(count, await ReadAsync());
            Assert.False(File.Exists(StorePath + ".new"), "Old keys do not lie about.");
            await WriteAsync(count + 1);
            Assert.Equal(count + 1, await ReadAsync());
        }
    }

    [Fact]
    public async Task Two_processes_cannot_hold_one_store_and_only_its_owner_can_read_it()
    {
        using (var store = new FileSessionStore(StorePath))
        {
            await store.CommitAsync(Commit(1, [1]));
            Assert.ThrowsAny<IOException>(() => new FileSessionStore(StorePath));
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(StorePath));
        }
    }

    private static StoreCommit Commit(int number, byte[] value) => new(
        [StoreChange.Set(Kind, "number", BitConverter.GetBytes(number)), StoreChange.Set(Kind, "value", value), StoreChange.Set(Kind, "copy", BitConverter.GetBytes(number))]);

    private async Task WriteAsync(int number)
    {
        using var store = new FileSessionStore(StorePath);
        await store.CommitAsync(Commit(number, [(byte)number]));
    }

    /// <summary>The number of the last commit; the first and the last record of a commit always agree.</summary>
    private async Task<int> ReadAsync()
    {
        using var store = new FileSessionStore(StorePath);
        var found = await store.GetManyAsync(Kind, ["number", "copy"]);
        if (found.Count == 0)
        {
            return 0;
        }

        Assert.Equal(found["number"].ToArray(), found["copy"].ToArray());
        return BitConverter.ToInt32(found["number"].Span);
    }

    private async Task<int> LengthAfterAsync(int commits)
    {
        var path = Path.Combine(_folder, "other");
        for (var i = 1; i <= commits; i++)
        {
            using var store = new FileSessionStore(path);
            await store.CommitAsync(Commit(i, [(byte)i]));
        }

        return (int)new FileInfo(path).Length;
    }
}
