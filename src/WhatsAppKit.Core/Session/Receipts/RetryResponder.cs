using System.Globalization;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.Receipts;

/// <summary>Answers devices that could not read a message: sends it again, to that device only.</summary>
internal sealed class RetryResponder(
    IWhatsAppSession session,
    DeviceState state,
    DeviceEncryptor encryptor,
    PreKeyService preKeys,
    SentMessageLog sent,
    TimeProvider time,
    ILogger logger)
{
    private const int MaxAnswers = 5;
    private static readonly TimeSpan CountRetention = TimeSpan.FromDays(1);

    public async Task AnswerAsync(BinaryNode receipt, CancellationToken cancellationToken)
    {
        if (receipt["id"] is not { } id || (receipt.Jid("participant") ?? receipt.Jid("from")) is not { } device || receipt.Child("retry") is not { } retry)
        {
            throw new ProtocolException("A retry request lacks its id, sender or count.");
        }

        if (await sent.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } message)
        {
            SessionLog.RetryRefused(logger, id, "the message is not kept");
            return;
        }

        if (!await MayReadAsync(message.To, device, cancellationToken).ConfigureAwait(false))
        {
            SessionLog.RetryRefused(logger, id, "it was not sent to that person");
            return;
        }

        if (!await CountAsync(id, device, cancellationToken).ConfigureAwait(false))
        {
            SessionLog.RetryRefused(logger, id, "that device asked too often");
            return;
        }

        var attempt = (int)Math.Clamp(retry.Number("count") ?? 1, 1, MaxAnswers);
        await PrepareSessionAsync(receipt, device, attempt, cancellationToken).ConfigureAwait(false);
        await ResendAsync(receipt, id, device, message, attempt, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Only the person it went to, and our own devices, may have a message again.</summary>
    private async Task<bool> MayReadAsync(Jid to, Jid device, CancellationToken cancellationToken)
    {
        if (state.Credentials.IsOwnUser(device) || device.User == to.User)
        {
            return true;
        }

        var alternate = device.IsLid
            ? await state.LidMap.PhoneOfAsync(device, cancellationToken).ConfigureAwait(false)
            : await state.LidMap.LidOfAsync(device, cancellationToken).ConfigureAwait(false);
        return alternate?.User == to.User;
    }

    private Task<bool> CountAsync(string id, Jid device, CancellationToken cancellationToken) =>
        state.UpdateAsync(
            async transaction =>
            {
                var key = $"answered|{id}|{device}";
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

    private async Task PrepareSessionAsync(BinaryNode receipt, Jid device, int attempt, CancellationToken cancellationToken)
    {
        var registration = receipt.Child("registration") is { } node ? PreKeyNodes.Number(node, 4) : (uint?)null;
        if (receipt.Child("keys") is { } keys)
        {
            await encryptor.StartSessionAsync(device, PreKeyNodes.Bundle(keys, registration ?? 0), cancellationToken).ConfigureAwait(false);
            return;
        }

        var fresh = await state.UpdateAsync(
            async transaction =>
            {
                var address = await transaction.AddressOfAsync(device, cancellationToken).ConfigureAwait(false);
                var record = await transaction.SessionAsync(address, cancellationToken).ConfigureAwait(false);
                if (registration is { } theirs && record.HasSession && record.RemoteRegistrationId is { } known && known != theirs)
                {
                    // The device was installed anew: its old session cannot be read by anybody.
                    transaction.Delete(address);
                    return false;
                }

                return record.HasSession && attempt < 2;
            },
            cancellationToken).ConfigureAwait(false);
        if (!fresh && (await preKeys.FetchAsync([device], cancellationToken).ConfigureAwait(false)).TryGetValue(device, out var bundle))
        {
            await encryptor.StartSessionAsync(device, bundle, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ResendAsync(
        BinaryNode receipt, string id, Jid device, LoggedMessage message, int attempt, CancellationToken cancellationToken)
    {
        var own = state.Credentials.IsOwnUser(device);
        var content = own && !message.To.IsGroup ? DeviceSent.Wrap(message.To, message.Content) : message.Content;
        var copies = await encryptor.EncryptAsync([(device, content.ToByteArray())], [], cancellationToken).ConfigureAwait(false);
        if (copies.Count == 0)
        {
            SessionLog.RetryRefused(logger, id, "no session with that device can be had");
            return;
        }

        var shape = StanzaShape.Of(message.Content);
        var enc = copies[0].ToEnc(shape, attempt);
        BinaryNode[] children = copies[0].IsPreKey
            ? [enc, new BinaryNode("device-identity", null, state.Credentials.Account), .. shape.Children]
            : [enc, .. shape.Children];
        var stanza = new BinaryNode(
            "message",
            [
                ("id", id),
                ("to", receipt.Jid("from")),
                ("type", shape.Type),
                ("edit", shape.Edit),
                ("participant", receipt.Jid("participant")),
                ("recipient", receipt.Jid("recipient")),
                ("t", message.Timestamp.ToString(CultureInfo.InvariantCulture)),
                ("device_fanout", message.To.IsGroup ? null : "false"),
            ],
            children);
        await session.SendAsync(stanza, cancellationToken).ConfigureAwait(false);
        SessionLog.Resent(logger, id, attempt);
    }
}
