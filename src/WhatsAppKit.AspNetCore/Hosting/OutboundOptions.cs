namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>Where the gateway may fetch from when a caller names an address: by default <c>https</c> on port 443 of public addresses.</summary>
public sealed class OutboundOptions
{
    /// <summary>True to allow <c>http</c> besides <c>https</c>. Default: false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>The ports that may be asked. Default: 443, and 80 where <c>http</c> is allowed.</summary>
    public IList<int> Ports { get; } = [];

    /// <summary>Host names and addresses, exactly as addresses name them, that may be anywhere and have any port: those of one's own network. Default: none.</summary>
    public IList<string> TrustedHosts { get; } = [];

    /// <summary>How long fetching may take in all. Default: 60 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);
}
