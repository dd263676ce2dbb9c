using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Messages;

/// <summary>Sends messages.</summary>
public sealed class MessageService
{
    /// <summary>The longest text in characters that WhatsApp's own clients accept.</summary>
    public const int MaxTextLength = 65536;

    private readonly DeviceState _state;
    private readonly MessageSender _sender;
    private readonly TimeProvider _time;

    internal MessageService(DeviceState state, MessageSender sender, TimeProvider time)
    {
        _state = state;
        _sender = sender;
        _time = time;
    }

    /// <summary>A new message id, for callers that must record it before they send.</summary>
    /// <exception cref="WhatsAppNotConnectedException">The device is not paired.</exception>
    public string CreateId() =>
        _state.IsLoaded && _state.Credentials.PhoneJid is { } own
            ? MessageIds.Create(own, _time.GetUtcNow())
            : throw new WhatsAppNotConnectedException("The device is not paired.");

    /// <summary>Sends text to a person and to this account's other devices, and waits until the server has accepted it.</summary>
    /// <param name="to">The recipient, by phone number or LID.</param>
    /// <param name="text">1 to <see cref="MaxTextLength"/> characters.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one. The server drops a second message with the same id.</param>
    /// <param name="cancellationToken">Stops waiting; the message may still have been sent.</param>
    /// <exception cref="WhatsAppNotConnectedException">The device is not connected.</exception>
    /// <exception cref="RecipientNotFoundException">The recipient is not on WhatsApp.</exception>
    /// <exception cref="MessageRejectedException">The server refused the message.</exception>
    /// <exception cref="RequestTimeoutException">The server did not answer; whether it has the message is unknown.</exception>
    public Task<SentMessage> SendTextAsync(Jid to, string text, string? id = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaxTextLength);
        return _sender.SendAsync(new OutgoingMessage(id ?? CreateId(), to, new Message { Conversation = text }), cancellationToken);
    }
}
