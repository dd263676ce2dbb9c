using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WhatsAppKit.Sandbox;

/// <summary>Maps a sandbox into an ASP.NET host: the WebSocket for clients, and a small HTTP API to hold the phones.</summary>
public static class SandboxEndpoints
{
    /// <summary>Where clients connect, below the host's address.</summary>
    public const string SocketPath = "/sandbox/ws/chat";

    private const long MaxCodeLength = 4096;

    /// <summary>Maps the sandbox below <c>/sandbox</c>, and the scan endpoint that Baileys' own tests use.</summary>
    public static IEndpointRouteBuilder MapWhatsAppSandbox(this IEndpointRouteBuilder endpoints, WhatsAppSandbox sandbox)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(sandbox);
        if (endpoints is IApplicationBuilder app)
        {
            app.UseWebSockets();
        }

        Delegate serve = (HttpContext context) => ServeAsync(context, sandbox);
        endpoints.Map(SocketPath, serve).ExcludeFromDescription();
        endpoints.Map("/ws/chat", serve).ExcludeFromDescription();
        endpoints.MapGet("/sandbox", (HttpRequest request) => new SandboxInfo(
            $"{(request.IsHttps ? "wss" : "ws")}://{request.Host}{SocketPath}", Convert.ToHexStringLower(sandbox.TrustedRootKey.Span), sandbox.MediaCertificatePem));
        endpoints.MapPost("/sandbox/phones", async (NewPhone body, CancellationToken token) => await PhoneRequests.GuardAsync(async () =>
        {
            var phone = await sandbox.AddPhoneAsync(body.Number ?? "", token).ConfigureAwait(false);
            return Results.Created($"/sandbox/phones/{phone.Number}", new PhoneInfo(phone.Number, phone.Jid.ToString(), phone.Lid.ToString()));
        }).ConfigureAwait(false));
        endpoints.MapPost("/sandbox/phones/{number}/scan", (string number, Scan body, CancellationToken token) => PhoneRequests.WithPhoneAsync(sandbox, number, async phone =>
            Results.Ok(new Scanned((await phone.ScanAsync(body.Code ?? "", token).ConfigureAwait(false)).ToString()))));
        endpoints.MapPost("/sandbox/phones/{number}/enter-code", (string number, Scan body, CancellationToken token) => PhoneRequests.WithPhoneAsync(sandbox, number, async phone =>
            Results.Ok(new Scanned((await phone.EnterCodeAsync(body.Code ?? "", token).ConfigureAwait(false)).ToString()))));
        endpoints.MapPost("/sandbox/phones/{number}/messages", (string number, NewMessage body, CancellationToken token) => PhoneRequests.WithPhoneAsync(sandbox, number, async phone =>
            Results.Ok(await phone.SendTextAsync(body.To ?? "", body.Text ?? "", token).ConfigureAwait(false) is var sent
                ? new Sent(sent.Id, sent.To.ToString(), sent.Timestamp)
                : null)));
        endpoints.MapGet("/sandbox/phones/{number}/messages", (string number) => PhoneRequests.WithPhoneAsync(sandbox, number, phone => Task.FromResult(Results.Ok(phone.Messages))));
        endpoints.MapPost("/admin/mock-phone/scan-qr", (HttpRequest request, CancellationToken token) => PhoneRequests.GuardAsync(() => ScanRawAsync(sandbox, request, token)))
            .WithMetadata(new RequestSizeLimitAttribute(MaxCodeLength));
        return endpoints;
    }

    private static async Task ServeAsync(HttpContext context, WhatsAppSandbox sandbox)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        await sandbox.ServeAsync(socket, both.Token).ConfigureAwait(false);
    }

    /// <summary>Makes a phone whose number follows from the client's push name, as Baileys' tests expect, and scans.</summary>
    private static async Task<IResult> ScanRawAsync(WhatsAppSandbox sandbox, HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        var code = (await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false)).Trim();
        var name = sandbox.PushNameOf(code) ?? throw new InvalidOperationException("No device waits with this QR code.");
        var phone = await sandbox.AddPhoneAsync(NumberOf(name), cancellationToken).ConfigureAwait(false);
        return Results.Ok(new Scanned((await phone.ScanAsync(code, cancellationToken).ConfigureAwait(false)).ToString()));
    }

    private static string NumberOf(string pushName)
    {
        var hash = BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(pushName)));
        return "1555" + (hash % 10_000_000).ToString("D7", CultureInfo.InvariantCulture);
    }

    private sealed record SandboxInfo(string Endpoint, string TrustedRootKey, string MediaCertificate);

    private sealed record NewPhone(string? Number);

    private sealed record PhoneInfo(string Number, string Jid, string Lid);

    private sealed record Scan(string? Code);

    private sealed record Scanned(string Device);

    private sealed record NewMessage(string? To, string? Text);

    private sealed record Sent(string Id, string To, DateTimeOffset Timestamp);
}
