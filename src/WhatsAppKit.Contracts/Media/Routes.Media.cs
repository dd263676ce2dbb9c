namespace WhatsAppKit.Contracts;

/// <content>Files.</content>
public static partial class Routes
{
    /// <summary>Uploads a file: <c>multipart/form-data</c> with a part <c>file</c>.</summary>
    public const string Media = "/api/media";

    /// <summary>One file, with support for ranges.</summary>
    public const string MediaFile = Media + "/{mediaId}";
}
