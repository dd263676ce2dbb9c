namespace WhatsAppKit.Core.Media.Hosts;

/// <summary>What the server allows a connection: hosts in the order to use them, and the token for uploads.</summary>
internal sealed record MediaConnection(string Auth, IReadOnlyList<MediaHost> Hosts, TimeSpan Lifetime)
{
    /// <summary>Downloads only, and without a connection.</summary>
    public static MediaConnection None { get; } = new("", [MediaHost.Default], TimeSpan.Zero);

    /// <summary>The hosts; the token is a secret.</summary>
    public override string ToString() => $"{nameof(MediaConnection)} {{ {string.Join(", ", Hosts)} }}";
}
