namespace WhatsAppKit.Core.Media;

/// <summary>
/// The bytes are not the file that was named: a hash, the MAC, the padding or the length differs. None of them counts as
/// the file's content.
/// </summary>
public sealed class MediaCorruptException : WhatsAppException
{
    internal MediaCorruptException(string reason)
        : base($"The file is not the one that was named: {reason}.")
    {
    }
}
