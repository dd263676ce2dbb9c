using System.Buffers;
using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.History;

/// <summary>Something a part tells besides messages: exactly one is set, as long as the part is well formed.</summary>
internal readonly record struct OverviewItem(
    Conversation? Chat = null,
    Pushname? Name = null,
    PhoneNumberToLIDMapping? Lid = null,
    GlobalSettings? Settings = null,
    PastParticipants? PastMembers = null,
    CallLogRecord? Call = null,
    ReadOnlyMemory<byte>? Salt = null);

/// <summary>Reads a part of the history without its messages.</summary>
internal sealed class OverviewReader(FieldReader reader)
{
    // Far more than names and settings need. Members of a group are not among what is read of a chat.
    private const int MaxItemLength = 1024 * 1024;
    private const int MaxChatLength = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _chat = new(512);

    public async Task ReadAsync(Func<OverviewItem, ValueTask> take, CancellationToken cancellationToken)
    {
        while (await reader.NextAsync(FieldReader.Open, cancellationToken).ConfigureAwait(false) is { } field)
        {
            if (field.Number == HistorySync.ConversationsFieldNumber && field.End is { } end)
            {
                await take(new OverviewItem(Chat: await ReadChatAsync(end, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
            }
            else if (field.End - reader.Position <= MaxItemLength && IsWanted(field.Number)
                && Parse(field.Number, await reader.BytesAsync(field, cancellationToken).ConfigureAwait(false)) is { } item)
            {
                await take(item).ConfigureAwait(false);
            }
            else
            {
                await reader.SkipAsync(field, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool IsWanted(int number) => number is HistorySync.PushnamesFieldNumber or HistorySync.PhoneNumberToLidMappingsFieldNumber
        or HistorySync.GlobalSettingsFieldNumber or HistorySync.PastParticipantsFieldNumber or HistorySync.CallLogRecordsFieldNumber
        or HistorySync.NctSaltFieldNumber;

    private static OverviewItem? Parse(int number, ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        try
        {
            return number switch
            {
                HistorySync.PushnamesFieldNumber => new OverviewItem(Name: Pushname.Parser.ParseFrom(span)),
                HistorySync.PhoneNumberToLidMappingsFieldNumber => new OverviewItem(Lid: PhoneNumberToLIDMapping.Parser.ParseFrom(span)),
                HistorySync.GlobalSettingsFieldNumber => new OverviewItem(Settings: GlobalSettings.Parser.ParseFrom(span)),
                HistorySync.PastParticipantsFieldNumber => new OverviewItem(PastMembers: PastParticipants.Parser.ParseFrom(span)),
                HistorySync.CallLogRecordsFieldNumber => new OverviewItem(Call: CallLogRecord.Parser.ParseFrom(span)),
                HistorySync.NctSaltFieldNumber => new OverviewItem(Salt: span.ToArray()),
                _ => null,
            };
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new ProtocolException("A part of the history is no protobuf message.", error);
        }
    }

    /// <summary>Gathers the fields of a chat that say something about it, however many messages stand between them.</summary>
    private async ValueTask<Conversation> ReadChatAsync(long end, CancellationToken cancellationToken)
    {
        _chat.ResetWrittenCount();
        while (await reader.NextAsync(end, cancellationToken).ConfigureAwait(false) is { } field)
        {
            if (field.Number == Conversation.MessagesFieldNumber || Conversation.Descriptor.FindFieldByNumber(field.Number) is null
                || _chat.WrittenCount + (field.End - reader.Position ?? 0) > MaxChatLength)
            {
                await reader.SkipAsync(field, cancellationToken).ConfigureAwait(false);
            }
            else if (field.End is null)
            {
                Write((uint)field.Number << 3, field.Value);
            }
            else
            {
                // What is kept has no numbers of fixed length.
                var bytes = await reader.BytesAsync(field, cancellationToken).ConfigureAwait(false);
                Write(((uint)field.Number << 3) | 2, (ulong)bytes.Length);
                _chat.Write(bytes.Span);
            }
        }

        try
        {
            return Conversation.Parser.ParseFrom(_chat.WrittenSpan);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new ProtocolException("A part of the history is no protobuf message.", error);
        }
    }

    private void Write(uint tag, ulong value)
    {
        Write(tag);
        Write(value);
    }

    private void Write(ulong value)
    {
        var span = _chat.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[length++] = (byte)(value | 0x80);
        }

        span[length++] = (byte)value;
        _chat.Advance(length);
    }
}
