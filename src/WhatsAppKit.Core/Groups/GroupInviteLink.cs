using System.Buffers;

namespace WhatsAppKit.Core.Groups;

/// <summary>A link that lets whoever has it join a group.</summary>
public static class GroupInviteLink
{
    private const string Start = "https://chat.whatsapp.com/";
    private const int MaxLength = 128;

    // The longer ones first: "invite" alone could be a code.
    private static readonly string[] Starts =
    [
        "https://chat.whatsapp.com/invite/", "http://chat.whatsapp.com/invite/", "chat.whatsapp.com/invite/",
        Start, "http://chat.whatsapp.com/", "chat.whatsapp.com/",
    ];

    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

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
        var code = linkOrCode.AsSpan().Trim();
        foreach (var start in Starts)
        {
            if (code.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                code = code[start.Length..];
                var end = code.IndexOfAny('?', '#', '/');
                code = end < 0 ? code : code[..end];
                break;
            }
        }

        return code.Length is > 0 and <= MaxLength && code.IndexOfAnyExcept(Allowed) < 0
            ? code.ToString()
            : throw new ArgumentException("The text is neither an invite link nor its code.", nameof(linkOrCode));
    }
}
