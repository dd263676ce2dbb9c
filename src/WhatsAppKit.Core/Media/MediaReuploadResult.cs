namespace WhatsAppKit.Core.Media;

/// <summary>Why a phone did not upload a file again.</summary>
public enum MediaReuploadResult
{
    /// <summary>The phone could not, and says no more.</summary>
    Failed = 0,

    /// <summary>The phone does not have the file any more. Known in groups addressed by LID: ask with the writer's other address.</summary>
    NotFound = 2,

    /// <summary>The phone could not read the request.</summary>
    DecryptionFailed = 3,

    /// <summary>No answer came in time: the phone is likely offline.</summary>
    NoAnswer = 100,
}
