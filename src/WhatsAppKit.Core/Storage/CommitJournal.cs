using System.Buffers.Binary;
using System.IO.Hashing;

namespace WhatsAppKit.Core.Storage;

/// <summary>
/// A file of entries, each flushed to the disk before it counts: a mark, then for each entry its length, a checksum over
/// length and body, and the body.
/// </summary>
/// <remarks>
/// An entry that a crash cut off can only be the last one, and was never confirmed: it is dropped. A damaged entry with
/// whole ones behind it is no crash: the file is left as it is.
/// </remarks>
internal sealed class CommitJournal : IDisposable
{
    private const int HeaderLength = 8;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly byte[] Mark = "WAKSTOR1"u8.ToArray();

    private readonly string _path;
    private FileStream _file;
    private bool _isBroken;

    private CommitJournal(string path, FileStream file)
    {
        _path = path;
        _file = file;
    }

    public long Length => _file.Length;

    /// <summary>Opens or creates the file and hands over every entry's body, oldest first.</summary>
    /// <exception cref="CorruptStoreException">The file is no journal, or is damaged; it was not changed.</exception>
    public static CommitJournal Open(string path, Action<ReadOnlyMemory<byte>> replay)
    {
        var journal = new CommitJournal(path, OpenFile(path));
        try
        {
            journal.Replay(replay);
            File.Delete(Fresh(path));
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Adds an entry; it is durable when this returns, and not there at all when this throws.</summary>
    public void Append(ReadOnlySpan<byte> body)
    {
        if (_isBroken)
        {
            throw new IOException("The store's file could not be mended after a failed write.");
        }

        var start = _file.Position;
        try
        {
            _file.Write(Entry(body));
            _file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // Half an entry must not stand before the next one.
            _isBroken = true;
            _file.SetLength(start);
            _file.Position = start;
            _isBroken = false;
            throw;
        }
    }

    /// <summary>Puts one entry in the place of all: a crash at any moment leaves the old file or the new one.</summary>
    public void Replace(ReadOnlySpan<byte> body)
    {
        var fresh = Fresh(_path);
        File.Delete(fresh);
        using (var file = OpenFile(fresh))
        {
            file.Write(Mark);
            file.Write(Entry(body));
            file.Flush(flushToDisk: true);
        }

        _file.Dispose();
        try
        {
            File.Move(fresh, _path, overwrite: true);
            DirectoryFlush.Flush(Folder(_path));
        }
        finally
        {
            _file = OpenFile(_path);
            _file.Position = _file.Length;
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Fresh(string path) => path + ".new";

    private static string Folder(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static FileStream OpenFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    private static byte[] Entry(ReadOnlySpan<byte> body)
    {
        var entry = new byte[HeaderLength + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(entry, body.Length);
        body.CopyTo(entry.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(4), Checksum(entry));
        return entry;
    }

    private static uint Checksum(ReadOnlySpan<byte> entry)
    {
        var sum = new Crc32();
        sum.Append(entry[..4]);
        sum.Append(entry[HeaderLength..]);
        return sum.GetCurrentHashAsUInt32();
    }

    private void Replay(Action<ReadOnlyMemory<byte>> replay)
    {
        var content = new byte[_file.Length];
        _file.ReadExactly(content);
        if (content.Length < Mark.Length && Mark.AsSpan().StartsWith(content))
        {
            Begin();
            return;
        }

        if (!content.AsSpan().StartsWith(Mark))
        {
            throw new CorruptStoreException("The file is no session store; it was not touched.");
        }

        var end = Mark.Length;
        for (; TryReadEntry(content, end, out var body); end += HeaderLength + body.Length)
        {
            replay(body);
        }

        CutOff(content, end);
    }

    /// <summary>Writes the mark; what was there is at most a part of it.</summary>
    private void Begin()
    {
        _file.Position = 0;
        _file.Write(Mark);
        _file.Flush(flushToDisk: true);
        DirectoryFlush.Flush(Folder(_path));
    }

    /// <summary>Drops what follows the last whole entry, if that is what a crash leaves.</summary>
    private void CutOff(byte[] content, int end)
    {
        for (var start = end + 1; start < content.Length; start++)
        {
            if (TryReadEntry(content, start, out _))
            {
                throw new CorruptStoreException($"The store's file is damaged at byte {end}, before commits that are whole; it was not changed.");
            }
        }

        _file.SetLength(end);
        _file.Position = end;
    }

    private static bool TryReadEntry(byte[] content, int start, out ReadOnlyMemory<byte> body)
    {
        body = default;
        if (content.Length - start < HeaderLength)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(start));
        if (length <= 0 || length > content.Length - start - HeaderLength)
        {
            return false;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(start + 4)) != Checksum(content.AsSpan(start, HeaderLength + length)))
        {
            return false;
        }

        body = content.AsMemory(start + HeaderLength, length);
        return true;
    }
}
