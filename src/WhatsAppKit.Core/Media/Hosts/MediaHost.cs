using System.Text;

namespace WhatsAppKit.Core.Media.Hosts;

/// <summary>A server for files: a name, and a port when it is not 443.</summary>
internal sealed record MediaHost
{
    /// <summary>The host that serves downloads while no connection names any.</summary>
    public static MediaHost Default { get; } = TryParse("mmg.whatsapp.net")!;

    private const int MaxLength = 255;
    private const string OwnDomain = ".whatsapp.net";

    private MediaHost(string authority, string name)
    {
        Authority = authority;
        Name = name;
    }

    /// <summary>Name and port as they stand in an address.</summary>
    public string Authority { get; }

    private string Name { get; }

    /// <summary>True for a host of WhatsApp's own domain on the usual port.</summary>
    public bool IsWhatsApp => Authority == Name && Name.EndsWith(OwnDomain, StringComparison.Ordinal);

    /// <summary>Reads <c>name</c> or <c>name:port</c>; null when the text is anything more than that.</summary>
    public static MediaHost? TryParse(string? text) =>
        text is { Length: > 0 and <= MaxLength }
        && Ascii.IsValid(text)
        && Uri.TryCreate($"https://{text}/", UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0
        && uri.PathAndQuery == "/"
        && uri.Fragment.Length == 0
        && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
        && uri.Authority.Equals(text, StringComparison.OrdinalIgnoreCase)
            ? Of(uri)
            : null;

    /// <summary>The host of an address.</summary>
    public static MediaHost Of(Uri uri) => new(uri.Authority, uri.Host);

    public bool Equals(MediaHost? other) => other?.Authority == Authority;

    public override int GetHashCode() => Authority.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Authority;
}
