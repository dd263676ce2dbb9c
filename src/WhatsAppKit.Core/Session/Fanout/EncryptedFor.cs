using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>One device's copy of a message.</summary>
/// <param name="Device">The device as the stanza names it.</param>
/// <param name="IsPreKey">True when it opens a session, so that the stanza must carry our signed identity.</param>
/// <param name="Ciphertext">The encrypted bytes.</param>
internal sealed record EncryptedFor(Jid Device, bool IsPreKey, byte[] Ciphertext)
{
    public BinaryNode ToEnc(StanzaShape shape, int retryCount = 0) => shape.Enc(IsPreKey ? "pkmsg" : "msg", Ciphertext, retryCount);
}
