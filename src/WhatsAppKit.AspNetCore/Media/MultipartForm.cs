using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Net;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>A form with a file, read part by part: the file is handed on as it arrives, and never lies in memory.</summary>
internal sealed class MultipartForm
{
    /// <summary>The part with the file.</summary>
    public const string FilePart = "file";

    private const int MaxBoundary = 70;
    private const int MaxParts = 64;
    private const int MaxHeaders = 16;
    private const int MaxHeaderBytes = 8 * 1024;
    private const int MaxFieldBytes = 512 * 1024;

    private readonly MultipartReader _reader;

    private MultipartForm(string boundary, Stream body) => _reader = new MultipartReader(boundary, body)
    {
        HeadersCountLimit = MaxHeaders,
        HeadersLengthLimit = MaxHeaderBytes,
    };

    /// <summary>The form of a request; null when it is of another type.</summary>
    /// <exception cref="GatewayException">It is a form without a usable boundary.</exception>
    public static MultipartForm? Of(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= MaxBoundary ? new MultipartForm(boundary, request.Body) : throw Malformed();
    }

    /// <summary>Reads the form to its end.</summary>
    /// <param name="store">Takes the file, with the type and name its part says.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The other parts, by name.</returns>
    /// <exception cref="GatewayException">The form is malformed, has too many parts, or not exactly one file.</exception>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(
        Func<Stream, string?, string?, CancellationToken, Task> store, CancellationToken cancellationToken)
    {
        var fields = new List<KeyValuePair<string, string>>();
        var hasFile = false;
        var left = MaxFieldBytes;
        for (var parts = 0; await NextAsync(cancellationToken).ConfigureAwait(false) is { } part; parts++)
        {
            var (name, fileName) = parts < MaxParts ? NameOf(part) : throw GatewayException.Invalid("$", $"At most {MaxParts} parts are allowed.");
            var content = new ForeignStream(part.Body, Broken);
            if (name == FilePart)
            {
                hasFile = !hasFile ? true : throw GatewayException.Invalid(FilePart, "One file is needed, and not more.");
                await store(content, part.ContentType, fileName, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                var value = await TextAsync(content, name, left, cancellationToken).ConfigureAwait(false);
                left -= value.Length;
                fields.Add(new(name, value));
            }
        }

        return hasFile ? fields : throw GatewayException.Invalid(FilePart, "A part with the file is needed.");
    }

    private static GatewayException Malformed() => GatewayException.Invalid("$", "The form is malformed.");

    private static (string Name, string? FileName) NameOf(MultipartSection part)
    {
        if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) || !disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw Malformed();
        }

        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
        return name.Length is > 0 and <= 100 ? (name, fileName.HasValue ? fileName.ToString() : null) : throw Malformed();
    }

    private static async Task<string> TextAsync(Stream content, string name, int max, CancellationToken cancellationToken)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (bytes.Length + read > max)
            {
                throw GatewayException.Invalid(name, "The fields of the form are too long.");
            }

            bytes.Write(buffer, 0, read);
        }

        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private async Task<MultipartSection?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (Broken(error) is not null)
        {
            throw Malformed();
        }
    }

    /// <summary>That the body is too long is told as what it is.</summary>
    private static GatewayException? Broken(Exception error) => error is InvalidDataException or IOException and not BadHttpRequestException ? Malformed() : null;
}
