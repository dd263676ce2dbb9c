using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Stanzas;

namespace WhatsAppKit.Sandbox.Listener;

/// <summary>The server's side of pairing with a passkey on one connection: it takes what the device says to the phone that waits for it.</summary>
internal sealed class PasskeyDesk
{
    private static readonly string[] Tags =
        ["passkey_request_options", "ref", "passkey_prologue", "companion_nonce", "encrypted_pairing_request"];

    private volatile PasskeyCeremony? _ceremony;

    public static bool Knows(BinaryNode stanza) =>
        stanza is { Tag: "iq", Children.Count: 1 } && stanza["xmlns"] == "md" && stanza["type"] is "get" or "set" && Tags.Contains(stanza.Children[0].Tag);

    /// <summary>A phone begins; the one before it, if any, is told that it waits in vain.</summary>
    public void Begin(PasskeyCeremony ceremony) => Interlocked.Exchange(ref _ceremony, ceremony)?.Leave();

    public Task AnswerAsync(BinaryNode iq, ClientConnection connection) =>
        _ceremony is { } ceremony ? ceremony.AnswerAsync(iq) : connection.SendAsync(Nodes.Error(iq, 404, "item-not-found")).AsTask();

    /// <summary>The device is gone.</summary>
    public void Leave() => _ceremony?.Leave();
}
