using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Messages;

/// <summary>Takes what the account's devices tell each other.</summary>
internal sealed class PeerMessages(PlaceholderAnswers placeholders)
{
    private readonly List<Func<StateTransaction, MessageEnvelope, ProtocolMessage, CancellationToken, ValueTask>> _handlers = [];
    private Action<Jid, string, PeerDataOperationRequestMessage>? _onRequest;
    private Func<StateTransaction, string, HistorySyncNotification, CancellationToken, ValueTask>? _onHistory;
    private Action<PeerDataOperationRequestResponseMessage>? _onAnswer;

    /// <summary>
    /// Registers who answers requests of linked devices: the asking device, the request's id, and what it asks for. Only a phone
    /// is asked. It runs inside a transaction and must not wait.
    /// </summary>
    public void OnRequest(Action<Jid, string, PeerDataOperationRequestMessage> handler) => _onRequest = handler;

    /// <summary>
    /// Registers who else takes what this account's devices say. It runs in the transaction that opened the message, and must not
    /// wait for an answer; what it queues sees that transaction only after it began one of its own.
    /// </summary>
    public void Handle(Func<StateTransaction, MessageEnvelope, ProtocolMessage, CancellationToken, ValueTask> handler) => _handlers.Add(handler);

    /// <summary>Registers who takes parts of the history that the phone tells of, within the transaction.</summary>
    public void OnHistory(Func<StateTransaction, string, HistorySyncNotification, CancellationToken, ValueTask> handler) => _onHistory = handler;

    /// <summary>Registers who is told when the phone answers a request. It runs inside a transaction and must not wait.</summary>
    public void OnAnswer(Action<PeerDataOperationRequestResponseMessage> handler) => _onAnswer = handler;

    public async ValueTask TakeAsync(
        StateTransaction transaction, MessageEnvelope envelope, Message content, CancellationToken cancellationToken)
    {
        if (content.ProtocolMessage is not { } told)
        {
            return;
        }

        if (told.PeerDataOperationRequestMessage is { } request)
        {
            _onRequest?.Invoke(envelope.Source.Sender, envelope.Id, request);
        }

        // Only the phone answers requests.
        if (told.PeerDataOperationRequestResponseMessage is { } answer && envelope.Source.Sender.Device == 0)
        {
            await placeholders.TakeAsync(transaction, answer, cancellationToken).ConfigureAwait(false);
            _onAnswer?.Invoke(answer);
        }

        if (told.HistorySyncNotification is { } history && envelope.Source.Sender.Device == 0 && _onHistory is { } take)
        {
            await take(transaction, envelope.Id, history, cancellationToken).ConfigureAwait(false);
        }

        if (told.LidMigrationMappingSyncMessage is { } mapping)
        {
            await LearnLidsAsync(transaction, mapping, cancellationToken).ConfigureAwait(false);
        }

        foreach (var handler in _handlers)
        {
            await handler(transaction, envelope, told, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask LearnLidsAsync(
        StateTransaction transaction, LIDMigrationMappingSyncMessage mapping, CancellationToken cancellationToken)
    {
        LIDMigrationMappingSyncPayload payload;
        try
        {
            payload = LIDMigrationMappingSyncPayload.Parser.ParseFrom(mapping.EncodedMappingPayload);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new ProtocolException("A list of LIDs is no protobuf message.", error);
        }

        foreach (var pair in payload.PnToLidMappings)
        {
            var lid = pair.HasLatestLid ? pair.LatestLid : pair.AssignedLid;
            await transaction.LearnLidAsync(
                Jid.FromPhoneNumber(Digits(pair.Pn)), new Jid(Digits(lid), JidServer.Lid), cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Digits(ulong number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
