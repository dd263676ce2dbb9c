using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Presence;

/// <summary>Who is online and who is typing. What others do is only told while this device is available itself.</summary>
public sealed class PresenceService
{
    /// <summary>How many subscriptions are renewed after a reconnect; an older one gives way to a newer.</summary>
    public const int MaxSubscriptions = 1000;

    private readonly IWhatsAppSession _session;
    private readonly DeviceState _state;
    private readonly Availability _availability;
    private readonly PrivacyTokenStore _tokens;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly LinkedList<Jid> _subscriptions = [];
    private volatile bool _isWanted;

    internal PresenceService(
        IWhatsAppSession session, DeviceState state, Availability availability, PrivacyTokenStore tokens, EventHub events, TimeProvider time)
    {
        _session = session;
        _state = state;
        _availability = availability;
        _tokens = tokens;
        _time = time;
        session.Handle("presence", (node, _) => Publish(events, PresenceNodes.ReadPresence(node)));
        session.Handle("chatstate", (node, _) => Publish(events, PresenceNodes.ReadTyping(node)));
    }

    /// <summary>
    /// Shows the account as online, or no longer. Nobody does it by itself. While it is online the phone shows no
    /// notifications; after a reconnect it is online again.
    /// </summary>
    /// <param name="isAvailable">True for online.</param>
    /// <param name="cancellationToken">Stops before anything is sent.</param>
    /// <exception cref="OwnNameUnknownException">The account's name is not known yet.</exception>
    /// <exception cref="WhatsAppNotConnectedException">There is no connection.</exception>
    public async Task SetAvailableAsync(bool isAvailable, CancellationToken cancellationToken = default)
    {
        if (!isAvailable && !_isWanted && !_availability.IsTold)
        {
            return;
        }

        await TellAsync(isAvailable, cancellationToken).ConfigureAwait(false);
        _isWanted = isAvailable;
    }

    /// <summary>Asks to be told when a person comes or goes, or how many members of a group are online; also after a reconnect.</summary>
    /// <param name="chat">A person by phone number or LID, or a group.</param>
    /// <param name="cancellationToken">Stops before anything is sent.</param>
    /// <exception cref="ArgumentException">The chat is neither.</exception>
    /// <exception cref="WhatsAppNotConnectedException">There is no connection.</exception>
    public async Task SubscribeAsync(Jid chat, CancellationToken cancellationToken = default)
    {
        var user = Chat(chat);
        await AskAsync(user, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _subscriptions.Remove(user);
            _subscriptions.AddLast(user);
            if (_subscriptions.Count > MaxSubscriptions)
            {
                _subscriptions.RemoveFirst();
            }
        }
    }

    /// <summary>Shows in a chat that this account types or records. The other side forgets it after a while by itself.</summary>
    /// <param name="chat">A person by phone number or LID, or a group.</param>
    /// <param name="state">What to show.</param>
    /// <param name="cancellationToken">Stops before anything is sent.</param>
    /// <exception cref="ArgumentException">The chat is neither.</exception>
    /// <exception cref="WhatsAppNotConnectedException">There is no connection.</exception>
    public async Task SetTypingAsync(Jid chat, TypingState state, CancellationToken cancellationToken = default)
    {
        var to = Chat(chat);
        if (!_state.IsLoaded || _state.Credentials.PhoneJid is not { } phone)
        {
            throw new WhatsAppNotConnectedException("The device is not paired.");
        }

        var own = to.IsLid ? _state.Credentials.LidJid ?? phone : phone;
        await _session.SendAsync(PresenceNodes.Typing(to, own.ToUser(), state), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Renews on a new connection what the server forgot with the one before.</summary>
    internal async Task RestoreAsync(CancellationToken cancellationToken)
    {
        if (_isWanted && _state.Credentials.PushName is { Length: > 0 })
        {
            await TellAsync(isAvailable: true, cancellationToken).ConfigureAwait(false);
        }

        Jid[] subscriptions;
        lock (_gate)
        {
            subscriptions = [.. _subscriptions];
        }

        foreach (var chat in subscriptions)
        {
            await AskAsync(chat, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AskAsync(Jid chat, CancellationToken cancellationToken)
    {
        var token = RegularContact.Is(chat) ? await _tokens.ValidAsync(chat, cancellationToken).ConfigureAwait(false) : default;
        await _session.SendAsync(PresenceNodes.Subscribe(chat, token), cancellationToken).ConfigureAwait(false);
    }

    private static Jid Chat(Jid chat) =>
        chat.IsPhoneNumber || chat.IsLid || chat.IsGroup ? chat.ToUser() : throw new ArgumentException("The chat is neither a person nor a group.", nameof(chat));

    private static ValueTask Publish(EventHub events, WhatsAppEvent? happened)
    {
        if (happened is not null)
        {
            // For observers only: what it says is over before it could be told again.
            events.Publish(happened);
        }

        return ValueTask.CompletedTask;
    }

    private async Task TellAsync(bool isAvailable, CancellationToken cancellationToken)
    {
        if (!_state.IsLoaded || !_state.Credentials.IsPaired)
        {
            throw new WhatsAppNotConnectedException("The device is not paired.");
        }

        var name = _state.Credentials.PushName is { Length: > 0 } known ? known : throw new OwnNameUnknownException();
        if (isAvailable)
        {
            await _session.SendAsync(PresenceNodes.UnifiedSession(_time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        }

        await _session.SendAsync(PresenceNodes.Available(isAvailable, name), cancellationToken).ConfigureAwait(false);
        _availability.Told(isAvailable);
    }
}
