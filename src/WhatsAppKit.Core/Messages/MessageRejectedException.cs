namespace WhatsAppKit.Core.Messages;

/// <summary>The server refused a message. Sending it again unchanged does not help.</summary>
public sealed class MessageRejectedException : WhatsAppException
{
    /// <summary>Reports the server's code.</summary>
    public MessageRejectedException(int code)
        : base($"The server refused the message with code {code}.") => Code = code;

    internal MessageRejectedException(int code, DateTimeOffset? restrictedUntil, string? restrictionType)
        : base(restrictedUntil is { } until
            ? $"The server refused the message with code {code}: the account is limited until {until.UtcDateTime:yyyy-MM-dd HH:mm}Z ({restrictionType})."
            : $"The server refused the message with code {code}.")
    {
        Code = code;
        RestrictedUntil = restrictedUntil;
        RestrictionType = restrictionType;
    }

    /// <summary>The server's code, such as 463 for a restricted account or 479 for an invalid stanza; 0 when it gave none.</summary>
    public int Code { get; }

    /// <summary>What the code means.</summary>
    public RejectionReason Reason => Code switch
    {
        463 => RejectionReason.Restricted,
        475 => RejectionReason.NewChatLimit,
        479 => RejectionReason.InvalidStanza,
        421 => RejectionReason.StaleAddressing,
        400 or 405 or 420 => RejectionReason.Rejected,
        _ => RejectionReason.Other,
    };

    /// <summary>
    /// When the account may write to new people again, as the server announced; null for other reasons and when it announced
    /// nothing: then the message itself is what it refused, such as a first message to somebody who never wrote.
    /// </summary>
    public DateTimeOffset? RestrictedUntil { get; }

    /// <summary>WhatsApp's word for the cause of the restriction; null when <see cref="RestrictedUntil"/> is.</summary>
    public string? RestrictionType { get; }
}
