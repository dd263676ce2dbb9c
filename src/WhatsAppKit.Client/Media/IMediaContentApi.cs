using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Media;

namespace WhatsAppKit.Client.Media;

/// <summary>Files, as they come.</summary>
internal interface IMediaContentApi
{
    /// <summary>
    /// Upload media. Needs the permission <c>messages:send</c>. A gateway that refuses it says so before the file is sent: one that answers and
    /// closes while the file is still on its way is seen as a broken connection.
    /// </summary>
    [Multipart]
    [Headers("Expect: 100-continue")]
    [Post(Routes.Media)]
    Task<MediaResponse> UploadAsync([AliasAs("file")] StreamPart file, CancellationToken cancellationToken = default);

    /// <summary>Download media. Needs the permission <c>media:read</c>.</summary>
    [Get(Routes.MediaFile)]
    Task<HttpResponseMessage> OpenAsync(string mediaId, CancellationToken cancellationToken = default);
}
