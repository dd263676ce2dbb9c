using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Calls;

/// <summary>Reads call stanzas.</summary>
internal static class CallReader
{
    private const int MaxIdLength = 128;

    /// <summary>What a stanza tells by itself; null when it is no step that concerns people.</summary>
    public static CallChanged? Read(BinaryNode stanza, DateTimeOffset now)
    {
        if (stanza.Children is not [var step, ..]
            || Status(step) is not { } status
            || step["call-id"] is not { Length: > 0 and <= MaxIdLength } id
            || (step.Jid("call-creator") ?? stanza.Jid("from")) is not { IsEmpty: false } creator)
        {
            return null;
        }

        return new CallChanged
        {
            Id = id,
            Caller = creator.ToUser(),
            CallerPhone = step.Jid("caller_pn")?.ToUser(),
            Group = step.Jid("group-jid"),
            Status = status,
            IsVideo = step.Child("video") is not null || step["media"] == "video",
            IsGroup = step["type"] == "group" || step.Jid("group-jid") is not null,
            Reason = step["reason"],
            Timestamp = stanza.Number("t") is { } seconds and > 0 and < UnixTime.MaxSeconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : now,
            IsOffline = stanza["offline"] is not null,
        };
    }

    private static CallStatus? Status(BinaryNode step) => step.Tag switch
    {
        "offer" or "offer_notice" => CallStatus.Ringing,
        "accept" => CallStatus.AnsweredElsewhere,
        "reject" => CallStatus.RejectedElsewhere,
        "terminate" => step["reason"] == "timeout" ? CallStatus.Missed : CallStatus.Ended,
        _ => null,
    };
}
