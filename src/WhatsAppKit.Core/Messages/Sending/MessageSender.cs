using System.Globalization;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Messages;

/// <summary>Brings a message to its chat: encrypted by the chat's fan-out, then sent, then answered by the server.</summary>
internal sealed class MessageSender(
    IWhatsAppSession session, DeviceState state, IFanout direct, IFanout group, IFanout status,
    Rejections rejections, PrivacyTokenIssuer tokens, TimeProvider time)
{
    // The server misses a privacy token of the recipient, or the account is restricted.
    private const string MissingTrust = "463";

    private readonly ChannelFanout _channel = new();
    private readonly MessageExchange _exchange = new(session);

    public async Task<SentMessage> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var fanout = FanoutOf(message.To);
        var prepared = await fanout.PrepareAsync(message, cancellationToken).ConfigureAwait(false);
        var ack = await _exchange.SendAsync(prepared.Stanza, cancellationToken).ConfigureAwait(false);
        if (await fanout.AnsweredAsync(prepared, ack, cancellationToken).ConfigureAwait(false))
        {
            prepared = await fanout.PrepareAsync(message, cancellationToken).ConfigureAwait(false);
            ack = await _exchange.SendAsync(prepared.Stanza, cancellationToken).ConfigureAwait(false);
            await fanout.AnsweredAsync(prepared, ack, cancellationToken).ConfigureAwait(false);
        }

        if (ack["error"] is null or MissingTrust && fanout == direct && MessageWrappers.Unwrap(message.Content).ProtocolMessage is null)
        {
            tokens.Wrote(prepared.Address);
        }

        return ack["error"] is not null
            ? throw await rejections.OfAsync((int)(ack.Number("error") ?? 0), cancellationToken).ConfigureAwait(false)
            : new SentMessage(message.Id, prepared.Address, OwnIn(prepared.Address), TimeOf(ack)) { ServerId = ack.Number("server_id") };
    }

    private IFanout FanoutOf(Jid to) =>
        to.IsPhoneNumber || to.IsLid ? direct
        : to.IsGroup ? group
        : to.Server == JidServer.Newsletter ? _channel
        : to == StatusFanout.Chat ? status
        : throw new ArgumentException("A message cannot be sent to an address of this kind.", nameof(to));

    /// <summary>This account as that chat knows it.</summary>
    private Jid OwnIn(Jid chat)
    {
        var credentials = state.Credentials;
        return ((chat.IsPhoneNumber ? credentials.PhoneJid : credentials.LidJid ?? credentials.PhoneJid) ?? default).ToUser();
    }

    private DateTimeOffset TimeOf(BinaryNode ack) =>
        ack["t"] is { } t && long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : time.GetUtcNow();
}
