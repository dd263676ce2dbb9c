namespace WhatsAppKit.Core.Binary;

/// <summary>The bytes that say what follows.</summary>
internal static class BinaryTag
{
    public const byte ListEmpty = 0;
    public const byte Dictionary0 = 236;
    public const byte Dictionary3 = 239;
    public const byte InteropJid = 245;
    public const byte MessengerJid = 246;
    public const byte AdJid = 247;
    public const byte List8 = 248;
    public const byte List16 = 249;
    public const byte JidPair = 250;
    public const byte Hex8 = 251;
    public const byte Binary8 = 252;
    public const byte Binary20 = 253;
    public const byte Binary32 = 254;
    public const byte Nibble8 = 255;

    /// <summary>Set in the first byte of a frame when the rest is a zlib stream.</summary>
    public const byte CompressedFlag = 0x02;
}
