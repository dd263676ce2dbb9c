using System.Net.Mime;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Contacts;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Contacts;

namespace WhatsAppKit.AspNetCore.Contacts;

/// <summary>Pictures of people and groups, as files and as what is told of them.</summary>
internal static class Pictures
{
    /// <summary>The largest picture that is taken, in bytes.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    // Base64 and some room around it.
    private const long MaxBodyBytes = 4 * 1024 * 1024;

    public static readonly InstanceOperation<PictureWanted, PictureResponse> Get = new(
        "pictures.get", async (client, wanted, cancellationToken) =>
            (await client.Pictures.GetAsync(wanted.Of, wanted.Query, cancellationToken).ConfigureAwait(false)).ToResponse());

    /// <summary>The file; empty when there is none to be seen.</summary>
    public static readonly InstanceOperation<PictureWanted, ReadOnlyMemory<byte>> Download = new(
        "pictures.download",
        async (client, wanted, cancellationToken) =>
        {
            var answer = await client.Pictures.GetAsync(wanted.Of, wanted.Query, cancellationToken).ConfigureAwait(false);
            return answer.Picture is { } picture
                ? (ReadOnlyMemory<byte>)await client.Pictures.DownloadAsync(picture, cancellationToken).ConfigureAwait(false)
                : default;
        });

    public static readonly InstanceOperation<PictureToSet, SetPictureResponse> Set = new(
        "pictures.set",
        async (client, picture, cancellationToken) => new SetPictureResponse(picture.Group is { } group
            ? await client.Pictures.SetGroupAsync(group, picture.Image, cancellationToken).ConfigureAwait(false)
            : await client.Pictures.SetOwnAsync(picture.Image, cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<PictureOwner, Nothing> Remove = Operation.Do<PictureOwner>(
        "pictures.remove",
        (client, owner, cancellationToken) => owner.Group is { } group
            ? client.Pictures.RemoveGroupAsync(group, cancellationToken)
            : client.Pictures.RemoveOwnAsync(cancellationToken));

    /// <summary>Lets an endpoint's body hold a picture.</summary>
    public static RouteHandlerBuilder TakesPicture(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));

    /// <summary>Answers with the file when the caller accepts pictures, else with what there is to say about it.</summary>
    public static async Task<Results<Ok<PictureResponse>, FileContentHttpResult>> AnswerAsync(
        ConnectedInstance instance, Jid of, string? size, HttpContext http, CancellationToken cancellationToken, bool isCommunity = false)
    {
        var wanted = new PictureWanted(of, size is null ? PictureSize.Full : Words.Parse<PictureSize>(size, "size"), isCommunity);
        if (!http.Request.Headers.Accept.ToString().Contains("image/", StringComparison.OrdinalIgnoreCase))
        {
            return TypedResults.Ok(await instance.AskAsync(Get, wanted, cancellationToken).ConfigureAwait(false));
        }

        var file = await instance.AskAsync(Download, wanted, cancellationToken).ConfigureAwait(false);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, no-store";
        return file.IsEmpty ? throw GatewayException.NotFound() : TypedResults.File(file.ToArray(), TypeOf(file.Span));
    }

    /// <summary>A picture that came in a body.</summary>
    public static ReadOnlyMemory<byte> Checked(ReadOnlyMemory<byte>? image, int maxBytes = MaxBytes) =>
        image is { } bytes && bytes.Length <= maxBytes && IsJpeg(bytes.Span)
            ? bytes
            : throw GatewayException.Invalid("image", $"A JPEG file of at most {maxBytes} bytes in base64 is needed.");

    private static bool IsJpeg(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    /// <summary>What a host sent is only called a picture when it begins like one.</summary>
    private static string TypeOf(ReadOnlySpan<byte> file) => IsJpeg(file) ? MediaTypeNames.Image.Jpeg
        : file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) ? MediaTypeNames.Image.Png
        : MediaTypeNames.Application.Octet;
}

/// <summary>Whose picture, and how large.</summary>
internal sealed record PictureWanted(Jid Of, PictureSize Size, bool IsCommunity)
{
    [JsonIgnore]
    public PictureQuery Query => new() { Size = Size, IsCommunity = IsCommunity };
}

/// <summary>A new picture of a group, or the account's own.</summary>
internal sealed record PictureToSet(Jid? Group, ReadOnlyMemory<byte> Image);

/// <summary>A group, or the account itself.</summary>
internal sealed record PictureOwner(Jid? Group);
