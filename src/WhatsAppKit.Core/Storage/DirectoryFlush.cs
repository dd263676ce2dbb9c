using System.Runtime.InteropServices;

namespace WhatsAppKit.Core.Storage;

/// <summary>Makes a file's name durable: flushing a file does not flush the folder that names it.</summary>
internal static partial class DirectoryFlush
{
    private const int ReadOnly = 0;

    /// <summary>Returns when renames and new files in the folder are on the disk. Windows does so by itself.</summary>
    /// <exception cref="IOException">The folder cannot be flushed.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = open(directory, ReadOnly);
        if (handle < 0)
        {
            throw Failure();
        }

        var result = fsync(handle);
        var failure = Failure();
        _ = close(handle);
        if (result != 0)
        {
            throw failure;
        }
    }

    private static IOException Failure() => new("A folder could not be flushed: " + Marshal.GetLastPInvokeErrorMessage());

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int handle);

    [LibraryImport("libc")]
    private static partial int close(int handle);
}
