using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WhatsAppKit.Core.AppState.Crypto;

/// <summary>The MACs of records, patches and whole collections.</summary>
internal static class AppStateMacs
{
    public const int Length = 32;

    /// <summary>The MAC a record is found by, over exactly the bytes of its index.</summary>
    public static byte[] Index(AppStateKeySet keys, ReadOnlySpan<byte> index) => HMACSHA256.HashData(keys.Index, index);

    /// <summary>The MAC of a record's encrypted value, which begins with its IV.</summary>
    public static byte[] Value(AppStateKeySet keys, bool isRemoval, ReadOnlySpan<byte> encrypted)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA512, keys.ValueMac);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)keys.Id.Length + 1);
        mac.AppendData([isRemoval ? (byte)2 : (byte)1]);
        mac.AppendData(keys.Id.Span);
        mac.AppendData(encrypted);
        mac.AppendData(length);
        return mac.GetHashAndReset()[..Length];
    }

    /// <summary>The MAC of a collection at a version.</summary>
    public static byte[] Snapshot(AppStateKeySet keys, ReadOnlySpan<byte> hash, ulong version, string collection)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, keys.SnapshotMac);
        mac.AppendData(hash);
        AppendEnd(mac, version, collection);
        return mac.GetHashAndReset();
    }

    /// <summary>The MAC of a patch, which covers the MAC of the collection after it.</summary>
    public static byte[] Patch(
        AppStateKeySet keys, ReadOnlySpan<byte> snapshotMac, IEnumerable<ReadOnlyMemory<byte>> valueMacs, ulong version, string collection)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, keys.PatchMac);
        mac.AppendData(snapshotMac);
        foreach (var valueMac in valueMacs)
        {
            mac.AppendData(valueMac.Span);
        }

        AppendEnd(mac, version, collection);
        return mac.GetHashAndReset();
    }

    private static void AppendEnd(IncrementalHash mac, ulong version, string collection)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(number, version);
        mac.AppendData(number);
        mac.AppendData(Encoding.ASCII.GetBytes(collection));
    }
}
