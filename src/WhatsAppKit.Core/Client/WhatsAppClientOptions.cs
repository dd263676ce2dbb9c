using WhatsAppKit.Core.History;
using WhatsAppKit.Core.Media;

namespace WhatsAppKit.Core;

/// <summary>How a client reaches WhatsApp and presents itself. The defaults are WhatsApp's own servers.</summary>
public sealed record WhatsAppClientOptions
{
    /// <summary>How many QR codes one connect request shows by default.</summary>
    public const int DefaultMaxQrAttempts = 3;

    /// <summary>WhatsApp's production endpoint.</summary>
    public static Uri ProductionEndpoint { get; } = new("wss://web.whatsapp.com/ws/chat");

    /// <summary>The public key (32 bytes) that signs the certificates of WhatsApp's production servers.</summary>
    public static ReadOnlyMemory<byte> ProductionRootKey { get; } =
        Convert.FromHexString("142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b");

    /// <summary>The server's WebSocket endpoint, <c>ws://</c> or <c>wss://</c>. Default: <see cref="ProductionEndpoint"/>.</summary>
    public Uri Endpoint { get; init; } = ProductionEndpoint;

    /// <summary>The root key (32 bytes) that the server's certificate chain must end in. Default: <see cref="ProductionRootKey"/>.</summary>
    public ReadOnlyMemory<byte> TrustedRootKey { get; init; } = ProductionRootKey;

    /// <summary>
    /// Root certificates (PEM) trusted for a <c>wss://</c> endpoint besides the system's, as a test server needs; media hosts have
    /// <see cref="MediaOptions.TrustedCertificates"/>. Default: none.
    /// </summary>
    public string? TrustedCertificates { get; init; }

    /// <summary>The web client version this client presents. Default: the newest one known when this library was built.</summary>
    public Version ClientVersion { get; init; } = new(2, 3000, 1045649367);

    /// <summary>The name the phone shows under linked devices. Default: <c>WhatsAppKit</c>.</summary>
    public string DeviceName { get; init; } = "WhatsAppKit";

    /// <summary>How many QR codes one connect request shows before it ends in <see cref="ConnectionState.ForceDisconnected"/>. Default: 3.</summary>
    public int MaxQrAttempts { get; init; } = DefaultMaxQrAttempts;

    /// <summary>How long the first QR code is valid. Default: 60 seconds, as the server's first reference lives.</summary>
    public TimeSpan FirstQrLifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long every later QR code is valid. Default: 20 seconds.</summary>
    public TimeSpan QrLifetime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time allowed for dialling and for the handshake, each. Default: 20 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time allowed for the server to answer one request or to acknowledge one message. Default: 30 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long <c>DisconnectAsync</c> lets finish what is under way: the stanza being handled, and requests and messages that
    /// wait for their answer. Default: 5 seconds.
    /// </summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a connection may be silent before it is tested with a ping, which must be answered within half of that. A
    /// dead connection is so found within one and a half times this and 2 seconds. Default: 18 seconds, for 29 in all.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(18);

    /// <summary>The longest pause between two connection attempts. Default: 60 seconds.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection must hold before the pauses between attempts begin anew. Default: 60 seconds.</summary>
    public TimeSpan ReconnectStableAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How many connections may end within <see cref="ReconnectLoopWindow"/> before a <c>ReconnectLoop</c> event tells of it
    /// and the next attempts follow at <see cref="MaxReconnectDelay"/>. Default: 10.
    /// </summary>
    public int ReconnectLoopLimit { get; init; } = 10;

    /// <summary>The time within which <see cref="ReconnectLoopLimit"/> counts. Default: 5 minutes.</summary>
    public TimeSpan ReconnectLoopWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What limits how many connections are dialled at the same time. Default: <see cref="DialGate.Shared"/>, for all clients of the process.</summary>
    public DialGate DialGate { get; init; } = DialGate.Shared;

    /// <summary>
    /// What limits the memory for what can be asked for again. Default: <see cref="CacheBudget.Shared"/>, 64 MB for all clients of
    /// the process.
    /// </summary>
    public CacheBudget CacheBudget { get; init; } = CacheBudget.Shared;

    /// <summary>How long a sent message is kept to answer a device that could not read it. Default: 7 days.</summary>
    public TimeSpan SentMessageRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long the secret of a message is kept, to read votes in polls, answers to events and encrypted edits. Default: 90 days.</summary>
    public TimeSpan MessageSecretRetention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>
    /// True to send, as official clients do, a token beside each message with which WhatsApp can check a message that its
    /// reader reports. It tells nothing of the content. Default: true.
    /// </summary>
    public bool SendsReportingTokens { get; init; } = true;

    /// <summary>Events a subscriber may fall behind before its stream ends with an error. Default: 1024.</summary>
    public int EventBacklog { get; init; } = 1024;

    /// <summary>How files of messages travel.</summary>
    public MediaOptions Media { get; init; } = new();

    /// <summary>How much of the phone's history to take.</summary>
    public HistoryOptions History { get; init; } = new();

    /// <summary>The numbers of queries in JSON, which change with versions of WhatsApp's own clients.</summary>
    public MexQueryIds MexQueryIds { get; init; } = new();

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
