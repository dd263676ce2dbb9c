using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;

namespace WhatsAppKit.Core.Messages;

/// <summary>The fields about the file itself: every media message has them, under the same names and other numbers.</summary>
internal static class FileFields
{
    public static T Write<T>(T message, MediaFile file, string defaultType)
        where T : IMessage
    {
        Set(message, "mimetype", file.MimeType ?? defaultType);
        Set(message, "direct_path", file.DirectPath);
        Set(message, "file_sha256", ByteString.CopyFrom(file.FileSha256.Span));
        Set(message, "file_length", (ulong)Math.Max(0, file.Length));
        if (file.Url is { } url)
        {
            Set(message, "url", url);
        }

        if (file.IsEncrypted)
        {
            Set(message, "media_key", ByteString.CopyFrom(file.MediaKey.Span));
            Set(message, "file_enc_sha256", ByteString.CopyFrom(file.FileEncSha256.Span));
        }

        if (file.KeyTimestamp is { } at)
        {
            Set(message, "media_key_timestamp", at.ToUnixTimeSeconds());
        }

        return message;
    }

    public static MediaFile Read(IMessage message, MediaKind kind)
    {
        var length = Get<ulong>(message, "file_length");
        return new MediaFile
        {
            Kind = kind,
            Url = Text(message, "url"),
            DirectPath = Get<string>(message, "direct_path") ?? "",
            MediaKey = Bytes(message, "media_key"),
            FileSha256 = Bytes(message, "file_sha256"),
            FileEncSha256 = Bytes(message, "file_enc_sha256"),
            Length = Has(message, "file_length") && length <= long.MaxValue ? (long)length : MediaFile.UnknownLength,
            KeyTimestamp = UnixTime.FromSeconds(Get<long>(message, "media_key_timestamp")),
            MimeType = Text(message, "mimetype"),
        };
    }

    private static string? Text(IMessage message, string name) => Has(message, name) ? Get<string>(message, name) : null;

    private static ReadOnlyMemory<byte> Bytes(IMessage message, string name) => Get<ByteString>(message, name)?.Memory ?? default;

    private static bool Has(IMessage message, string name) => message.Descriptor.FindFieldByName(name).Accessor.HasValue(message);

    private static T? Get<T>(IMessage message, string name) => (T?)message.Descriptor.FindFieldByName(name).Accessor.GetValue(message);

    private static void Set(IMessage message, string name, object value) =>
        message.Descriptor.FindFieldByName(name).Accessor.SetValue(message, value);
}
