using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Presence;

namespace WhatsAppKit.AspNetCore.Presence;

/// <summary>What instances are asked about who is online and typing.</summary>
internal static class PresenceOperations
{
    public static readonly InstanceOperation<Availability, Nothing> SetAvailable = Operation.Do<Availability>(
        "presence.available", (client, wanted, cancellationToken) => client.Presence.SetAvailableAsync(wanted.IsAvailable, cancellationToken));

    public static readonly InstanceOperation<Jid, Nothing> Subscribe = Operation.Do<Jid>(
        "presence.subscribe", (client, chat, cancellationToken) => client.Presence.SubscribeAsync(chat, cancellationToken));

    public static readonly InstanceOperation<TypingIn, Nothing> SetTyping = Operation.Do<TypingIn>(
        "presence.typing", (client, typing, cancellationToken) => client.Presence.SetTypingAsync(typing.Chat, typing.State, cancellationToken));
}

/// <summary>Whether the account shows itself as online.</summary>
internal sealed record Availability(bool IsAvailable);

/// <summary>What the account does in a chat.</summary>
internal sealed record TypingIn(Jid Chat, TypingState State);
