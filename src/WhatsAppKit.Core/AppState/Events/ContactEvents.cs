using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.AppState;

/// <summary>An entry of the address book changed.</summary>
/// <param name="Contact">The entry.</param>
public sealed record ContactChanged(AddressBookContact Contact) : AppStateEvent;

/// <summary>The status updates of a person were muted, or no longer.</summary>
/// <param name="User">The person.</param>
/// <param name="IsMuted">True when they are muted.</param>
public sealed record StatusMuteChanged(Jid User, bool IsMuted) : AppStateEvent;

/// <summary>The chats marked as favourites changed.</summary>
/// <param name="Chats">All of them, in order.</param>
public sealed record FavoritesChanged(IReadOnlyList<Jid> Chats) : AppStateEvent;
