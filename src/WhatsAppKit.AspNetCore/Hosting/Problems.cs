using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Pairing;
using WhatsAppKit.Core.Pairing.Passkey;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>Turns every failure into problem details (RFC 9457) with a stable code, and tells nothing of the inside.</summary>
internal sealed class Problems(GatewayLogs logs) : IExceptionHandler
{
    private const string CodeField = "code";
    private const string TraceField = "traceId";
    private const string ProblemJson = "application/problem+json";

    // A writer of our own: how the application describes its failures, and writes JSON, is its own affair, and so is ours.
    private static readonly IProblemDetailsService Writer = new ServiceCollection().AddProblemDetails(problems => problems.CustomizeProblemDetails = AddCode)
        .BuildServiceProvider().GetRequiredService<IProblemDetailsService>();

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if (endpoint?.Metadata.GetMetadata<GatewayEndpoint>() is null)
        {
            return false;
        }

        await HandleAsync(httpContext, exception).ConfigureAwait(false);
        return true;
    }

    /// <summary>Answers with what went wrong in an endpoint of ours.</summary>
    public async Task HandleAsync(HttpContext httpContext, Exception exception)
    {
        using var scope = RequestTrace.Of(httpContext).Scope();
        var (status, code, detail, errors) = Describe(exception);
        if (status == StatusCodes.Status500InternalServerError)
        {
            HostingLog.RequestFailed(logs.Error, exception);
        }

        // Whoever handles exceptions starts with a clean answer: what was said of the limits is said again.
        RateGate.Repeat(httpContext);
        if (exception is GatewayException { RetryAfter: { } wait })
        {
            httpContext.Response.Headers.RetryAfter = RetryAfterSeconds(wait);
        }

        await WriteAsync(httpContext, status, code, detail, errors).ConfigureAwait(false);
    }

    /// <summary>Whole seconds, never too few.</summary>
    public static string RetryAfterSeconds(TimeSpan wait) =>
        Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    public static async Task WriteAsync(
        HttpContext context, int status, string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        SecurityEvents.Note(context, code);
        SecurityHeaders.AddTo(context.Response);
        context.Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Detail = detail };
        problem.Extensions[CodeField] = code;
        if (errors is not null)
        {
            problem.Extensions["errors"] = errors;
        }

        if (!await Writer.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem }).ConfigureAwait(false))
        {
            // Whoever accepts pictures only is told what went wrong all the same.
            problem.Title = ReasonPhrases.GetReasonPhrase(status);
            AddTrace(context, problem);
            await context.Response.WriteAsJsonAsync(problem, options: null, ProblemJson, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the problems that the framework itself reports a code too.</summary>
    public static void AddCode(ProblemDetailsContext context)
    {
        var code = context.ProblemDetails.Status switch
        {
            StatusCodes.Status401Unauthorized => ProblemCodes.Unauthenticated,
            StatusCodes.Status403Forbidden => ProblemCodes.Forbidden,
            StatusCodes.Status404NotFound => ProblemCodes.NotFound,
            StatusCodes.Status405MethodNotAllowed => ProblemCodes.MethodNotAllowed,
            StatusCodes.Status413PayloadTooLarge => ProblemCodes.TooLarge,
            StatusCodes.Status429TooManyRequests => ProblemCodes.AddressRateLimited,
            StatusCodes.Status415UnsupportedMediaType => ProblemCodes.UnsupportedMediaType,
            >= StatusCodes.Status500InternalServerError => ProblemCodes.Internal,
            _ => ProblemCodes.Invalid,
        };
        context.ProblemDetails.Extensions.TryAdd(CodeField, code);
        AddTrace(context.HttpContext, context.ProblemDetails);
    }

    /// <summary>What finds the request in the log; problems that are not the gateway's keep the framework's.</summary>
    private static void AddTrace(HttpContext context, ProblemDetails problem)
    {
        if (RequestTrace.Find(context) is { } trace)
        {
            problem.Extensions[TraceField] = trace.Id;
        }
    }

    /// <summary>What a caller is told of a failure.</summary>
    public static (int Status, string Code, string Detail, IReadOnlyDictionary<string, string[]>? Errors) Describe(Exception exception) => exception switch
    {
        GatewayException error => (error.Status, error.Code, error.Message, error.Errors),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (413, ProblemCodes.TooLarge, "The body is too large.", null),
        BadHttpRequestException error => (error.StatusCode, ProblemCodes.Invalid, "The request is malformed.", null),
        WhatsAppNotConnectedException => (409, ProblemCodes.InstanceNotConnected, "The instance is not connected to WhatsApp.", null),
        RecipientNotFoundException => (422, ProblemCodes.RecipientNotOnWhatsApp, "The recipient has no WhatsApp account.", null),
        MessageRejectedException error => (422, ProblemCodes.MessageRejected, $"WhatsApp refused the message with code {error.Code}.", null),
        RequestTimeoutException => (504, ProblemCodes.AckTimeout, "WhatsApp did not answer in time; whether it has the message is unknown.", null),
        PairingCodeException { Error: PairingCodeError.RequestUnderWay } => (409, ProblemCodes.UnderWay, "A pairing code is being asked for already.", null),
        PairingCodeException error => (409, ProblemCodes.PairingCodeNotAvailable, error.Message, null),
        PasskeyException { Error: PasskeyError.NotRequested or PasskeyError.NothingToConfirm } error => (409, ProblemCodes.PasskeyNotAwaited, error.Message, null),
        PasskeyException { Error: PasskeyError.UnderWay } error => (409, ProblemCodes.UnderWay, error.Message, null),
        PasskeyException error => (422, ProblemCodes.PasskeyRefused, error.Message, null),
        CorruptStoreException => (500, ProblemCodes.SessionUnreadable, "The instance's stored session does not open: it is damaged, or was sealed with another encryption key.", null),
        _ when WhatsAppRefusal.Of(exception) is { } refusal => (refusal.Status, refusal.Code, refusal.Detail, null),
        WhatsAppException { IsTransient: true } => (503, ProblemCodes.WhatsAppUnavailable, "WhatsApp cannot be reached now.", null),
        _ => (500, ProblemCodes.Internal, "The gateway failed.", null),
    };
}
