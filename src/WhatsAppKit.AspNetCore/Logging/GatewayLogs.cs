using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Logging;

/// <summary>The loggers of the five categories.</summary>
internal sealed class GatewayLogs(ILoggerFactory loggers)
{
    public ILogger Request { get; } = loggers.CreateLogger(LogCategories.Request);

    public ILogger Security { get; } = loggers.CreateLogger(LogCategories.Security);

    public ILogger Business { get; } = loggers.CreateLogger(LogCategories.Business);

    public ILogger Error { get; } = loggers.CreateLogger(LogCategories.Error);
}
