using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Messages.Queue;
using WhatsAppKit.AspNetCore.Net;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Media;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>Takes the file of a request in, whichever way it comes: as a form or a stream, in JSON, by address or by id.</summary>
internal sealed class MediaIntake(MediaStore store, OutboundHttp outbound, IOptions<WhatsAppGatewayOptions> options)
{
    private const string Field = "media";

    /// <summary>Takes a request in.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="body">The body.</param>
    /// <param name="check">Checks everything but the file; called before anything is fetched or decoded.</param>
    /// <param name="cancellationToken">Stops; nothing of the file stays.</param>
    public async Task<Taken<TRequest>> TakeAsync<TRequest>(
        TenantContext tenant, MediaBody<TRequest> body, Action<TRequest> check, CancellationToken cancellationToken)
        where TRequest : SendMediaRequest
    {
        if (body.Form is { } form)
        {
            return await TakeFormAsync(tenant, form, check, cancellationToken).ConfigureAwait(false);
        }

        var request = body.Json!;
        check(request);
        if (body.File is { } file)
        {
            var stored = request.Media is null
                ? await store.AddAsync(tenant, file.Content, file.MimeType, file.FileName, Field, cancellationToken).ConfigureAwait(false)
                : throw GatewayException.Invalid(Field, "The file is there already.");
            var named = request with { Media = new MediaInput { Id = stored.Id } };

            // Without HTTP there is no key that a request could be repeated with.
            return new Taken<TRequest>(named, stored, () => Fingerprint.Of(typeof(TRequest).Name, named));
        }

        var media = request.Media ?? throw GatewayException.Invalid(Field, "A file is needed.");
        if (new[] { media.Data, media.Url, media.Id }.Count(way => way is not null) != 1)
        {
            throw GatewayException.Invalid(Field, "Exactly one of data, url and id is needed.");
        }

        if (media.Id is not null)
        {
            return new Taken<TRequest>(request, null, () => Fingerprint.Of(typeof(TRequest).Name, request));
        }

        var added = media.Data is { } data
            ? await DecodeAsync(tenant, data, media, cancellationToken).ConfigureAwait(false)
            : await FetchAsync(tenant, media.Url!, media, cancellationToken).ConfigureAwait(false);
        return new Taken<TRequest>(
            request with { Media = new MediaInput { Id = added.Id } }, added, () => Fingerprint.Of(typeof(TRequest).Name, WithoutData(request), Digest(media.Data)));
    }

    /// <summary>Takes a file in that is to be sent later.</summary>
    public async Task<StoredMedia> TakeAsync(TenantContext tenant, MultipartForm form, CancellationToken cancellationToken)
    {
        var (fields, added, _) = await ReadAsync(tenant, form, cancellationToken).ConfigureAwait(false);
        if (fields.Count > 0)
        {
            await store.ReleaseAsync(added).ConfigureAwait(false);
            throw GatewayException.Invalid(fields[0].Key, "Only the file is needed.");
        }

        return added;
    }

    private async Task<Taken<TRequest>> TakeFormAsync<TRequest>(
        TenantContext tenant, MultipartForm form, Action<TRequest> check, CancellationToken cancellationToken)
        where TRequest : SendMediaRequest
    {
        var (fields, added, digest) = await ReadAsync(tenant, form, cancellationToken).ConfigureAwait(false);
        try
        {
            var request = FormFields.Read<TRequest>(fields);
            check(request);
            return request.Media is null
                ? new Taken<TRequest>(
                    request with { Media = new MediaInput { Id = added.Id } }, added, () => Fingerprint.Of(typeof(TRequest).Name, request, digest))
                : throw GatewayException.Invalid(Field, "The file is in the form already.");
        }
        catch
        {
            await store.ReleaseAsync(added).ConfigureAwait(false);
            throw;
        }
    }

    private static TRequest WithoutData<TRequest>(TRequest request)
        where TRequest : SendMediaRequest => request with { Media = request.Media! with { Data = null } };

    private static byte[] Digest(string? data) => data is null ? [] : SHA256.HashData(MemoryMarshal.AsBytes(data.AsSpan()));

    private async Task<(IReadOnlyList<KeyValuePair<string, string>> Fields, StoredMedia Added, byte[] Digest)> ReadAsync(
        TenantContext tenant, MultipartForm form, CancellationToken cancellationToken)
    {
        StoredMedia? added = null;
        byte[] digest = [];
        try
        {
            var fields = await form.ReadAsync(
                async (content, type, name, token) =>
                {
                    using var read = new DigestStream(content);
                    added = await store.AddAsync(tenant, read, type, name, MultipartForm.FilePart, token).ConfigureAwait(false);
                    digest = read.Digest();
                },
                cancellationToken).ConfigureAwait(false);
            return (fields, added!, digest);
        }
        catch when (added is not null)
        {
            await store.ReleaseAsync(added).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<StoredMedia> DecodeAsync(TenantContext tenant, string data, MediaInput media, CancellationToken cancellationToken)
    {
        if (data.Length / 4 * 3 > options.Value.Media.MaxInlineBytes + 2)
        {
            throw MediaStore.TooLarge(options.Value.Media.MaxInlineBytes);
        }

        var bytes = new byte[(data.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(data, bytes, out var length))
        {
            throw GatewayException.Invalid("media.data", "Base64 is needed.");
        }

        using var content = new MemoryStream(bytes, 0, length, writable: false);
        return await store.AddAsync(tenant, content, media.MimeType, media.FileName, Field, cancellationToken).ConfigureAwait(false);
    }

    private async Task<StoredMedia> FetchAsync(TenantContext tenant, string url, MediaInput media, CancellationToken cancellationToken)
    {
        try
        {
            // What the caller says must be right; what the host says is a hint.
            return await outbound.FetchAsync(
                url,
                options.Value.Media.MaxFileBytes,
                (fetched, token) => store.AddAsync(
                    tenant, fetched.Content, media.MimeType ?? MimeTypes.Parse(fetched.MimeType), media.FileName ?? fetched.FileName, Field, token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (OutboundRefusedException error)
        {
            throw error.IsAddress
                ? GatewayException.Invalid("media.url", error.Message)
                : new GatewayException(
                    StatusCodes.Status422UnprocessableEntity,
                    ProblemCodes.MediaFetchFailed,
                    error.Message,
                    new Dictionary<string, string[]> { ["media.url"] = [error.Message] });
        }
    }
}

/// <summary>A request whose file is in the store.</summary>
/// <param name="Request">The request; its file is named by id.</param>
/// <param name="Added">The file, when it came with the request.</param>
/// <param name="Fingerprint">Tells it apart from other requests, by what the file holds and not by its new id.</param>
internal sealed record Taken<TRequest>(TRequest Request, StoredMedia? Added, Func<byte[]> Fingerprint);
