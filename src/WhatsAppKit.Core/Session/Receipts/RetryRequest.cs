using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Session.Receipts;

/// <summary>A device's request to be sent a message again.</summary>
/// <param name="Id">The message.</param>
/// <param name="Chat">Where the request came from: a group, or the device itself.</param>
/// <param name="Device">The device that could not read it.</param>
/// <param name="Count">How often it has tried, from 1.</param>
/// <param name="RegistrationId">The device's registration id, when it tells it.</param>
/// <param name="Keys">Keys to open a new session with, when it offers them.</param>
internal sealed record RetryRequest(string Id, Jid Chat, Jid Device, int Count, uint? RegistrationId, PreKeyBundle? Keys)
{
    private const int MaxCount = 5;

    /// <exception cref="ProtocolException">A part is missing or malformed.</exception>
    public static RetryRequest Parse(BinaryNode receipt)
    {
        if (receipt["id"] is not { } id || receipt.Jid("from") is not { } from || receipt.Child("retry") is not { } retry)
        {
            throw new ProtocolException("A retry request lacks its id, sender or count.");
        }

        var registration = receipt.Child("registration") is { } node ? PreKeyNodes.Number(node, 4) : (uint?)null;
        return new RetryRequest(
            id,
            from,
            receipt.Jid("participant") ?? from,
            (int)Math.Clamp(retry.Number("count") ?? 1, 1, MaxCount),
            registration,
            receipt.Child("keys") is { } keys ? PreKeyNodes.Bundle(keys, registration ?? 0) : null);
    }
}
