using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Logging;

/// <summary>
/// Writes refusals that concern security to their category. It is asked where every problem is written, so no endpoint can
/// forget it.
/// </summary>
internal static class SecurityEvents
{
    public static void Note(HttpContext context, string code)
    {
        var logger = context.RequestServices.GetRequiredService<GatewayLogs>().Security;
        var address = ClientAddress.Of(context);
        var route = RequestTrace.Of(context).Route;
        var subscription = context.User.FindFirst(TenantContext.SubscriptionClaim)?.Value;
        switch (code)
        {
            case ProblemCodes.InvalidCredentials or ProblemCodes.AccountLocked:
                SecurityLog.LoginFailed(logger, address, code);
                break;
            case ProblemCodes.Unauthenticated or ProblemCodes.InvalidRefreshToken or ProblemCodes.InvalidResetToken:
                SecurityLog.CredentialRefused(logger, LevelOf(context, code), address, route, code);
                break;
            case ProblemCodes.Forbidden or ProblemCodes.AdministratorNeeded or ProblemCodes.PermissionMissing:
                SecurityLog.NotAllowed(logger, address, route, code, subscription);
                break;
            case ProblemCodes.AddressRateLimited or ProblemCodes.AuthRateLimited or ProblemCodes.KeyRateLimited or ProblemCodes.MonthlyMessageLimit
                or ProblemCodes.NewChatLimit or ProblemCodes.QueueLimit or ProblemCodes.PairingCodeLimit:
                SecurityLog.Limited(logger, address, route, code, subscription);
                break;
        }
    }

    /// <summary>A request without any credential is a stranger who lost the way, not somebody who tries keys.</summary>
    private static LogLevel LevelOf(HttpContext context, string code) =>
        code == ProblemCodes.Unauthenticated && context.Request.Headers.Authorization.Count == 0 ? LogLevel.Debug : LogLevel.Warning;
}
