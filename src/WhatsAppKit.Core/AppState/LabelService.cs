using System.Globalization;
using WhatsAppKit.Core.AppState.Actions;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Sync;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using static WhatsAppKit.Core.Protobuf.SyncActionValue.Types;

namespace WhatsAppKit.Core.AppState;

/// <summary>Labels for chats and messages, as business accounts use them. Lists are answered from what this device has.</summary>
/// <remarks>
/// Changes throw <see cref="AppStateException"/> when they could not be made, <see cref="WhatsAppNotConnectedException"/> without a
/// connection, and <see cref="RequestTimeoutException"/> when the server did not answer and may have made the change.
/// </remarks>
public sealed class LabelService
{
    /// <summary>How many colours there are; the last has this number less one.</summary>
    public const int Colors = 20;

    private const int LabelVersion = 3;

    private readonly AppStateWriter _writer;
    private readonly ListedEntries _entries;

    internal LabelService(AppStateWriter writer, ListedEntries entries)
    {
        _writer = writer;
        _entries = entries;
    }

    /// <summary>All labels that are not deleted; empty before the first synchronisation.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<Label>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. from entry in await AllAsync(ActionNames.LabelEdit, cancellationToken).ConfigureAwait(false)
            where entry.Value.LabelEditAction is not { Deleted: true }
            let label = StateActionReader.Label(entry.Index, entry.Value)
            where label is not null
            select label];

    /// <summary>The chats that have a label.</summary>
    /// <param name="labelId">The label.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<Jid>> ListChatsAsync(string labelId, CancellationToken cancellationToken = default) =>
        [.. from entry in await AllAsync(ActionNames.LabelChat, cancellationToken).ConfigureAwait(false)
            where entry.Value.LabelAssociationAction is { Labeled: true } && entry.Index.Count > 2 && entry.Index[1] == labelId
            let chat = Jid.TryParse(entry.Index[2], out var jid) ? jid : (Jid?)null
            where chat is not null
            select chat.Value];

    /// <summary>Makes a label, or changes one.</summary>
    /// <param name="label">The label; a new one has an id that none has, see <see cref="CreateAsync"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <exception cref="ArgumentException">It has no id, no name or no such colour.</exception>
    public Task SaveAsync(Label label, CancellationToken cancellationToken = default) => EditAsync(label, isDeleted: false, cancellationToken);

    /// <summary>Makes a label under the next free id.</summary>
    /// <param name="name">Its name, not empty.</param>
    /// <param name="color">Its colour, 0 to 19.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <exception cref="ArgumentException">It has no name or no such colour.</exception>
    public async Task<Label> CreateAsync(string name, int color, CancellationToken cancellationToken = default)
    {
        // Ids of deleted labels are not used again: what they hung on still names them.
        var taken = await AllAsync(ActionNames.LabelEdit, cancellationToken).ConfigureAwait(false);
        var last = taken.Max(entry => entry.Index.Count > 1 && int.TryParse(entry.Index[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (int?)0) ?? 0;
        var label = new Label((last + 1).ToString(CultureInfo.InvariantCulture), name, color);
        await SaveAsync(label, cancellationToken).ConfigureAwait(false);
        return label;
    }

    /// <summary>Deletes a label.</summary>
    /// <param name="label">The label.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task DeleteAsync(Label label, CancellationToken cancellationToken = default) => EditAsync(label, isDeleted: true, cancellationToken);

    /// <summary>Puts a label on a chat.</summary>
    /// <param name="labelId">The label.</param>
    /// <param name="chat">The chat.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task AddToChatAsync(string labelId, Jid chat, CancellationToken cancellationToken = default) =>
        AssociateAsync([ActionNames.LabelChat, Id(labelId), Name(chat)], true, cancellationToken);

    /// <summary>Takes a label from a chat.</summary>
    /// <param name="labelId">The label.</param>
    /// <param name="chat">The chat.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task RemoveFromChatAsync(string labelId, Jid chat, CancellationToken cancellationToken = default) =>
        AssociateAsync([ActionNames.LabelChat, Id(labelId), Name(chat)], false, cancellationToken);

    /// <summary>Puts a label on a message.</summary>
    /// <param name="labelId">The label.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task AddToMessageAsync(string labelId, MessageReference message, CancellationToken cancellationToken = default) =>
        AssociateAsync(OfMessage(labelId, message), true, cancellationToken);

    /// <summary>Takes a label from a message.</summary>
    /// <param name="labelId">The label.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task RemoveFromMessageAsync(string labelId, MessageReference message, CancellationToken cancellationToken = default) =>
        AssociateAsync(OfMessage(labelId, message), false, cancellationToken);

    private static string[] OfMessage(string labelId, MessageReference message)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentException.ThrowIfNullOrEmpty(message.Id, nameof(message));

        // Clients write zeros where other actions tell who wrote the message.
        return [ActionNames.LabelMessage, Id(labelId), Name(message.Chat), message.Id, "0", "0"];
    }

    private static string Id(string labelId)
    {
        ArgumentException.ThrowIfNullOrEmpty(labelId);
        return labelId;
    }

    private static string Name(Jid chat) =>
        chat.User.Length > 0 ? chat.ToUser().ToString() : throw new ArgumentException("The address is no chat's.", nameof(chat));

    private Task EditAsync(Label label, bool isDeleted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(label);
        ArgumentException.ThrowIfNullOrEmpty(label.Id, nameof(label));
        ArgumentException.ThrowIfNullOrWhiteSpace(label.Name, nameof(label));
        ArgumentOutOfRangeException.ThrowIfNegative(label.Color, nameof(label));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label.Color, Colors, nameof(label));
        var edit = new LabelEditAction { Name = label.Name, Color = label.Color, Deleted = isDeleted };
        if (label.PredefinedId is { } predefined)
        {
            edit.PredefinedId = predefined;
        }

        return SendAsync([ActionNames.LabelEdit, label.Id], new SyncActionValue { LabelEditAction = edit }, cancellationToken);
    }

    private Task AssociateAsync(string[] index, bool isLabeled, CancellationToken cancellationToken) =>
        SendAsync(index, new SyncActionValue { LabelAssociationAction = new LabelAssociationAction { Labeled = isLabeled } }, cancellationToken);

    private Task SendAsync(string[] index, SyncActionValue value, CancellationToken cancellationToken) =>
        _writer.SendAsync(CollectionNames.Regular, [new StateAction(index, LabelVersion, value)], cancellationToken);

    private async Task<IReadOnlyList<ListedEntry>> AllAsync(string kind, CancellationToken cancellationToken) =>
        await _entries.ListAsync(CollectionNames.Regular, [kind], cancellationToken).ConfigureAwait(false) ?? [];
}
