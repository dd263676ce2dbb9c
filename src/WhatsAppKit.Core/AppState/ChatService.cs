using WhatsAppKit.Core.AppState.Actions;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Sync;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using static WhatsAppKit.Core.Protobuf.SyncActionValue.Types;

namespace WhatsAppKit.Core.AppState;

/// <summary>
/// Changes how this account's devices show chats and messages. Others notice nothing of it. Each method returns when the server has
/// taken the change; the other devices, and the events of this one, hear of it from the server.
/// </summary>
/// <remarks>
/// All methods throw <see cref="AppStateException"/> when the change could not be made, <see cref="WhatsAppNotConnectedException"/>
/// without a connection, and <see cref="RequestTimeoutException"/> when the server did not answer and may have made the change.
/// </remarks>
public sealed class ChatService
{
    private readonly AppStateWriter _writer;
    private readonly TimeProvider _time;

    internal ChatService(AppStateWriter writer, TimeProvider time)
    {
        _writer = writer;
        _time = time;
    }

    /// <summary>Archives a chat, and unpins it: an archived chat cannot be pinned.</summary>
    /// <param name="chat">A person, a group, or another chat.</param>
    /// <param name="last">The chat's last message, so that devices with newer ones do not archive it; none when it is not known.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task ArchiveAsync(Jid chat, LastMessage? last = null, CancellationToken cancellationToken = default) => _writer.SendAsync(
        CollectionNames.RegularLow, [ChatActions.Archive(chat, true, Range(last)), ChatActions.Pin(chat, false)], cancellationToken);

    /// <summary>Brings an archived chat back.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="last">The chat's last message; none when it is not known.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task UnarchiveAsync(Jid chat, LastMessage? last = null, CancellationToken cancellationToken = default) =>
        _writer.SendAsync(CollectionNames.RegularLow, [ChatActions.Archive(chat, false, Range(last))], cancellationToken);

    /// <summary>Pins a chat to the top of the list.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task PinAsync(Jid chat, CancellationToken cancellationToken = default) =>
        _writer.SendAsync(CollectionNames.RegularLow, [ChatActions.Pin(chat, true)], cancellationToken);

    /// <summary>Takes a chat from the top of the list.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task UnpinAsync(Jid chat, CancellationToken cancellationToken = default) =>
        _writer.SendAsync(CollectionNames.RegularLow, [ChatActions.Pin(chat, false)], cancellationToken);

    /// <summary>Mutes a chat.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="until">When it ends; never, when null.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task MuteAsync(Jid chat, DateTimeOffset? until = null, CancellationToken cancellationToken = default) => _writer.SendAsync(
        CollectionNames.RegularHigh, [ChatActions.Mute(chat, until?.ToUnixTimeMilliseconds() ?? StateActionReader.Forever)], cancellationToken);

    /// <summary>Ends the muting of a chat.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task UnmuteAsync(Jid chat, CancellationToken cancellationToken = default) =>
        _writer.SendAsync(CollectionNames.RegularHigh, [ChatActions.Mute(chat, null)], cancellationToken);

    /// <summary>
    /// Shows a chat as read on this account's devices. Those who wrote in it are not told: that is
    /// <see cref="MessageService.MarkReadAsync"/>.
    /// </summary>
    /// <param name="chat">The chat.</param>
    /// <param name="last">The chat's last message, so that newer ones stay unread; none when it is not known.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task MarkReadAsync(Jid chat, LastMessage? last = null, CancellationToken cancellationToken = default) =>
        _writer.SendAsync(CollectionNames.RegularLow, [ChatActions.MarkRead(chat, true, Range(last))], cancellationToken);

    /// <summary>Shows a chat as unread on this account's devices.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="last">The chat's last message; none when it is not known.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task MarkUnreadAsync(Jid chat, LastMessage? last = null, CancellationToken cancellationToken = default) =>
        _writer.SendAsync(CollectionNames.RegularLow, [ChatActions.MarkRead(chat, false, Range(last))], cancellationToken);

    /// <summary>Deletes all messages of a chat on this account's devices. The chat stays.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="last">The chat's last message, so that newer ones stay; everything sent until now when it is not known.</param>
    /// <param name="starredToo">True to delete starred messages too.</param>
    /// <param name="mediaToo">True to delete files from the devices too.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task ClearAsync(
        Jid chat, LastMessage? last = null, bool starredToo = true, bool mediaToo = false, CancellationToken cancellationToken = default) =>
        _writer.SendAsync(CollectionNames.RegularHigh, [ChatActions.Clear(chat, starredToo, mediaToo, Range(last))], cancellationToken);

    /// <summary>Deletes a chat on this account's devices.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="last">The chat's last message; everything sent until now when it is not known.</param>
    /// <param name="mediaToo">True to delete files from the devices too.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task DeleteAsync(Jid chat, LastMessage? last = null, bool mediaToo = true, CancellationToken cancellationToken = default) =>
        _writer.SendAsync(CollectionNames.RegularHigh, [ChatActions.Delete(chat, mediaToo, Range(last))], cancellationToken);

    /// <summary>Stars a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task StarAsync(MessageReference message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _writer.SendAsync(CollectionNames.RegularHigh, [ChatActions.Star(message, true)], cancellationToken);
    }

    /// <summary>Takes the star from a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task UnstarAsync(MessageReference message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _writer.SendAsync(CollectionNames.RegularHigh, [ChatActions.Star(message, false)], cancellationToken);
    }

    /// <summary>Deletes a message on this account's devices only.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sentAt">When it was sent, by the server's clock.</param>
    /// <param name="mediaToo">True to delete its file from the devices too.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    public Task DeleteForMeAsync(
        MessageReference message, DateTimeOffset sentAt, bool mediaToo = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _writer.SendAsync(CollectionNames.RegularHigh, [ChatActions.DeleteMessage(message, sentAt, mediaToo)], cancellationToken);
    }

    private SyncActionMessageRange Range(LastMessage? last) => Ranges.Write(last, _time.GetUtcNow());
}
