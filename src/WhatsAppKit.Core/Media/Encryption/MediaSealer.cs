using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Media.Encryption;

/// <summary>Encrypts a file piece by piece and hashes both sides of it on the way.</summary>
internal sealed class MediaSealer : IDisposable
{
    private readonly AesCbcChain _cipher;
    private readonly IncrementalHash _mac;
    private readonly IncrementalHash _plainHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _sealedHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly SidecarBuilder? _sidecar;

    /// <param name="keys">The file's keys.</param>
    /// <param name="withSidecar">True to make a streaming sidecar too.</param>
    public MediaSealer(MediaKeys keys, bool withSidecar = false)
    {
        _sidecar = withSidecar ? new SidecarBuilder(keys) : null;
        _cipher = new AesCbcChain(keys.CipherKey, keys.Iv);
        _mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, keys.MacKey);
        _mac.AppendData(keys.Iv);
    }

    /// <summary>Room that the output of a piece needs at most.</summary>
    public static int OutputLength(int length) => length + MediaFormat.MinLength;

    /// <summary>Encrypts whole blocks; the output has the same length.</summary>
    public void Append(ReadOnlySpan<byte> plain, Span<byte> output)
    {
        _plainHash.AppendData(plain);
        Emit(plain, output);
    }

    /// <summary>Encrypts the rest of the file and appends padding and MAC; returns the length of the output.</summary>
    public int Finish(ReadOnlySpan<byte> rest, Span<byte> output)
    {
        _plainHash.AppendData(rest);
        var whole = rest.Length - (rest.Length % AesCbc.BlockLength);
        Emit(rest[..whole], output);
        Span<byte> last = stackalloc byte[AesCbc.BlockLength];
        rest[whole..].CopyTo(last);
        Pkcs7.Pad(last, rest.Length - whole);
        Emit(last, output[whole..]);
        CryptographicOperations.ZeroMemory(last);
        Span<byte> mac = stackalloc byte[SHA256.HashSizeInBytes];
        _mac.GetHashAndReset(mac);
        var end = whole + AesCbc.BlockLength;
        mac[..MediaFormat.MacLength].CopyTo(output[end..]);
        _sealedHash.AppendData(mac[..MediaFormat.MacLength]);
        _sidecar?.Append(mac[..MediaFormat.MacLength]);
        return end + MediaFormat.MacLength;
    }

    /// <summary>The hashes of the file and of its encrypted form, once it is finished.</summary>
    public (byte[] Plain, byte[] Sealed) Hashes() => (_plainHash.GetHashAndReset(), _sealedHash.GetHashAndReset());

    /// <summary>The streaming sidecar, once the file is finished; empty when none is made.</summary>
    public byte[] Sidecar() => _sidecar?.Finish() ?? [];

    public void Dispose()
    {
        _sidecar?.Dispose();
        _cipher.Dispose();
        _mac.Dispose();
        _plainHash.Dispose();
        _sealedHash.Dispose();
    }

    private void Emit(ReadOnlySpan<byte> blocks, Span<byte> output)
    {
        _cipher.Encrypt(blocks, output);
        _mac.AppendData(output[..blocks.Length]);
        _sealedHash.AppendData(output[..blocks.Length]);
        _sidecar?.Append(output[..blocks.Length]);
    }
}
