using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Media.Encryption;

/// <summary>Makes a streaming sidecar while a file is encrypted.</summary>
internal sealed class SidecarBuilder : IDisposable
{
    private readonly IncrementalHash _mac;
    private readonly byte[] _previous = new byte[AesCbc.BlockLength];
    private readonly MemoryStream _entries = new();
    private int _length;

    public SidecarBuilder(MediaKeys keys)
    {
        _mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, keys.MacKey);
        keys.Iv.CopyTo(_previous);
        _mac.AppendData(_previous);
    }

    /// <summary>Takes the next bytes of the encrypted file: whole blocks, and at last its MAC.</summary>
    public void Append(ReadOnlySpan<byte> stored)
    {
        while (!stored.IsEmpty)
        {
            if (_length == StreamingSidecar.PieceLength)
            {
                Close();
                _mac.AppendData(_previous);
            }

            var part = stored[..Math.Min(stored.Length, StreamingSidecar.PieceLength - _length)];
            _mac.AppendData(part);
            _length += part.Length;
            if (part.Length >= AesCbc.BlockLength)
            {
                part[^AesCbc.BlockLength..].CopyTo(_previous);
            }

            stored = stored[part.Length..];
        }
    }

    public byte[] Finish()
    {
        Close();
        return _entries.ToArray();
    }

    public void Dispose()
    {
        _mac.Dispose();
        _entries.Dispose();
    }

    private void Close()
    {
        Span<byte> mac = stackalloc byte[SHA256.HashSizeInBytes];
        _mac.GetHashAndReset(mac);
        _entries.Write(mac[..MediaFormat.MacLength]);
        _length = 0;
    }
}
