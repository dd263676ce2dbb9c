using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>The devices that are to read a message, all addressed in the chat's form.</summary>
/// <param name="Devices">Every device except the one that sends.</param>
/// <param name="Self">The device that sends.</param>
/// <param name="AddressingMode"><c>lid</c> or <c>pn</c>; null where the stanza does not say.</param>
/// <param name="IsCurrent">False as soon as something was reported that may change the devices.</param>
internal sealed record Audience(IReadOnlyList<Jid> Devices, Jid Self, string? AddressingMode, Func<bool> IsCurrent);
