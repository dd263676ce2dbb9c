namespace WhatsAppKit.Core.History;

/// <summary>The phone did not hand over the history that was asked for.</summary>
public sealed class HistoryUnavailableException : WhatsAppException
{
    internal HistoryUnavailableException(HistoryUnavailableReason reason)
        : base($"The phone does not hand over its history: {reason}.") => Reason = reason;

    /// <summary>Why.</summary>
    public HistoryUnavailableReason Reason { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Reason is HistoryUnavailableReason.NoAnswer or HistoryUnavailableReason.Expired;
}

/// <summary>Why a phone does not hand over its history.</summary>
public enum HistoryUnavailableReason
{
    /// <summary>No answer came in time: the phone is likely offline.</summary>
    NoAnswer,

    /// <summary>The phone says that the request came too late.</summary>
    Expired,

    /// <summary>Its owner does not want to share it.</summary>
    Declined,

    /// <summary>Only a business's phone does so.</summary>
    NotABusiness,

    /// <summary>The answer came, and could not be read.</summary>
    Unreadable,

    /// <summary>Another cause.</summary>
    Failed,
}
