using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>The one form an address is stored and looked up in.</summary>
internal static class EmailAddress
{
    private const int MaxLength = 254;

    public static string Parse(string? text) => TryParse(text) ?? throw GatewayException.Invalid("email", "An email address is needed.");

    /// <summary>
    /// Null when the text is no address. ASCII only: what else looks alike cannot be told apart without the tables of Unicode,
    /// which a host may run without.
    /// </summary>
    public static string? TryParse(string? text)
    {
        var email = (text ?? "").Trim().ToLowerInvariant();
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var isAddress = at > 0 && at == email.LastIndexOf('@') && at < email.Length - 1;
        return isAddress && email.Length <= MaxLength && email.All(c => c is > ' ' and < '\u007F') ? email : null;
    }
}
