using Microsoft.AspNetCore.Http;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>What a failed attempt means for its message.</summary>
internal static class SendFailures
{
    /// <summary>The code of an error that ends the message; null when another attempt may succeed.</summary>
    public static string? CodeOf(Exception error) => error switch
    {
        GatewayException refused => refused.Code,
        RecipientNotFoundException => ProblemCodes.RecipientNotOnWhatsApp,
        MessageRejectedException => ProblemCodes.MessageRejected,
        WhatsAppException { IsTransient: true } or OperationCanceledException or TimeoutException or IOException => null,
        WhatsAppException when WhatsAppRefusal.Of(error) is { Status: not (429 or 503 or 504) } refusal => refusal.Code,
        _ => null,
    };

    /// <summary>True for what an attempt brings when there is no connection: it is made again when there is one.</summary>
    public static bool IsOffline(Exception error) => error is WhatsAppNotConnectedException;

    /// <summary>True when the attempt may have reached WhatsApp.</summary>
    public static bool MayHaveBeenSent(Exception error) => error is not WhatsAppNotConnectedException { MayHaveBeenSent: false };

    /// <summary>The problem of a message that failed before, for whoever asks again.</summary>
    public static GatewayException Of(string code, string reason) => new(StatusCodes.Status422UnprocessableEntity, code, reason);
}
