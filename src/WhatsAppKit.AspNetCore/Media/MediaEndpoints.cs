using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Media;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>Uploads and downloads files.</summary>
internal static class MediaEndpoints
{
    // What a form has besides its file.
    private const long FormBytes = 1024 * 1024;

    public static void Map(RouteGroupBuilder gateway)
    {
        var media = gateway.MapGroup("").RateLimited(RatePolicy.Key).WithTags("Media");
        media.MapPost(Routes.Media, UploadAsync).TakesFiles(gateway).RequireAuthorization(Policies.Permission(Permissions.MessagesSend)).WithName("UploadMedia");
        media.MapGet(Routes.MediaFile, DownloadAsync).RequireAuthorization(Policies.Permission(Permissions.MediaRead)).AsksWhatsApp()
            .Fails(410, ProblemCodes.MediaExpired).Fails(413, ProblemCodes.TooLarge).Fails(409, ProblemCodes.MediaStorageLimit)
            .Fails(502, ProblemCodes.MediaCorrupt).WithName("DownloadMedia");
    }

    /// <summary>Lets an endpoint take a body as large as a file may be; others keep the gateway's limit.</summary>
    public static RouteHandlerBuilder TakesFiles(this RouteHandlerBuilder endpoint, IEndpointRouteBuilder routes)
    {
        var limit = routes.ServiceProvider.GetRequiredService<IOptions<WhatsAppGatewayOptions>>().Value.Media.MaxFileBytes + FormBytes;
        return endpoint.WithMetadata(new RequestSizeLimitAttribute(limit));
    }

    private static async Task<Created<MediaResponse>> UploadAsync(InstanceScope scope, HttpRequest request, MediaIntake intake, CancellationToken cancellationToken)
    {
        var form = MultipartForm.Of(request) ?? throw new GatewayException(
            StatusCodes.Status415UnsupportedMediaType, ProblemCodes.UnsupportedMediaType, "The body must be multipart/form-data.");
        var added = await intake.TakeAsync(scope.Tenant, form, cancellationToken).ConfigureAwait(false);
        return TypedResults.Created($"{Routes.Media}/{added.Id}", MediaStore.Response(added));
    }

    private static async Task<FileStreamHttpResult> DownloadAsync(
        string mediaId, InstanceScope scope, HttpResponse response, MediaDownloads downloads, CancellationToken cancellationToken)
    {
        var (row, content) = await downloads.OpenAsync(scope.Tenant, mediaId, cancellationToken).ConfigureAwait(false);

        // A stranger chose type and content: no browser may run it as a page of ours.
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "private, max-age=3600";
        return TypedResults.Stream(
            content,
            MimeTypes.Clean(row.MimeType),
            row.FileName ?? row.Id,
            entityTag: new EntityTagHeaderValue($"\"{row.Id}\""),
            enableRangeProcessing: true);
    }
}
