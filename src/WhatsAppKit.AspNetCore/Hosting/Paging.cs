using System.Globalization;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>The parameters of a page: <c>limit</c> and <c>cursor</c>.</summary>
internal static class Paging
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100;

    public static int Limit(string? text)
    {
        var size = DefaultLimit;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is >= 1 and <= MaxLimit)
            ? size
            : throw GatewayException.Invalid("limit", $"1 to {MaxLimit} is allowed.");
    }

    /// <summary>Pages go down: what comes next is below the cursor.</summary>
    public static long Cursor(string? text)
    {
        var before = long.MaxValue;
        return text is null || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out before)
            ? before
            : throw GatewayException.Invalid("cursor", "Pass the nextCursor of the page before.");
    }
}
