using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace WhatsAppKit.Sandbox.Media;

/// <summary>Serves files, whole or in part, to who has their address; with faults where some are scripted.</summary>
internal sealed class MediaDownloads(SandboxMedia media, MediaVault vault, TimeProvider time)
{
    private const int PieceLength = 64 * 1024;

    public async Task ServeAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var fault = media.Next(MediaOperation.Download);
        var entry = vault.Find(request.Path.Value ?? "");
        var status = fault?.Status
            ?? (entry is null ? StatusCodes.Status404NotFound
            : entry.Signature != request.Query["oh"] || entry.ExpiresAt <= time.GetUtcNow() ? StatusCodes.Status403Forbidden
            : StatusCodes.Status200OK);
        if (status != StatusCodes.Status200OK || entry is null)
        {
            response.StatusCode = status;
            return;
        }

        await using var file = vault.Open(entry);
        var length = Math.Min(file.Length, fault?.TruncateAt ?? file.Length);
        if (!TryRange(request.GetTypedHeaders(), length, out var from, out var to))
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");
            return;
        }

        if (request.Headers.ContainsKey(HeaderNames.Range))
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to - 1}/{length}");
        }

        response.ContentType = "application/octet-stream";
        response.ContentLength = to - from;
        await CopyAsync(file, from, to, fault, context).ConfigureAwait(false);
    }

    /// <summary>What is asked for, the end not included: one range, or everything.</summary>
    private static bool TryRange(RequestHeaders headers, long length, out long from, out long to)
    {
        (from, to) = (0, length);
        if (headers.Range is not { Unit.Value: "bytes", Ranges: { Count: 1 } ranges })
        {
            return headers.Range is null;
        }

        var wanted = ranges.Single();
        from = wanted.From ?? Math.Max(length - (wanted.To ?? 0), 0);
        to = wanted.From is null ? length : Math.Min((wanted.To ?? (length - 1)) + 1, length);
        return from < to;
    }

    private async Task CopyAsync(FileStream file, long from, long to, MediaFault? fault, HttpContext context)
    {
        var corruptAt = fault?.CorruptAt is { } at ? (at < 0 ? file.Length + at : at) : -1;
        var buffer = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            file.Position = from;
            while (from < to)
            {
                if (fault?.BreakAt is { } end && from >= end)
                {
                    context.Abort();
                    return;
                }

                await Task.Delay(fault?.Delay ?? TimeSpan.Zero, time, context.RequestAborted).ConfigureAwait(false);
                var wanted = (int)Math.Min(PieceLength, Math.Min(to, fault?.BreakAt ?? to) - from);
                var piece = buffer.AsMemory(0, wanted);
                await file.ReadExactlyAsync(piece, context.RequestAborted).ConfigureAwait(false);
                if (corruptAt >= from && corruptAt < from + wanted)
                {
                    piece.Span[(int)(corruptAt - from)] ^= 1;
                }

                await context.Response.Body.WriteAsync(piece, context.RequestAborted).ConfigureAwait(false);
                from += wanted;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
