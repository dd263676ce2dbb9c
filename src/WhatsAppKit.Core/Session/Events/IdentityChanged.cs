using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Events;

/// <summary>
/// A person's identity key is another than before: WhatsApp was installed anew, or somebody else has the account now.
/// </summary>
/// <param name="User">The person, without device.</param>
/// <param name="IsImplicit">True when this device noticed it by itself; false when the server announced it.</param>
/// <param name="Timestamp">When, by the server's clock where it said so.</param>
public sealed record IdentityChanged(Jid User, bool IsImplicit, DateTimeOffset Timestamp) : WhatsAppEvent;
