namespace WhatsAppKit.Core.Groups;

/// <summary>A link that lets whoever has it join a group.</summary>
public static class GroupInviteLink
{
    private const string Start = "https://chat.whatsapp.com/";
    private const int MaxLength = 128;

    /// <summary>The link of a code.</summary>
    /// <param name="code">The code.</param>
    /// <exception cref="ArgumentException">The text cannot be a code.</exception>
    public static string Of(string code) => Start + CodeOf(code);

    /// <summary>The code in a link, which may have a query behind it; a code stays as it is.</summary>
    /// <param name="linkOrCode">The link or the code.</param>
    /// <exception cref="ArgumentException">The text is neither.</exception>
    public static string CodeOf(string linkOrCode)
    {
        ArgumentNullException.ThrowIfNull(linkOrCode);
        var rest = linkOrCode.AsSpan().Trim();
        foreach (var start in (ReadOnlySpan<string>)["https://", "http://", "chat.whatsapp.com/", "invite/"])
        {
            rest = rest.StartsWith(start, StringComparison.OrdinalIgnoreCase) ? rest[start.Length..] : rest;
        }

        var end = rest.IndexOfAny('?', '#', '/');
        var code = end < 0 ? rest : rest[..end];
        return code.Length is > 0 and <= MaxLength && code.IndexOfAnyExcept(Allowed) < 0
            ? code.ToString()
            : throw new ArgumentException("The text is neither an invite link nor its code.", nameof(linkOrCode));
    }

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
