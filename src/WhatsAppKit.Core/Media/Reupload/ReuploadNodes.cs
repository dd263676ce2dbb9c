using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Media.Hosts;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Media.Reupload;

/// <summary>Shapes the request to upload a file again and reads the answer.</summary>
internal static class ReuploadNodes
{
    /// <summary>The receipt that asks; it goes to the account itself.</summary>
    public static BinaryNode Request(MediaReuploadRequest request, Jid own) =>
        Request(request, own, ReuploadCipher.Seal(
            request.File.MediaKey.Span, request.MessageId, new ServerErrorReceipt { StanzaId = request.MessageId }.ToByteArray()));

    internal static BinaryNode Request(MediaReuploadRequest request, Jid own, BinaryNode sealedId)
    {
        // A part of the history came from the phone itself: there is no chat to refer to.
        var isHistory = request.File.Kind == MediaKind.History;
        return new BinaryNode(
            "receipt",
            [("id", request.MessageId), ("to", own.ToUser()), ("type", "server-error"), ("category", isHistory ? "peer" : null)],
            isHistory ? [sealedId] : [sealedId, Reference(request)]);
    }

    /// <summary>The file's new path, or null when this answer is not for this request.</summary>
    /// <exception cref="MediaReuploadException">The phone says no.</exception>
    public static string? NewPath(MediaReuploadRequest request, BinaryNode answer)
    {
        if (answer.Child("encrypt") is not { } encrypt)
        {
            throw new MediaReuploadException(Result(answer.Child("error")?.Number("code") ?? (long)MediaReuploadResult.NotFound));
        }

        if (TryOpen(request, encrypt) is not { } notice || notice.StanzaId != request.MessageId)
        {
            return null;
        }

        if (notice.Result != MediaRetryNotification.Types.ResultType.Success)
        {
            throw new MediaReuploadException(Result((long)notice.Result));
        }

        return MediaAddress.IsPath(notice.DirectPath) ? notice.DirectPath : throw new MediaReuploadException(MediaReuploadResult.Failed);
    }

    private static BinaryNode Reference(MediaReuploadRequest request) =>
        new("rmr", [("jid", request.Chat.ToUser()), ("from_me", request.FromMe ? "true" : "false"), ("participant", request.Participant?.ToUser())]);

    private static MediaRetryNotification? TryOpen(MediaReuploadRequest request, BinaryNode encrypt)
    {
        try
        {
            return MediaRetryNotification.Parser.ParseFrom(ReuploadCipher.Open(request.File.MediaKey.Span, request.MessageId, encrypt));
        }
        catch (Exception error) when (error is CryptoException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static MediaReuploadResult Result(long code) => code switch
    {
        2 => MediaReuploadResult.NotFound,
        3 => MediaReuploadResult.DecryptionFailed,
        _ => MediaReuploadResult.Failed,
    };
}
