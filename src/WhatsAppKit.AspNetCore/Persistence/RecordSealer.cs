using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>
/// Seals session records with AES-256-GCM. The instance, kind and key are authenticated with each record, so a row moved
/// elsewhere does not open.
/// </summary>
internal sealed class RecordSealer(GatewaySecrets secrets)
{
    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public byte[] Seal(string instanceId, string kind, string key, ReadOnlySpan<byte> value)
    {
        var output = new byte[1 + NonceLength + value.Length + TagLength];
        output[0] = Version;
        var nonce = output.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(secrets.EncryptionKey, TagLength);
        cipher.Encrypt(nonce, value, output.AsSpan(1 + NonceLength, value.Length), output.AsSpan(^TagLength..), Context(instanceId, kind, key));
        return output;
    }

    /// <exception cref="CorruptStoreException">The record is damaged, was moved, or sealed with another key.</exception>
    public byte[] Open(string instanceId, string kind, string key, ReadOnlySpan<byte> sealedValue)
    {
        if (sealedValue.Length < 1 + NonceLength + TagLength || sealedValue[0] != Version)
        {
            throw new CorruptStoreException("A stored session record is damaged.");
        }

        var value = new byte[sealedValue.Length - 1 - NonceLength - TagLength];
        using var cipher = new AesGcm(secrets.EncryptionKey, TagLength);
        try
        {
            cipher.Decrypt(
                sealedValue.Slice(1, NonceLength), sealedValue[(1 + NonceLength)..^TagLength], sealedValue[^TagLength..], value, Context(instanceId, kind, key));
            return value;
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new CorruptStoreException("A stored session record does not open: it is damaged, or the encryption key is another one.", error);
        }
    }

    private static byte[] Context(string instanceId, string kind, string key) => Encoding.UTF8.GetBytes($"{instanceId}\0{kind}\0{key}");
}
