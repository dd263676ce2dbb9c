namespace WhatsAppKit.Core.Tests.Signal;

/// <summary>One random change to some bytes: a flipped bit, a new byte, a cut, an insertion, or a piece repeated.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[] original, Random random)
    {
        var at = random.Next(original.Length);
        var bytes = original.ToArray();
        switch (random.Next(5))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] ^= (byte)random.Next(1, 256);
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
            default:
                var end = random.Next(at, bytes.Length) + 1;
                return [.. bytes[..end], .. bytes[at..end], .. bytes[end..]];
        }
    }
}
