using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace WhatsAppKit.Sandbox.Media;

/// <summary>Uploaded files, each stored once by its hash, and the addresses that lead to them. Gone with the sandbox.</summary>
internal sealed class MediaVault(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("whatsappkit-sandbox-media-").FullName;
    private readonly ConcurrentDictionary<string, MediaEntry> _entries = new();
    private readonly ConcurrentDictionary<string, bool> _stored = new();

    /// <summary>How many addresses are served.</summary>
    public int Count => _entries.Count;

    /// <summary>A name for a file on its way in.</summary>
    public string NewPath() => Path.Combine(_folder, Path.GetRandomFileName());

    /// <summary>Takes a complete file over and returns its address.</summary>
    public string Keep(string path, string token)
    {
        File.Move(path, PathOf(token), overwrite: true);
        _stored[token] = true;
        return Publish(token)!;
    }

    /// <summary>A new address for a file that is stored, whatever became of its other ones; null when it is not.</summary>
    public string? Publish(string token)
    {
        if (!_stored.ContainsKey(token))
        {
            return null;
        }

        var path = $"/v/t62.7118-24/{Random.Shared.NextInt64(1, long.MaxValue)}_n.enc";
        var entry = new MediaEntry(token, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), time.GetUtcNow() + Lifetime);
        _entries[path] = entry;
        var expiry = entry.ExpiresAt.ToUnixTimeSeconds().ToString("X", CultureInfo.InvariantCulture);
        return $"{path}?ccb=11-4&oh={entry.Signature}&oe={expiry}&_nc_sid=sandbox";
    }

    public MediaEntry? Find(string path) => _entries.GetValueOrDefault(path);

    public bool Remove(string path) => _entries.TryRemove(path, out _);

    public FileStream Open(MediaEntry entry) => new(
        PathOf(entry.Token), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The token is base64url: letters, digits, minus and underscore.
    private string PathOf(string token) => Path.Combine(_folder, token + ".enc");
}
