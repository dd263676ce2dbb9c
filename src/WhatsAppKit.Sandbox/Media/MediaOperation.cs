namespace WhatsAppKit.Sandbox.Media;

/// <summary>What a client does with a media host.</summary>
public enum MediaOperation
{
    /// <summary>It posts a file.</summary>
    Upload,

    /// <summary>It fetches a file or a part of one.</summary>
    Download,
}
