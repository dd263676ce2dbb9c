namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>Who may call an endpoint.</summary>
internal static class Policies
{
    /// <summary>People, with a token.</summary>
    public const string People = "WhatsAppGateway.People";

    /// <summary>Programs, with an API key of an instance; or people, with a token and a header that names one.</summary>
    public const string Integration = "WhatsAppGateway.Integration";
}
