using System.Collections.Concurrent;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Media.Hosts;
using WhatsAppKit.Core.Media.Reupload;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Sandbox.Stanzas;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>The files a phone has: it uploads them again for its linked devices.</summary>
internal sealed class PhoneGallery(SandboxCore core)
{
    private readonly ConcurrentDictionary<string, MediaFile> _files = new();

    public void Keep(string messageId, MediaFile file) => _files[messageId] = file;

    public void Forget(string messageId) => _files.TryRemove(messageId, out _);

    /// <summary>Answers a linked device that asks for the file of a message.</summary>
    public async Task AnswerAsync(BinaryNode receipt, Jid own)
    {
        if (receipt["id"] is not { } id || receipt.Jid("from") is not { } from)
        {
            return;
        }

        State.Device? device;
        lock (core.Accounts.Gate)
        {
            device = core.Accounts.FindDevice(from);
        }

        if (device is not null)
        {
            await core.Server.Delivery.DeliverAsync(device, Notification(receipt, id, own)).ConfigureAwait(false);
        }
    }

    private BinaryNode Notification(BinaryNode receipt, string id, Jid own)
    {
        BinaryNode[] reference = receipt.Child("rmr") is { } rmr ? [rmr] : [];
        return new BinaryNode(
            "notification",
            [("from", own), ("type", "mediaretry"), ("id", id), ("t", Nodes.Text(core.Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds()))],
            [.. reference, _files.TryGetValue(id, out var file) ? Sealed(receipt, id, file) : new BinaryNode("error", [("code", "2")])]);
    }

    private BinaryNode Sealed(BinaryNode receipt, string id, MediaFile file)
    {
        var answer = new MediaRetryNotification { StanzaId = id, Result = MediaRetryNotification.Types.ResultType.DecryptionError };
        if (IsGenuine(receipt, id, file))
        {
            var path = core.Media.Vault.Publish(MediaAddress.Token(file.FileEncSha256.Span));
            answer.Result = path is null ? MediaRetryNotification.Types.ResultType.NotFound : MediaRetryNotification.Types.ResultType.Success;
            answer.DirectPath = path ?? "";
        }

        return ReuploadCipher.Seal(file.MediaKey.Span, id, answer.ToByteArray());
    }

    private static bool IsGenuine(BinaryNode receipt, string id, MediaFile file)
    {
        try
        {
            return receipt.Child("encrypt") is { } encrypt
                && ServerErrorReceipt.Parser.ParseFrom(ReuploadCipher.Open(file.MediaKey.Span, id, encrypt)).StanzaId == id;
        }
        catch (Exception error) when (error is CryptoException or InvalidProtocolBufferException)
        {
            return false;
        }
    }
}
