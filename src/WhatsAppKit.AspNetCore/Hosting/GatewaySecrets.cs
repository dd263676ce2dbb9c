using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>The gateway's keys: configured, or in Development generated once and kept where only their owner can read them.</summary>
internal sealed class GatewaySecrets
{
    private const int KeyLength = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public GatewaySecrets(IOptions<WhatsAppGatewayOptions> options, IHostEnvironment environment)
    {
        var settings = options.Value;
        DataDirectory = Path.GetFullPath(settings.DataDirectory, environment.ContentRootPath);
        CreateDirectory(DataDirectory);

        // The validator has refused an absent key outside Development.
        JwtKey = Encoding.UTF8.GetBytes(settings.Jwt.SigningKey ?? Generated("jwt.key"));
        var encryptionKey = settings.Encryption.Key ?? Generated("encryption.key");
        EncryptionKey = IsEncryptionKey(encryptionKey)
            ? Convert.FromBase64String(encryptionKey)
            : throw new InvalidOperationException("The generated file encryption.key in the data directory does not hold a key.");
    }

    public string DataDirectory { get; }

    public byte[] JwtKey { get; }

    public byte[] EncryptionKey { get; }

    /// <summary>True for 32 bytes in base64.</summary>
    public static bool IsEncryptionKey(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length == KeyLength;

    /// <summary>Message texts lie in the data directory in the clear: a new directory is for its owner only.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private string Generated(string file)
    {
        var path = Path.Combine(DataDirectory, file);
        if (!File.Exists(path))
        {
            // Written whole under another name first: a start that is cut short leaves no half key behind.
            var temporary = Path.Combine(DataDirectory, Path.GetRandomFileName());
            Write(temporary, Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)));
            Keep(temporary, path);
        }

        return File.ReadAllText(path);
    }

    private static void Keep(string temporary, string path)
    {
        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first: its key counts.
            File.Delete(temporary);
        }
    }

    private static void Write(string path, string text)
    {
        var streamOptions = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            streamOptions.UnixCreateMode = OwnerOnly;
        }

        using var stream = new FileStream(path, streamOptions);
        stream.Write(Encoding.ASCII.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }
}
