using System.Security.Cryptography;
using System.Text;

namespace WhatsAppKit.Sandbox.Host;

/// <summary>Lets only those in who know the token. The protocol's own socket is open: its clients prove themselves there.</summary>
internal sealed class TokenGate(string token)
{
    private const string Scheme = "Bearer ";
    private readonly byte[] _expected = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var isSocket = context.Request.Path.Equals(SandboxEndpoints.SocketPath, StringComparison.Ordinal)
            || context.Request.Path.Equals("/ws/chat", StringComparison.Ordinal);
        if (isSocket || Knows(context.Request.Headers.Authorization.ToString()))
        {
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Problem("The control API needs the token: Authorization: Bearer <token>.", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
    }

    // Hashes are of one length, so the time says nothing about the token.
    private bool Knows(string header) =>
        header.StartsWith(Scheme, StringComparison.Ordinal)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..])), _expected);
}
