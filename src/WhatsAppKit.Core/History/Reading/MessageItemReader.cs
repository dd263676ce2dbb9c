using System.Text;
using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.History;

/// <summary>A message as the phone packed it.</summary>
/// <param name="Chat">The chat it stands in; null when the part does not say before its messages.</param>
/// <param name="Info">The message.</param>
/// <param name="Order">Its place in the chat.</param>
internal readonly record struct MessageItem(string? Chat, WebMessageInfo Info, ulong Order);

/// <summary>Reads the messages of a part of the history, one at a time.</summary>
internal sealed class MessageItemReader(FieldReader reader, HistoryOptions options)
{
    private const string StatusChat = "status@broadcast";
    private const int MaxIdLength = 256;

    private int _passedOver;

    /// <summary>Hands over each message; returns how many were passed over.</summary>
    public async Task<int> ReadAsync(Func<MessageItem, ValueTask> take, CancellationToken cancellationToken)
    {
        var statuses = 0;
        while (await reader.NextAsync(FieldReader.Open, cancellationToken).ConfigureAwait(false) is { } field)
        {
            switch (field.Number)
            {
                case HistorySync.ConversationsFieldNumber when field.End is { } end:
                    await ReadChatAsync(end, take, cancellationToken).ConfigureAwait(false);
                    break;
                case HistorySync.StatusV3MessagesFieldNumber when await MayReadAsync(field, statuses++, cancellationToken).ConfigureAwait(false):
                    await TakeAsync(field, bytes => new MessageItem(StatusChat, WebMessageInfo.Parser.ParseFrom(bytes.Span), 0), take, cancellationToken)
                        .ConfigureAwait(false);
                    break;
                default:
                    await reader.SkipAsync(field, cancellationToken).ConfigureAwait(false);
                    break;
            }
        }

        return _passedOver;
    }

    private async ValueTask ReadChatAsync(long end, Func<MessageItem, ValueTask> take, CancellationToken cancellationToken)
    {
        string? chat = null;
        var count = 0;
        while (await reader.NextAsync(end, cancellationToken).ConfigureAwait(false) is { } field)
        {
            if (field.Number == Conversation.IdFieldNumber && field.End - reader.Position <= MaxIdLength)
            {
                chat = Encoding.UTF8.GetString((await reader.BytesAsync(field, cancellationToken).ConfigureAwait(false)).Span);
            }
            else if (field.Number == Conversation.MessagesFieldNumber && field.End is not null
                && await MayReadAsync(field, count++, cancellationToken).ConfigureAwait(false))
            {
                await TakeAsync(field, bytes => Item(chat, bytes), take, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await reader.SkipAsync(field, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>False, and it is passed over, when a message is too large or one too many.</summary>
    private async ValueTask<bool> MayReadAsync(Field field, int before, CancellationToken cancellationToken)
    {
        if (before < options.MaxMessagesPerChat && field.End - reader.Position <= options.MaxMessageBytes)
        {
            return true;
        }

        _passedOver++;
        await reader.SkipAsync(field, cancellationToken).ConfigureAwait(false);
        return false;
    }

    private async ValueTask TakeAsync(
        Field field, Func<ReadOnlyMemory<byte>, MessageItem> parse, Func<MessageItem, ValueTask> take, CancellationToken cancellationToken)
    {
        MessageItem item;
        try
        {
            item = parse(await reader.BytesAsync(field, cancellationToken).ConfigureAwait(false));
        }
        catch (InvalidProtocolBufferException)
        {
            // One bad message shall not cost the others.
            _passedOver++;
            return;
        }

        if (item.Info?.Key is not { Id.Length: > 0 })
        {
            _passedOver++;
            return;
        }

        await take(item).ConfigureAwait(false);
    }

    private static MessageItem Item(string? chat, ReadOnlyMemory<byte> bytes)
    {
        var message = HistorySyncMsg.Parser.ParseFrom(bytes.Span);
        return new MessageItem(chat, message.Message, message.MsgOrderId);
    }
}
