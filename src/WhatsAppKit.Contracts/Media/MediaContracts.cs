namespace WhatsAppKit.Contracts.Media;

/// <summary>A file for a message: exactly one of <see cref="Data"/>, <see cref="Url"/> and <see cref="Id"/>.</summary>
public sealed record MediaInput
{
    /// <summary>The file in base64.</summary>
    public string? Data { get; init; }

    /// <summary>An address that the gateway fetches the file from: <c>https</c>, reachable from the internet.</summary>
    public string? Url { get; init; }

    /// <summary>The id of a file that was uploaded before, or received.</summary>
    public string? Id { get; init; }

    /// <summary>The MIME type; by default what the address or the upload said, else it is told by the file itself.</summary>
    public string? MimeType { get; init; }

    /// <summary>The file's name; its path, if any, is left out.</summary>
    public string? FileName { get; init; }
}

/// <summary>A file.</summary>
/// <param name="Id">Its id, for <see cref="MediaInput.Id"/> and <c>GET /api/media/{mediaId}</c>.</param>
/// <param name="MimeType">What it is.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="FileName">Its name; null for none.</param>
/// <param name="ExpiresAt">Until when it is kept, unless a message waits to be sent with it.</param>
public sealed record MediaResponse(string Id, string MimeType, long Size, string? FileName, DateTimeOffset ExpiresAt);
