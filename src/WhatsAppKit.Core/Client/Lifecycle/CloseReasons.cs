using System.Collections.Frozen;
using System.Globalization;
using WhatsAppKit.Core.Binary;
using static WhatsAppKit.Core.CloseSource;

namespace WhatsAppKit.Core;

/// <summary>Maps every way a connection ends to what this client does about it: the one table.</summary>
internal static class CloseReasons
{
    private const string Other = "other";
    private const string TemporaryBan = "402";

    public static IReadOnlyList<CloseReason> All { get; } =
    [
        new(Failure, "400", "generic refusal", ConnectionEnd.Failed("server-400")),
        new(Failure, "401", "logged out, or not authorized", ConnectionEnd.LoggedOut("server-401")),
        new(Failure, TemporaryBan, "temporary ban", Banned("server-402")),
        new(Failure, "402 code=101", "temporary ban: messages to too many strangers", Banned("ban-too-many-strangers")),
        new(Failure, "402 code=102", "temporary ban: blocked by many", Banned("ban-blocked-by-many")),
        new(Failure, "402 code=103", "temporary ban: too many groups", Banned("ban-too-many-groups")),
        new(Failure, "402 code=104", "temporary ban: the same text to many", Banned("ban-same-text-to-many")),
        new(Failure, "402 code=106", "temporary ban: broadcast lists", Banned("ban-broadcast-lists")),
        new(Failure, "403", "locked: the phone is logged out, banned or moved", ConnectionEnd.LoggedOut("server-403")),
        new(Failure, "405", "the client version is too old", new ConnectionEnd(ConnectionState.ClientOutdated, "server-405")),
        new(Failure, "406", "banned, or logged out for an unknown reason", ConnectionEnd.LoggedOut("server-406")),
        new(Failure, "409", "bad user agent", ConnectionEnd.Failed("server-409")),
        new(Failure, "413", "authorization token expired (Messenger only)", ConnectionEnd.Failed("server-413")),
        new(Failure, "414", "authorization token invalid (Messenger only)", ConnectionEnd.Failed("server-414")),
        new(Failure, "415", "not found", ConnectionEnd.Failed("server-415")),
        new(Failure, "418", "client unknown", ConnectionEnd.Failed("server-418")),
        new(Failure, "500", "server error; also a refusal without a code", ConnectionEnd.Lost("server-500")),
        new(Failure, "501", "experimental", ConnectionEnd.Lost("server-501")),
        new(Failure, "503", "service unavailable", ConnectionEnd.Lost("server-503")),
        new(Failure, Other, "any other code; one of three digits replaces \"unknown\" in the reason", ConnectionEnd.Failed("server-unknown")),

        new(StreamError, "515", "restart required, as after pairing", ConnectionEnd.RestartRequired),
        new(StreamError, "516", "forced logout", ConnectionEnd.LoggedOut("forced-logout")),
        new(StreamError, "conflict type=device_removed", "unlinked on the phone, with code 401 or without", ConnectionEnd.LoggedOut("device-removed")),
        new(StreamError, "conflict type=replaced", "another connection with the same credentials", new ConnectionEnd(ConnectionState.Replaced, "replaced")),
        new(StreamError, "401", "not authorized, without a conflict: the next login tells whether the device is still linked", ConnectionEnd.Lost("server-401")),
        new(StreamError, "503", "service unavailable", ConnectionEnd.Lost("server-503")),
        new(StreamError, "ack", "the server disliked an acknowledgement", ConnectionEnd.Lost("stream-error-ack")),
        new(StreamError, "xml-not-well-formed", "the server could not read a stanza", ConnectionEnd.Lost("stream-error-xml-not-well-formed")),
        new(StreamError, Other, "anything else, other 5xx among it; a code of three digits makes the reason \"server-\" and the code", ConnectionEnd.Lost("stream-error-unknown")),

        new(CloseSource.Client, "closed by the server", "the WebSocket was closed with any code, or the stream ended with `xmlstreamend`", ConnectionEnd.ClosedByServer),
        new(CloseSource.Client, "no answer", "a keep-alive ping stayed unanswered, and nothing else arrived", ConnectionEnd.NoAnswer),
        new(CloseSource.Client, "unreachable", "the server was not reached in time, or the upgrade was refused with HTTP 408 or 500 to 504", ConnectionEnd.Unreachable),
        new(CloseSource.Client, "upgrade refused", "the upgrade was refused with another HTTP status", ConnectionEnd.UpgradeRefused),
        new(CloseSource.Client, "certificate refused", "the server's certificate chain does not hold", ConnectionEnd.CertificateRefused),
        new(CloseSource.Client, "handshake failed", "the handshake broke or was not answered in time", ConnectionEnd.HandshakeFailed),
        new(CloseSource.Client, "work failed", "reading, logging in or pairing failed; an example of the reason is shown", ConnectionEnd.WorkFailed("reader")),
        new(CloseSource.Client, "work at fault", "a defect of this library, or a store that failed, in the same work", ConnectionEnd.WorkAtFault("reader")),
        new(CloseSource.Client, "fault", "a defect of this library outside that work", ConnectionEnd.Fault),
        new(CloseSource.Client, "pairing refused", "a proof in the server's confirmation of a pairing does not hold", ConnectionEnd.PairingRefused),
        new(CloseSource.Client, "passkey codes differ", "a person saw another code on the phone than on this device", ConnectionEnd.PasskeyCodesDiffer),
        new(CloseSource.Client, "passkey time over", "the server asked for a passkey, and the pairing was not complete in time", ConnectionEnd.PasskeyTimeOver),
        new(CloseSource.Client, "references used up", "the server's references ran out before the QR limit", ConnectionEnd.QrReferencesUsedUp),
        new(CloseSource.Client, "QR limit reached", "nobody scanned any of the codes that a connect request may show", ConnectionEnd.QrExhausted),
        new(CloseSource.Client, "logout", "somebody asked for it, and the server has unlinked the device", ConnectionEnd.LogoutRequested),
        new(CloseSource.Client, "disconnect", "somebody asked for it", ConnectionEnd.Requested),
    ];

