namespace WhatsAppKit.Core.Media;

/// <summary>The phone did not upload the file again.</summary>
public sealed class MediaReuploadException : WhatsAppException
{
    internal MediaReuploadException(MediaReuploadResult result)
        : base($"The phone did not upload the file again: {result}.") => Result = result;

    /// <summary>Why.</summary>
    public MediaReuploadResult Result { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Result == MediaReuploadResult.NoAnswer;
}
