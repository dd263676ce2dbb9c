using System.Globalization;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Fanout;

namespace WhatsAppKit.Core.Messages;

/// <summary>Brings a message to its chat: encrypted by the chat's fan-out, then sent, then answered by the server.</summary>
internal sealed class MessageSender(IWhatsAppSession session, IFanout direct, TimeProvider time)
{
    public async Task<SentMessage> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var fanout = FanoutOf(message.To);
        var prepared = await fanout.PrepareAsync(message, cancellationToken).ConfigureAwait(false);
        var ack = await session.SendAndAwaitAckAsync(prepared.Stanza, cancellationToken).ConfigureAwait(false);
        await fanout.AnsweredAsync(prepared, ack, cancellationToken).ConfigureAwait(false);
        return ack.Number("error") is { } error
            ? throw new MessageRejectedException((int)error)
            : new SentMessage(message.Id, prepared.Address, TimeOf(ack));
    }

    private IFanout FanoutOf(Jid to) =>
        to.IsPhoneNumber || to.IsLid ? direct : throw new ArgumentException("A message cannot be sent to an address of this kind.", nameof(to));

    private DateTimeOffset TimeOf(BinaryNode ack) =>
        ack["t"] is { } t && long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : time.GetUtcNow();
}