    private static readonly FrozenDictionary<(CloseSource, string), ConnectionEnd> Ends = All.ToFrozenDictionary(row => (row.Source, row.Key), row => row.End);

    /// <summary><c>failure</c>: the login was refused.</summary>
    public static ConnectionEnd OfFailure(BinaryNode failure, DateTimeOffset now)
    {
        var code = CodeOf(failure["reason"] ?? "500");
        var end = (code == TemporaryBan ? Ends.GetValueOrDefault((Failure, $"{TemporaryBan} code={failure["code"]}")) : null)
            ?? Ends.GetValueOrDefault((Failure, code ?? Other))
            ?? Named(Ends[(Failure, Other)], code);
        return end.Next == ConnectionState.Banned && failure.Number("expire") is { } seconds and > 0 and < int.MaxValue
            ? end with { RetryAt = now.AddSeconds(seconds) }
            : end;
    }

    /// <summary><c>stream:error</c>: the connection ends, for good or to be opened again.</summary>
    public static ConnectionEnd OfStreamError(BinaryNode error)
    {
        var conflict = error.Child("conflict")?["type"];
        var code = CodeOf(error["code"]);
        var child = error.Children.Count > 0 ? error.Children[0].Tag : "";
        return Ends.GetValueOrDefault((StreamError, "conflict type=" + conflict))
            ?? Ends.GetValueOrDefault((StreamError, code ?? child))
            ?? Named(Ends[(StreamError, Other)], code);
    }

    /// <summary>A code of three digits; anything else is none: reasons are shown and logged, and the text is the server's.</summary>
    private static string? CodeOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 100 and <= 999
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;

    private static ConnectionEnd Named(ConnectionEnd end, string? code) => code is null ? end : end with { Reason = "server-" + code };

    private static ConnectionEnd Banned(string reason) => new(ConnectionState.Banned, reason);
}
