namespace WhatsAppKit.Contracts;

/// <content>What can be wrong with a file.</content>
public static partial class ProblemCodes
{
    /// <summary>410: WhatsApp does not have the file any more, and the account's phone did not upload it again.</summary>
    public const string MediaExpired = "media-expired";

    /// <summary>409: the subscription keeps as many bytes of files as it may.</summary>
    public const string MediaStorageLimit = "media-storage-limit-reached";

    /// <summary>422: the address of a file could not be fetched; <c>errors</c> names the field.</summary>
    public const string MediaFetchFailed = "media-fetch-failed";

    /// <summary>502: WhatsApp's host sent something else than the file that was named.</summary>
    public const string MediaCorrupt = "media-corrupt";
}
