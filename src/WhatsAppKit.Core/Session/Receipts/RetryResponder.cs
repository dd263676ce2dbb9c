using System.Globalization;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.Receipts;

/// <summary>Answers devices that could not read a message: sends it again, to that device only.</summary>
internal sealed class RetryResponder(
    IWhatsAppSession session,
    DeviceState state,
    DeviceEncryptor encryptor,
    RetrySessions sessions,
    GroupFanout groups,
    SenderKeyFanout senderKeys,
    SentMessageLog sent,
    TimeProvider time,
    ILogger logger)
{
    private const int MaxAnswers = 5;
    private static readonly TimeSpan CountRetention = TimeSpan.FromDays(1);

    public async Task AnswerAsync(BinaryNode receipt, CancellationToken cancellationToken)
    {
        try
        {
            await AnswerAsync(receipt, RetryRequest.Parse(receipt), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is ProtocolException or SignalException or WhatsAppRequestException { IsTransient: false })
        {
            // Keys that are not genuine, or a group we are not in any more: the same request would fail again.
            SessionLog.StanzaFailed(logger, receipt.Tag, error);
        }
    }

    private async Task AnswerAsync(BinaryNode receipt, RetryRequest request, CancellationToken cancellationToken)
    {
        if (await sent.FindAsync(request.Id, cancellationToken).ConfigureAwait(false) is not { } message)
        {
            SessionLog.RetryRefused(logger, request.Id, "the message is not kept");
        }
        else if (!await MayReadAsync(message.To, request, cancellationToken).ConfigureAwait(false))
        {
            SessionLog.RetryRefused(logger, request.Id, "it is not for that device");
        }
        else if (!await CountAsync(request, cancellationToken).ConfigureAwait(false))
        {
            SessionLog.RetryRefused(logger, request.Id, "that device asked too often");
        }
        else
        {
            await sessions.PrepareAsync(request, cancellationToken).ConfigureAwait(false);
            await ResendAsync(receipt, request, message, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Only those the message was for, and our own devices, may have it again.</summary>
    private async Task<bool> MayReadAsync(Jid to, RetryRequest request, CancellationToken cancellationToken)
    {
        if (to.IsManyToMany)
        {
            return request.Chat == to && (to.IsGroup
                ? await groups.IsMemberAsync(to, request.Device, cancellationToken).ConfigureAwait(false)
                : await senderKeys.MayReadAsync(to, request.Device, cancellationToken).ConfigureAwait(false));
        }

        if (state.Credentials.IsOwnUser(request.Device) || request.Device.User == to.User)
        {
            return true;
        }

        var alternate = request.Device.IsLid
            ? await state.LidMap.PhoneOfAsync(request.Device, cancellationToken).ConfigureAwait(false)
            : await state.LidMap.LidOfAsync(request.Device, cancellationToken).ConfigureAwait(false);
        return alternate?.User == to.User;
    }

    private Task<bool> CountAsync(RetryRequest request, CancellationToken cancellationToken) =>
        state.UpdateAsync(
            async transaction =>
            {
                var key = $"answered|{request.Id}|{request.Device}";
                var before = await transaction.GetAsync(StoreKind.RetryCount, key, cancellationToken).ConfigureAwait(false) is { Length: 1 } record
                    ? record.Span[0]
                    : 0;
                if (before >= MaxAnswers)
                {
                    return false;
                }

                transaction.Set(StoreChange.Set(StoreKind.RetryCount, key, new[] { (byte)(before + 1) }, time.GetUtcNow() + CountRetention));
                return true;
            },
            cancellationToken);

    private async Task ResendAsync(BinaryNode receipt, RetryRequest request, LoggedMessage message, CancellationToken cancellationToken)
    {
        var content = await ContentForAsync(message, request.Device, cancellationToken).ConfigureAwait(false);
        var copies = await encryptor.EncryptAsync([(request.Device, content.ToByteArray())], [], cancellationToken).ConfigureAwait(false);
        if (copies.Count == 0)
        {
            SessionLog.RetryRefused(logger, request.Id, "no session with that device can be had");
            return;
        }

        await session.SendAsync(Stanza(receipt, request, message, copies[0]), cancellationToken).ConfigureAwait(false);
        SessionLog.Resent(logger, request.Id, request.Count);
    }

    /// <summary>To a group's member the sender key goes along: it is what most likely was missing.</summary>
    private Task<Message> ContentForAsync(LoggedMessage message, Jid device, CancellationToken cancellationToken) =>
        message.To.IsManyToMany ? senderKeys.WithKeyAsync(message.Content, message.To, device, cancellationToken)
        : Task.FromResult(state.Credentials.IsOwnUser(device) ? DeviceSent.Wrap(message.To, message.Content) : message.Content);

    private BinaryNode Stanza(BinaryNode receipt, RetryRequest request, LoggedMessage message, EncryptedFor copy)
    {
        var shape = StanzaShape.Of(message.Content);
        var enc = copy.ToEnc(shape, request.Count);
        var extras = shape.Children.Where(child => child.Tag != "reporting");
        BinaryNode[] children = copy.IsPreKey
            ? [enc, new BinaryNode("device-identity", null, state.Credentials.Account), .. extras]
            : [enc, .. extras];
        return new BinaryNode(
            "message",
            [
                ("id", request.Id),
                ("to", receipt.Jid("from")),
                ("type", shape.Type),
                ("edit", shape.Edit),
                ("participant", receipt.Jid("participant")),
                ("recipient", receipt.Jid("recipient")),
                ("t", message.Timestamp.ToString(CultureInfo.InvariantCulture)),
                ("device_fanout", message.To.IsManyToMany ? null : "false"),
            ],
            children);
    }
}
