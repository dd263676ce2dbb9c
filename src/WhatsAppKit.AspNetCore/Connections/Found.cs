using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>The answer of an operation that may find nothing.</summary>
internal sealed record Found<T>(T? Value)
    where T : class
{
    /// <summary>What was found.</summary>
    /// <exception cref="GatewayException">Nothing was.</exception>
    public T OrNotFound() => Value ?? throw new GatewayException(404, ProblemCodes.NotFoundOnWhatsApp, "WhatsApp knows no such thing.");
}
