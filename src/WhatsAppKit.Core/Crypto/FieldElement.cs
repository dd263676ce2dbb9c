using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace WhatsAppKit.Core.Crypto;

/// <summary>An integer modulo p = 2^255 - 19 in five limbs of 51 bits: just what converting a public key takes.</summary>
/// <remarks>
/// libsodium offers this conversion only in the other direction. The code has no branch on its values, but it is used on
/// public data only and makes no promise of constant time.
/// </remarks>
internal readonly struct FieldElement
{
    public const int Length = 32;

    private const ulong Mask = (1UL << 51) - 1;

    private readonly ulong _0, _1, _2, _3, _4;

    private FieldElement(ulong limb0, ulong limb1, ulong limb2, ulong limb3, ulong limb4)
    {
        // One round of carries; 2^255 = 19 (mod p). Every limb ends below 2^52, which is what multiplication relies on.
        limb1 += limb0 >> 51;
        limb2 += limb1 >> 51;
        limb3 += limb2 >> 51;
        limb4 += limb3 >> 51;
        limb0 = (limb0 & Mask) + (19 * (limb4 >> 51));
        _0 = limb0 & Mask;
        _1 = (limb1 & Mask) + (limb0 >> 51);
        _2 = limb2 & Mask;
        _3 = limb3 & Mask;
        _4 = limb4 & Mask;
    }

    public static FieldElement One => new(1, 0, 0, 0, 0);

    /// <summary>Reads 32 bytes little endian. Bit 255 is ignored; a value of p or more is reduced.</summary>
    public static FieldElement FromBytes(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length);
        return new FieldElement(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes) & Mask,
            (BinaryPrimitives.ReadUInt64LittleEndian(bytes[6..]) >> 3) & Mask,
            (BinaryPrimitives.ReadUInt64LittleEndian(bytes[12..]) >> 6) & Mask,
            (BinaryPrimitives.ReadUInt64LittleEndian(bytes[19..]) >> 1) & Mask,
            (BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]) >> 12) & Mask);
    }

    public static FieldElement operator +(in FieldElement a, in FieldElement b) =>
        new(a._0 + b._0, a._1 + b._1, a._2 + b._2, a._3 + b._3, a._4 + b._4);

    // 4p is added so that no limb goes below zero.
    public static FieldElement operator -(in FieldElement a, in FieldElement b) => new(
        a._0 + ((1UL << 53) - 76) - b._0,
        a._1 + ((1UL << 53) - 4) - b._1,
        a._2 + ((1UL << 53) - 4) - b._2,
        a._3 + ((1UL << 53) - 4) - b._3,
        a._4 + ((1UL << 53) - 4) - b._4);

    public static FieldElement operator *(in FieldElement a, in FieldElement b)
    {
        ulong b1 = 19 * b._1, b2 = 19 * b._2, b3 = 19 * b._3, b4 = 19 * b._4;
        var r0 = Wide(a._0, b._0) + Wide(a._1, b4) + Wide(a._2, b3) + Wide(a._3, b2) + Wide(a._4, b1);
        var r1 = Wide(a._0, b._1) + Wide(a._1, b._0) + Wide(a._2, b4) + Wide(a._3, b3) + Wide(a._4, b2);
        var r2 = Wide(a._0, b._2) + Wide(a._1, b._1) + Wide(a._2, b._0) + Wide(a._3, b4) + Wide(a._4, b3);
        var r3 = Wide(a._0, b._3) + Wide(a._1, b._2) + Wide(a._2, b._1) + Wide(a._3, b._0) + Wide(a._4, b4);
        var r4 = Wide(a._0, b._4) + Wide(a._1, b._3) + Wide(a._2, b._2) + Wide(a._3, b._1) + Wide(a._4, b._0);

        r1 += r0 >> 51;
        r2 += r1 >> 51;
        r3 += r2 >> 51;
        r4 += r3 >> 51;
        return new FieldElement(
            ((ulong)r0 & Mask) + (19 * (ulong)(r4 >> 51)), (ulong)r1 & Mask, (ulong)r2 & Mask, (ulong)r3 & Mask, (ulong)r4 & Mask);
    }

    /// <summary>1 / this, by Fermat: this^(p - 2). Zero gives zero.</summary>
    public FieldElement Invert()
    {
        // p - 2 = 2^255 - 21: 250 ones, then 01011. xN below is this^(2^N - 1), N ones.
        var x2 = Square(1) * this;
        var x4 = x2.Square(2) * x2;
        var x5 = x4.Square(1) * this;
        var x10 = x5.Square(5) * x5;
        var x20 = x10.Square(10) * x10;
        var x40 = x20.Square(20) * x20;
        var x50 = x40.Square(10) * x10;
        var x100 = x50.Square(50) * x50;
        var x200 = x100.Square(100) * x100;
        var x250 = x200.Square(50) * x50;
        return (x250.Square(2) * this).Square(3) * x2;
    }

    /// <summary>Writes the one representative below p, 32 bytes little endian.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        // q is 1 when the value is p or more: then value + 19 overflows 2^255.
        var q = (_0 + 19) >> 51;
        q = (_1 + q) >> 51;
        q = (_2 + q) >> 51;
        q = (_3 + q) >> 51;
        q = (_4 + q) >> 51;

        var limb0 = _0 + (19 * q);
        var limb1 = _1 + (limb0 >> 51);
        var limb2 = _2 + (limb1 >> 51);
        var limb3 = _3 + (limb2 >> 51);
        var limb4 = (_4 + (limb3 >> 51)) & Mask;
        limb0 &= Mask;
        limb1 &= Mask;
        limb2 &= Mask;
        limb3 &= Mask;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, limb0 | (limb1 << 51));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], (limb1 >> 13) | (limb2 << 38));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], (limb2 >> 26) | (limb3 << 25));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], (limb3 >> 39) | (limb4 << 12));
    }

    private FieldElement Square(int times)
    {
        var result = this;
        for (var i = 0; i < times; i++)
        {
            result *= result;
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static UInt128 Wide(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return new UInt128(high, low);
    }
}
