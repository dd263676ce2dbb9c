using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Messages;

/// <summary>Makes message ids in the shape of the web client: <c>3EB0</c> and 18 hexadecimal digits.</summary>
internal static class MessageIds
{
    private const int RandomLength = 16;
    private const int DigestLength = 9;

    public static string Create(Jid own, DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[RandomLength];
        RandomNumberGenerator.Fill(random);
        return Create(own.User, now.ToUnixTimeSeconds(), random);
    }

    /// <summary>SHA-256 over time, user, <c>@c.us</c> and 16 random bytes; its first 9 bytes make the id.</summary>
    internal static string Create(string user, long unixSeconds, ReadOnlySpan<byte> random)
    {
        var address = Encoding.ASCII.GetBytes(user + "@c.us");
        var input = new byte[sizeof(ulong) + address.Length + random.Length];
        BinaryPrimitives.WriteUInt64BigEndian(input, (ulong)unixSeconds);
        address.CopyTo(input, sizeof(ulong));
        random.CopyTo(input.AsSpan(sizeof(ulong) + address.Length));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, digest);
        return "3EB0" + Convert.ToHexString(digest[..DigestLength]);
    }
}
