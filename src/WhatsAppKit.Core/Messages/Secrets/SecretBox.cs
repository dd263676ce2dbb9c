using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Messages;

/// <summary>What is encrypted for those who can read a message: votes, answers, encrypted reactions and edits.</summary>
/// <remarks>AES-256-GCM under a key of the message's secret; who wrote the message and who adds to it are part of the key.</remarks>
internal static class SecretBox
{
    public const int SecretLength = 32;
    public const int NonceLength = 12;

    private const int KeyLength = 32;
    private const int TagLength = 16;

    public static byte[] Seal(ReadOnlySpan<byte> secret, SecretUse use, string id, Jid author, Jid actor, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext)
    {
        var sealedBytes = new byte[plaintext.Length + TagLength];
        Span<byte> key = stackalloc byte[KeyLength];
        DeriveKey(secret, use, id, author, actor, key);
        try
        {
            using var cipher = new AesGcm(key, TagLength);
            cipher.Encrypt(nonce, plaintext, sealedBytes.AsSpan(0, plaintext.Length), sealedBytes.AsSpan(plaintext.Length), Associated(use, id, actor));
            return sealedBytes;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The plaintext; null when it does not verify.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> secret, SecretUse use, string id, Jid author, Jid actor, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedBytes)
    {
        if (nonce.Length != NonceLength || sealedBytes.Length < TagLength)
        {
            return null;
        }

        var plaintext = new byte[sealedBytes.Length - TagLength];
        Span<byte> key = stackalloc byte[KeyLength];
        DeriveKey(secret, use, id, author, actor, key);
        try
        {
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(nonce, sealedBytes[..plaintext.Length], sealedBytes[plaintext.Length..], plaintext, Associated(use, id, actor));
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>HKDF-SHA256 without salt; the info is id, author, actor and label, one after the other.</summary>
    public static void DeriveKey(ReadOnlySpan<byte> secret, SecretUse use, string id, Jid author, Jid actor, Span<byte> key)
    {
        var info = Encoding.UTF8.GetBytes($"{id}{author.ToUser()}{actor.ToUser()}{use.Label}");
        Hkdf.Derive(secret, default, info, key);
    }

    private static byte[]? Associated(SecretUse use, string id, Jid actor) =>
        use.BindsActor ? Encoding.UTF8.GetBytes($"{id}\0{actor.ToUser()}") : null;
}

/// <summary>What a secret is used for; each use has keys of its own.</summary>
/// <param name="Label">The last part of the key derivation's info.</param>
/// <param name="BindsActor">True when id and actor are authenticated beside the ciphertext too.</param>
internal sealed record SecretUse(string Label, bool BindsActor)
{
    public static SecretUse PollVote { get; } = new("Poll Vote", true);

    public static SecretUse EventResponse { get; } = new("Event Response", true);

    public static SecretUse Reaction { get; } = new("Enc Reaction", false);

    public static SecretUse Comment { get; } = new("Enc Comment", false);

    public static SecretUse EventEdit { get; } = new("Event Edit", false);

    public static SecretUse MessageEdit { get; } = new("Message Edit", false);

    public static SecretUse PollEdit { get; } = new("Poll Edit", false);

    public static SecretUse PollAddOption { get; } = new("Poll Add Option", false);

    public static SecretUse ReportToken { get; } = new("Report Token", false);
}
