using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace WhatsAppKit.Webhooks;

/// <summary>Reads a body that is no larger than it may be.</summary>
internal static class WebhookBody
{
    private const int Chunk = 16 * 1024;

    /// <summary>The body, or the status to refuse it with.</summary>
    /// <param name="request">The request.</param>
    /// <param name="max">The most bytes it may have.</param>
    public static async Task<(ReadOnlyMemory<byte> Body, int? Refusal)> ReadAsync(HttpRequest request, int max)
    {
        if (request.ContentLength > max)
        {
            return (default, StatusCodes.Status413PayloadTooLarge);
        }

        var body = new ArrayBufferWriter<byte>(Chunk);
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(body.GetMemory(Chunk), request.HttpContext.RequestAborted).ConfigureAwait(false)) > 0)
            {
                body.Advance(read);
                if (body.WrittenCount > max)
                {
                    return (default, StatusCodes.Status413PayloadTooLarge);
                }
            }
        }
        catch (BadHttpRequestException error)
        {
            // The server's own limits, or a body that is not what its headers say.
            return (default, error.StatusCode);
        }

        return (body.WrittenMemory, null);
    }
}
