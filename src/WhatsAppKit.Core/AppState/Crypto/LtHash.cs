using System.Buffers.Binary;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.AppState.Crypto;

/// <summary>
/// A sum over a set of value MACs, independent of their order: 64 numbers of 16 bits. What is in the set is added when it comes
/// and subtracted when it goes.
/// </summary>
internal static class LtHash
{
    public const int Length = 128;

    private static ReadOnlySpan<byte> Info => "WhatsApp Patch Integrity"u8;

    public static void Add(Span<byte> sum, ReadOnlySpan<byte> valueMac)
    {
        Span<byte> term = stackalloc byte[Length];
        Hkdf.Derive(valueMac, default, Info, term);
        for (var i = 0; i < Length; i += sizeof(ushort))
        {
            var total = BinaryPrimitives.ReadUInt16LittleEndian(sum[i..]) + BinaryPrimitives.ReadUInt16LittleEndian(term[i..]);
            BinaryPrimitives.WriteUInt16LittleEndian(sum[i..], unchecked((ushort)total));
        }
    }

    public static void Subtract(Span<byte> sum, ReadOnlySpan<byte> valueMac)
    {
        Span<byte> term = stackalloc byte[Length];
        Hkdf.Derive(valueMac, default, Info, term);
        for (var i = 0; i < Length; i += sizeof(ushort))
        {
            var rest = BinaryPrimitives.ReadUInt16LittleEndian(sum[i..]) - BinaryPrimitives.ReadUInt16LittleEndian(term[i..]);
            BinaryPrimitives.WriteUInt16LittleEndian(sum[i..], unchecked((ushort)rest));
        }
    }
}
