using Google.Protobuf;

namespace WhatsAppKit.Core.AppState.Collections;

/// <summary>How much of what comes from outside is taken. Real accounts stay far below each.</summary>
internal static class AppStateLimits
{
    /// <summary>Records of one collection, and of one patch.</summary>
    public const int MaxRecords = 250_000;

    /// <summary>Bytes of one encrypted value.</summary>
    public const int MaxValueLength = 1024 * 1024;

    /// <summary>Bytes of a snapshot or of a patch's records that are kept outside of the stanza.</summary>
    public const int MaxBlobLength = 64 * 1024 * 1024;

    /// <summary>Bytes of what the phone hands over to mend a collection, as it travels. A stanza holds less.</summary>
    public const int MaxRecoveryLength = 16 * 1024 * 1024;

    /// <summary>Answers to one question, each with as many patches as the server likes.</summary>
    public const int MaxPages = 10_000;

    /// <summary>Keys in one share, and kept.</summary>
    public const int MaxKeys = 512;

    /// <summary>Parts of an index.</summary>
    public const int MaxIndexParts = 32;

    /// <summary>Bytes of an index.</summary>
    public const int MaxIndexLength = 8192;

    private const int MaxKeyIdLength = 64;

    public static bool IsKeyId(ByteString id) => id.Length is > 0 and <= MaxKeyIdLength;
}
