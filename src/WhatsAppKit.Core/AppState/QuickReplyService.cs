using System.Globalization;
using WhatsAppKit.Core.AppState.Actions;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Sync;
using WhatsAppKit.Core.Protobuf;
using static WhatsAppKit.Core.Protobuf.SyncActionValue.Types;

namespace WhatsAppKit.Core.AppState;

/// <summary>Texts that the owner of a business account writes by a short word. Lists are answered from what this device has.</summary>
/// <remarks>
/// Changes throw <see cref="AppStateException"/> when they could not be made, <see cref="WhatsAppNotConnectedException"/> without a
/// connection, and <see cref="RequestTimeoutException"/> when the server did not answer and may have made the change.
/// </remarks>
public sealed class QuickReplyService
{
    private const int QuickReplyVersion = 2;

    private readonly AppStateWriter _writer;
    private readonly ListedEntries _entries;
    private readonly TimeProvider _time;

    internal QuickReplyService(AppStateWriter writer, ListedEntries entries, TimeProvider time)
    {
        _writer = writer;
        _entries = entries;
        _time = time;
    }

    /// <summary>All quick replies that are not deleted; empty before the first synchronisation.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<QuickReply>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. from entry in await AllAsync(cancellationToken).ConfigureAwait(false)
            where entry.Value.QuickReplyAction is not { Deleted: true }
            let reply = StateActionReader.QuickReply(entry.Index, entry.Value)
            where reply is not null
            select reply];

    /// <summary>Makes a quick reply.</summary>
    /// <param name="shortcut">The short word, not empty.</param>
    /// <param name="message">The text, not empty.</param>
    /// <param name="keywords">Words it is found by; none by default.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <exception cref="ArgumentException">The short word or the text is empty.</exception>
    public async Task<QuickReply> CreateAsync(
        string shortcut, string message, IReadOnlyList<string>? keywords = null, CancellationToken cancellationToken = default)
    {
        var taken = (await AllAsync(cancellationToken).ConfigureAwait(false)).Where(entry => entry.Index.Count > 1).Select(entry => entry.Index[1]).ToHashSet();
        var id = _time.GetUtcNow().ToUnixTimeSeconds();
        while (taken.Contains(Text(id)))
        {
            id++;
        }

        var reply = new QuickReply(Text(id), shortcut, message, keywords ?? []);
        await SaveAsync(reply, cancellationToken).ConfigureAwait(false);
        return reply;
    }

    /// <summary>Changes a quick reply, or makes one under an id of the caller's.</summary>
    /// <param name="reply">The quick reply.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <exception cref="ArgumentException">The id, the short word or the text is empty.</exception>
    public Task SaveAsync(QuickReply reply, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentException.ThrowIfNullOrEmpty(reply.Shortcut, nameof(reply));
        ArgumentException.ThrowIfNullOrEmpty(reply.Message, nameof(reply));
        var action = new QuickReplyAction { Shortcut = reply.Shortcut, Message = reply.Message, Count = 0, Deleted = false };
        action.Keywords.AddRange(reply.Keywords);
        return SendAsync(reply.Id, action, cancellationToken);
    }

    /// <summary>Deletes a quick reply.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) =>
        SendAsync(id, new QuickReplyAction { Shortcut = "", Message = "", Count = 0, Deleted = true }, cancellationToken);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private Task SendAsync(string id, QuickReplyAction action, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return _writer.SendAsync(
            CollectionNames.Regular,
            [new StateAction([ActionNames.QuickReply, id], QuickReplyVersion, new SyncActionValue { QuickReplyAction = action })],
            cancellationToken);
    }

    private async Task<IReadOnlyList<ListedEntry>> AllAsync(CancellationToken cancellationToken) =>
        await _entries.ListAsync(CollectionNames.Regular, [ActionNames.QuickReply], cancellationToken).ConfigureAwait(false) ?? [];
}
