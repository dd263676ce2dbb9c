namespace WhatsAppKit.Core.Signal;

/// <summary>The content of an enc node.</summary>
/// <param name="IsPreKey">True for type <c>pkmsg</c>, false for <c>msg</c>.</param>
/// <param name="Bytes">The bytes; they may leave only after the session record is stored.</param>
internal sealed record EncryptedMessage(bool IsPreKey, byte[] Bytes);
