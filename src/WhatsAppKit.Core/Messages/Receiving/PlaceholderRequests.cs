using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Messages;

/// <summary>
/// Asks the account's phone for messages that this device cannot read: at once for those the server has no copy of for this
/// device, and for those that could not be decrypted when their sender has not helped within some seconds.
/// </summary>
internal sealed class PlaceholderRequests(DeviceState state, PeerSender peers, WorkQueue work, TimeProvider time, ILogger logger) : IDisposable
{
    private const int MaxWaiting = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // The phone does not look further back.
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(14);

    // The phone would not hand these out.
    private static readonly string[] Withheld = ["view_once_unavailable_fanout", "bot_unavailable_fanout", "hosted_unavailable_fanout"];

    private readonly Dictionary<string, ITimer> _waiting = [];
    private readonly Lock _gate = new();
    private bool _isDisposed;

    /// <summary>The server has no copy of a message for this device.</summary>
    public async Task UnavailableAsync(BinaryNode stanza, MessageSource source, string? type, CancellationToken cancellationToken)
    {
        var isNews = await state.UpdateAsync(
            async transaction =>
            {
                if (await ReceivedMessages.HasAsync(transaction, source, stanza["id"]!, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }

                transaction.Raise(new MessageUndecryptable(stanza["id"]!, source.Chat, source.Sender, "Unavailable", 1));
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        if (isNews && !Withheld.Contains(type) && MayAsk(stanza, source))
        {
            Ask(Placeholder.Of(stanza, source));
        }
    }

    /// <summary>A message could not be decrypted; its sender was asked for it first.</summary>
    public void Undecryptable(BinaryNode stanza, MessageSource source)
    {
        if (!MayAsk(stanza, source))
        {
            return;
        }

        var placeholder = Placeholder.Of(stanza, source);
        var key = $"{source.Chat}|{source.Sender}|{placeholder.Envelope.Id}";
        lock (_gate)
        {
            if (_isDisposed || _waiting.ContainsKey(key))
            {
                return;
            }

            if (_waiting.Count >= MaxWaiting)
            {
                SessionLog.PhoneNotAsked(logger, placeholder.Envelope.Id);
                return;
            }

            _waiting.Add(key, time.CreateTimer(_ => Due(key, placeholder), null, Patience, Timeout.InfiniteTimeSpan));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var timer in _waiting.Values)
            {
                timer.Dispose();
            }

            _waiting.Clear();
        }
    }

    /// <summary>A phone asks nobody, and nobody is asked for what only concerns devices of one account.</summary>
    private bool MayAsk(BinaryNode stanza, MessageSource source) =>
        state.Credentials.PhoneJid is { Device: > 0 }
        && stanza["category"] != "peer"
        && source.Chat.Server != JidServer.Newsletter
        && time.GetUtcNow() - source.Timestamp <= MaxAge;

    private void Due(string key, Placeholder placeholder)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(key, out var timer))
            {
                return;
            }

            timer.Dispose();
        }

        Ask(placeholder);
    }

    private void Ask(Placeholder placeholder) => work.TryAdd("ask the phone for a message", token => AskAsync(placeholder, token));

    private async Task AskAsync(Placeholder placeholder, CancellationToken cancellationToken)
    {
        if (await state.UpdateAsync(transaction => IsWantedAsync(transaction, placeholder, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            await peers.SendAsync(
                state.Credentials.PhoneJid!.Value.ToUser(), RequestFor(placeholder), [placeholder.Save(time.GetUtcNow())], cancellationToken).ConfigureAwait(false);
            SessionLog.PhoneAsked(logger, placeholder.Envelope.Id);
        }
    }

    /// <summary>False when the message has arrived meanwhile, or the phone was asked for it before.</summary>
    private static async Task<bool> IsWantedAsync(StateTransaction transaction, Placeholder placeholder, CancellationToken cancellationToken) =>
        !await ReceivedMessages.HasAsync(transaction, placeholder.Envelope.Source, placeholder.Envelope.Id, cancellationToken).ConfigureAwait(false)
        && await transaction.GetAsync(StoreKind.Placeholder, Placeholder.KeyOf(placeholder.Envelope.Id), cancellationToken).ConfigureAwait(false) is null;

    private static ProtocolMessage RequestFor(Placeholder placeholder)
    {
        var source = placeholder.Envelope.Source;
        var key = MessageKeys.Write(new MessageReference(source.Chat, placeholder.Envelope.Id, source.Sender.ToUser(), source.FromMe));
        return new ProtocolMessage
        {
            Type = ProtocolMessage.Types.Type.PeerDataOperationRequestMessage,
            PeerDataOperationRequestMessage = new PeerDataOperationRequestMessage
            {
                PeerDataOperationRequestType = PeerDataOperationRequestType.PlaceholderMessageResend,
                PlaceholderMessageResendRequest = { new PeerDataOperationRequestMessage.Types.PlaceholderMessageResendRequest { MessageKey = key } },
            },
        };
    }
}
