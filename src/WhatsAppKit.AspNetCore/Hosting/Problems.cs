using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Contracts;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>Turns every failure into problem details (RFC 9457) with a stable code, and tells nothing of the inside.</summary>
internal sealed class Problems(IProblemDetailsService writer, ILogger<Problems> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, code, detail, errors) = Describe(exception);
        if (status == StatusCodes.Status500InternalServerError)
        {
            HostingLog.RequestFailed(logger, exception);
        }

        return await WriteAsync(writer, httpContext, status, code, detail, errors).ConfigureAwait(false);
    }

    public static ValueTask<bool> WriteAsync(
        IProblemDetailsService writer,
        HttpContext context,
        int status,
        string code,
        string detail,
        IReadOnlyDictionary<string, string[]>? errors = null)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Detail = detail };
        problem.Extensions["code"] = code;
        if (errors is not null)
        {
            problem.Extensions["errors"] = errors;
        }

        return writer.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
    }

    private static (int Status, string Code, string Detail, IReadOnlyDictionary<string, string[]>? Errors) Describe(Exception exception) => exception switch
    {
        GatewayException error => (error.Status, error.Code, error.Message, error.Errors),
        BadHttpRequestException { InnerException: JsonException } => (400, ProblemCodes.Invalid, "The body is no JSON of the expected shape.", null),
        BadHttpRequestException error => (error.StatusCode, ProblemCodes.Invalid, "The request is malformed.", null),
        WhatsAppNotConnectedException => (409, ProblemCodes.InstanceNotConnected, "The instance is not connected to WhatsApp.", null),
        RecipientNotFoundException => (422, ProblemCodes.RecipientNotOnWhatsApp, "The recipient has no WhatsApp account.", null),
        MessageRejectedException error => (422, ProblemCodes.MessageRejected, $"WhatsApp refused the message with code {error.Code}.", null),
        RequestTimeoutException => (504, ProblemCodes.AckTimeout, "WhatsApp did not answer in time; whether it has the message is unknown.", null),
        _ => (500, ProblemCodes.Internal, "The gateway failed.", null),
    };
}
