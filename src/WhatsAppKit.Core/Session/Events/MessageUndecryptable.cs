using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Events;

/// <summary>A message arrived that could not be decrypted. Its sender was asked to send it again.</summary>
/// <param name="Id">The message id.</param>
/// <param name="Chat">The chat: a person without device, or a group.</param>
/// <param name="Sender">The device that sent it.</param>
/// <param name="Reason">A stable word for what failed, such as <c>NoSession</c>.</param>
/// <param name="Attempt">How often this message has failed, from 1.</param>
public sealed record MessageUndecryptable(string Id, Jid Chat, Jid Sender, string Reason, int Attempt) : WhatsAppEvent;
