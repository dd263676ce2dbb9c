using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Embedding;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>
/// The body of a request with a file: JSON, which is read strictly, or <c>multipart/form-data</c>, which is read later, while its file is
/// being stored. Calls in process have the request as it is, and the file as a stream.
/// </summary>
internal sealed class MediaBody<TRequest>
    where TRequest : SendMediaRequest
{
    // Everything but the file: the longest caption, every character of it escaped, with room to spare.
    private const long MaxFieldBytes = 512 * 1024;

    private MediaBody(TRequest? json, MultipartForm? form, MessageFile? file = null)
    {
        Json = json;
        Form = form;
        File = file;
    }

    /// <summary>The request, when it is JSON.</summary>
    public TRequest? Json { get; }

    /// <summary>The form, when it is none.</summary>
    public MultipartForm? Form { get; }

    /// <summary>The file that comes beside the request, from the application itself.</summary>
    public MessageFile? File { get; }

    /// <summary>A request that the application makes itself, with its file where it does not name one.</summary>
    public static MediaBody<TRequest> Of(TRequest request, MessageFile? file) => new(request, null, file);

    /// <summary>Called by the framework to bind a parameter of this type.</summary>
    public static async ValueTask<MediaBody<TRequest>?> BindAsync(HttpContext context)
    {
        if (MultipartForm.Of(context.Request) is { } form)
        {
            return new MediaBody<TRequest>(null, form);
        }

        if (!context.Request.HasJsonContentType())
        {
            throw new GatewayException(
                StatusCodes.Status415UnsupportedMediaType, ProblemCodes.UnsupportedMediaType, "The body must be application/json or multipart/form-data.");
        }

        // A file in JSON takes memory: it may be smaller than one that is streamed.
        var inline = context.RequestServices.GetRequiredService<IOptions<WhatsAppGatewayOptions>>().Value.Media.MaxInlineBytes;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxFieldBytes + (inline / 3 * 4) + 4;
        }

        return new MediaBody<TRequest>((await JsonBody<TRequest>.BindAsync(context).ConfigureAwait(false))!.Value, null);
    }
}
