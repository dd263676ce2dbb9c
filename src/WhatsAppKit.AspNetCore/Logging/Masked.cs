namespace WhatsAppKit.AspNetCore.Logging;

/// <summary>What log lines say of people: enough to recognise whom one knows, too little to call anybody.</summary>
internal static class Masked
{
    private const int Shown = 4;
    private const int Fewest = 8;

    /// <summary>The last digits of a number or of an id, <c>…0001</c>, and its server where it has one.</summary>
    public static string Address(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        var (user, server) = at < 0 ? (address, "") : (address[..at], address[at..]);
        return $"…{(user.Length >= Fewest ? user[^Shown..] : "")}{server}";
    }
}
