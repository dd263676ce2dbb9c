using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Messages.Queue;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>In which ways endpoints fail that do the same thing: what they take as parameters says what they do.</summary>
internal static class SharedFailures
{
    /// <summary>When an instance asks WhatsApp: what <see cref="Problems.Describe"/> and <see cref="WhatsAppRefusal"/> make of it.</summary>
    public static IReadOnlyList<Failure> OfWhatsApp { get; } =
    [
        new(403, ProblemCodes.NotAllowedByWhatsApp),
        new(404, ProblemCodes.NotFoundOnWhatsApp),
        new(409, ProblemCodes.InstanceNotConnected),
        new(409, ProblemCodes.ConflictOnWhatsApp),
        new(409, ProblemCodes.WhatsAppLimitReached),
        new(410, ProblemCodes.GoneFromWhatsApp),
        new(422, ProblemCodes.RecipientNotOnWhatsApp),
        new(422, ProblemCodes.RefusedByWhatsApp),
        new(429, ProblemCodes.WhatsAppRateLimited),
        new(500, ProblemCodes.SessionUnreadable),
        new(502, ProblemCodes.UnexpectedAnswer),
        new(503, ProblemCodes.WhatsAppUnavailable),
        new(504, ProblemCodes.AckTimeout),
    ];

    /// <summary>When a message is accepted, and sent while the caller waits; or failed before, and is asked for again.</summary>
    private static readonly Failure[] OfSending =
    [
        .. OfWhatsApp,
        new(409, ProblemCodes.InstanceNotPaired),
        new(409, ProblemCodes.IdempotencyKeyInUse),
        new(422, ProblemCodes.IdempotencyKeyReused),
        new(422, ProblemCodes.MessageNotSendable),
        new(422, ProblemCodes.MessageRejected),
        new(422, ProblemCodes.MessageExpired),
        new(422, ProblemCodes.MessageCancelled),
        new(422, ProblemCodes.MessageAbandoned),
        new(429, ProblemCodes.MonthlyMessageLimit),
        new(429, ProblemCodes.QueueLimit),
        new(429, ProblemCodes.NewChatLimit),
    ];

    /// <summary>When a file is taken.</summary>
    private static readonly Failure[] OfFiles =
    [
        new(409, ProblemCodes.MediaStorageLimit),
        new(413, ProblemCodes.TooLarge),
        new(415, ProblemCodes.UnsupportedMediaType),
        new(422, ProblemCodes.MediaFetchFailed),
    ];

    public static IReadOnlyList<Failure> Of(Type parameter) =>
        parameter == typeof(ConnectedInstance) ? OfWhatsApp
        : parameter == typeof(SendContext) ? OfSending
        : parameter == typeof(MediaIntake) ? OfFiles
        : [];
}
