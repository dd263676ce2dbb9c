using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.History;

/// <summary>Takes the messages of a part: a batch in each transaction, and not faster than its readers.</summary>
internal sealed class MessageImport(
    DeviceState state, MessageProjector projector, PendingPart part, HistoryOptions options, Func<CancellationToken, Task> waitForReaders, TimeProvider time)
{
    // WhatsApp's own numbers for what the parameter of such a notice is: the name of a business.
    private const int BusinessModeFb = 128;
    private const int BusinessModeBsp = 129;

    private readonly List<MessageItem> _batch = [];
    private readonly MessageConverter _converter = new(projector, new KnownAddresses(state.LidMap));
    private readonly DateTimeOffset _oldest = options.Depth is { } depth ? time.GetUtcNow() - depth : DateTimeOffset.MinValue;

    /// <summary>How many messages were raised.</summary>
    public int Raised { get; private set; }

    /// <summary>How many were passed over here.</summary>
    public int PassedOver { get; private set; }

    /// <summary>Told of each batch that was raised.</summary>
    public Action<IReadOnlyList<HistoryMessage>>? OnRaised { get; init; }

    public async ValueTask TakeAsync(MessageItem item, CancellationToken cancellationToken)
    {
        if (item.Info.MessageTimestamp < (ulong)Math.Max(0, _oldest.ToUnixTimeSeconds()))
        {
            PassedOver++;
            return;
        }

        _batch.Add(item);
        if (_batch.Count >= options.BatchSize)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Commits what is gathered.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        await waitForReaders(cancellationToken).ConfigureAwait(false);
        var messages = await state.UpdateAsync(transaction => ImportAsync(transaction, cancellationToken), cancellationToken).ConfigureAwait(false);
        Raised += messages.Count;
        PassedOver += _batch.Count - messages.Count;
        _batch.Clear();
        OnRaised?.Invoke(messages);
    }

    private async Task<IReadOnlyList<HistoryMessage>> ImportAsync(StateTransaction transaction, CancellationToken cancellationToken)
    {
        var messages = new List<HistoryMessage>(_batch.Count);
        foreach (var item in _batch)
        {
            if (await _converter.ConvertAsync(transaction, item, cancellationToken).ConfigureAwait(false) is { } message)
            {
                messages.Add(message);
            }
        }

        if (messages.Count > 0)
        {
            transaction.Raise(new HistoryReceived(part.Kind, part.ChunkOrder, messages) { RequestId = part.RequestId });
        }

        HistoryName[] businesses = [.. messages.Select(message => message.Event).OfType<ChatNotice>().Select(Business).OfType<HistoryName>()];
        if (businesses.Length > 0)
        {
            transaction.Raise(new HistoryNamesReceived(businesses));
        }

        return messages;
    }

    private static HistoryName? Business(ChatNotice notice) =>
        notice is { Type: BusinessModeFb or BusinessModeBsp, Parameters: [{ Length: > 0 } name, ..] } ? new HistoryName(notice.Chat, null, name) : null;
}
