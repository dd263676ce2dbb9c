namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>How files are kept: sealed, in the folder <c>media</c> of the data directory.</summary>
public sealed class MediaStorageOptions
{
    /// <summary>The largest file in bytes, however it comes. Default: 100 MiB.</summary>
    public long MaxFileBytes { get; set; } = 100L * 1024 * 1024;

    /// <summary>The largest file in bytes that may come as base64 in JSON, which takes memory. Default: 16 MiB.</summary>
    public long MaxInlineBytes { get; set; } = 16L * 1024 * 1024;

    /// <summary>How many bytes of files a subscription may keep. Default: 10 GiB.</summary>
    public long MaxSubscriptionBytes { get; set; } = 10L * 1024 * 1024 * 1024;
}
