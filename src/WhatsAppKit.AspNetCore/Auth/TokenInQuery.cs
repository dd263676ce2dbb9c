using Microsoft.AspNetCore.Http;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>
/// Marks endpoints whose credential may stand in the address, because browsers send no headers there. Everywhere else it would end up in
/// logs and histories for nothing.
/// </summary>
internal sealed class TokenInQuery
{
    private const string Name = "access_token";

    public static TokenInQuery Mark { get; } = new();

    /// <summary>The credential of such a request, which is taken out of the address: whatever is told of the request later does not have it.</summary>
    public static string? TakeFrom(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<TokenInQuery>() is null || context.Request.Query[Name] is not [{ Length: > 0 } token])
        {
            return null;
        }

        context.Request.QueryString = QueryString.Create(context.Request.Query.Where(each => !each.Key.Equals(Name, StringComparison.OrdinalIgnoreCase)));
        return token;
    }
}
