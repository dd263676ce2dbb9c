using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Media.Hosts;

/// <summary>
/// Builds the addresses of files. A message may name a path, never a host: whatever the path contains, the address must
/// come out on the chosen host.
/// </summary>
internal static class MediaAddress
{
    private const int MaxPathLength = 8192;

    // Visible ASCII without the characters that would end the path or that some parsers read as a slash.
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => c is not ('#' or '\\' or '"' or '<' or '>' or '`' or '{' or '}' or '|' or '^'))]);

    /// <summary>The address to download from a host.</summary>
    /// <exception cref="MediaUnavailableException">The file names no usable path.</exception>
    public static Uri Download(MediaHost host, MediaFile file, MediaConnection connection)
    {
        if (file.DirectPath.Length == 0)
        {
            return FromUrl(file.Url, connection);
        }

        if (!IsPath(file.DirectPath))
        {
            throw MediaUnavailableException.BadAddress();
        }

        var separator = file.DirectPath.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var hash = file.FileEncSha256.IsEmpty ? "" : $"hash={Token(file.FileEncSha256.Span)}&";
        return OnHost(host, $"{file.DirectPath}{separator}{hash}mms-type={file.Kind.MmsType()}&__wa-mms=");
    }

    /// <summary>The address to upload an encrypted file to.</summary>
    public static Uri Upload(MediaHost host, MediaKind kind, ReadOnlySpan<byte> sha256, string auth) =>
        Upload(host, $"/mms/{kind.UploadType()}", sha256, auth);

    /// <summary>The address to upload a channel's file to.</summary>
    public static Uri ChannelUpload(MediaHost host, MediaKind kind, ReadOnlySpan<byte> sha256, string auth) =>
        Upload(host, $"/newsletter/newsletter-{kind.UploadType()}", sha256, auth);

    /// <summary>The address to upload the picture of a product to.</summary>
    public static Uri ProductUpload(MediaHost host, ReadOnlySpan<byte> sha256, string auth) => Upload(host, "/product/image", sha256, auth);

    /// <summary>The public address of a file by its path.</summary>
    /// <exception cref="MediaUnavailableException">It is no usable path.</exception>
    public static Uri Public(string path) => OnHost(MediaHost.Default, path);

    /// <summary>The path of an address the server gave for a new file; null when it cannot be one.</summary>
    public static string? PathOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && IsPath(uri.PathAndQuery) ? uri.PathAndQuery : null;

    /// <summary>True for a path that can follow a host's name.</summary>
    public static bool IsPath(string path) =>
        path.Length is > 1 and <= MaxPathLength
        && path[0] == '/'
        && path[1] != '/'
        && !path.AsSpan().ContainsAnyExcept(PathCharacters);

    /// <summary>
    /// When the address of a file expires, by the parameter <c>oe</c> (hexadecimal Unix seconds) of its path; null when it
    /// says nothing.
    /// </summary>
    public static DateTimeOffset? ExpiryOf(string directPath)
    {
        var query = directPath[(directPath.IndexOf('?', StringComparison.Ordinal) + 1)..];
        var value = query.Split('&').FirstOrDefault(part => part.StartsWith("oe=", StringComparison.Ordinal))?[3..];
        return long.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= UnixTime.MaxSeconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    /// <summary>Base64url without padding, as addresses name a hash.</summary>
    public static string Token(ReadOnlySpan<byte> hash) => Base64Url.EncodeToString(hash);

    private static Uri Upload(MediaHost host, string folder, ReadOnlySpan<byte> sha256, string auth)
    {
        var token = Token(sha256);
        return OnHost(host, $"{folder}/{token}?auth={Uri.EscapeDataString(auth)}&token={token}");
    }

    private static Uri OnHost(MediaHost host, string path) =>
        IsPath(path) && Uri.TryCreate($"https://{host.Authority}{path}", UriKind.Absolute, out var uri) && IsOn(uri, host)
            ? uri
            : throw MediaUnavailableException.BadAddress();

    private static Uri FromUrl(string? url, MediaConnection connection) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && IsPath(uri.PathAndQuery)
        && MediaHost.Of(uri) is var host
        && IsOn(uri, host)
        && (host.IsWhatsApp || connection.Hosts.Contains(host))
            ? uri
            : throw MediaUnavailableException.BadAddress();

    private static bool IsOn(Uri uri, MediaHost host) =>
        uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0 && MediaHost.Of(uri) == host;
}
