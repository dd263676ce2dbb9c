using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace WhatsAppKit.Sandbox.Media;

/// <summary>Takes posted files: only complete ones, whose hash is the one their address names, from who may upload.</summary>
internal sealed class MediaUploads(SandboxMedia media, MediaVault vault, MediaServer server, TimeProvider time)
{
    private const int PieceLength = 64 * 1024;

    public async Task<IResult> TakeAsync(string type, string token, HttpRequest request, CancellationToken cancellationToken)
    {
        var fault = media.Next(MediaOperation.Upload);
        if (fault?.Status is { } status)
        {
            return Results.StatusCode(status);
        }

        if (Refusal(token, request) is { } refusal)
        {
            return refusal;
        }

        var path = vault.NewPath();
        try
        {
            var hash = await StoreAsync(request.Body, path, cancellationToken).ConfigureAwait(false);
            if (hash != token.TrimEnd('='))
            {
                return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
            }

            await Task.Delay(fault?.Delay ?? TimeSpan.Zero, time, cancellationToken).ConfigureAwait(false);
            var directPath = vault.Keep(path, hash);
            return Results.Json(new Answer($"https://{server.Host}{directPath}", directPath, type.StartsWith("newsletter-", StringComparison.Ordinal) ? hash : null));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public IResult Delete(string token, HttpRequest request)
    {
        if (Refusal(token, request) is { } refusal)
        {
            return refusal;
        }

        Span<byte> path = stackalloc byte[512];
        var text = request.Query["d_md"].ToString();
        return text.Length <= 512
            && Base64Url.DecodeFromChars(text, path, out _, out var length) == OperationStatus.Done
            && vault.Remove(Encoding.ASCII.GetString(path[..length]))
                ? Results.Ok()
                : Results.NotFound();
    }

    private IResult? Refusal(string token, HttpRequest request) =>
        !media.IsAllowed(request.Query["auth"].ToString()) ? Results.Unauthorized()
        : request.Query["token"].ToString().TrimEnd('=') != token.TrimEnd('=') ? Results.BadRequest()
        : null;

    private static async Task<string> StoreAsync(Stream body, string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Base64Url.EncodeToString(hash.GetHashAndReset());
    }

    private sealed record Answer(
        [property: JsonPropertyName("url")] string Url,
        [property: JsonPropertyName("direct_path")] string DirectPath,
        [property: JsonPropertyName("handle"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Handle);
}
