using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>
/// Keeps the application's default scheme as it would be without the gateway. The framework takes the only scheme there is for the
/// default one: it must not be ours, and the application's only scheme must stay its default although ours has come.
/// </summary>
internal sealed class ApplicationScheme : IPostConfigureOptions<AuthenticationOptions>
{
    private const string NoScheme = "";
    private const string SuppressAutoDefault = "Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme";

    public void PostConfigure(string? name, AuthenticationOptions options)
    {
        if (options.DefaultScheme is not null || (AppContext.TryGetSwitch(SuppressAutoDefault, out var isSuppressed) && isSuppressed))
        {
            return;
        }

        var others = options.Schemes.Where(scheme => scheme.Name != BearerHandler.SchemeName).Take(2).ToArray();
        if (others.Length < 2)
        {
            options.DefaultScheme = others.Length == 1 ? others[0].Name : NoScheme;
        }
    }
}
