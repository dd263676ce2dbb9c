using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Contacts;

/// <summary>Short links to people (<c>wa.me/qr/…</c>) and to businesses (<c>wa.me/message/…</c>). Errors are those of <see cref="ContactService"/>.</summary>
public sealed class ContactLinks
{
    private const int MaxLength = 128;
    private const string OwnStart = "https://wa.me/qr/";

    private readonly IWhatsAppSession _session;

    internal ContactLinks(IWhatsAppSession session) => _session = session;

    /// <summary>Whom a link leads to.</summary>
    /// <param name="linkOrCode">The link or its code.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The person or business; null when the link leads nowhere, or not any more.</returns>
    /// <exception cref="ArgumentException">The text is neither a link nor a code.</exception>
    /// <exception cref="ProtocolException">The answer names nobody.</exception>
    public async Task<ContactLinkTarget?> ResolveAsync(string linkOrCode, CancellationToken cancellationToken = default)
    {
        try
        {
            var answer = await _session.QueryAsync(Iq("get", [("code", CodeOf(linkOrCode))]), cancellationToken).ConfigureAwait(false);
            return answer.Child("qr") is { } qr && qr.Jid("jid") is { } jid
                ? Read(qr, jid)
                : throw new ProtocolException("The answer to a question about a link names nobody.");
        }
        catch (WhatsAppRequestException error) when (error.Reason == RequestRefusal.NotFound)
        {
            return null;
        }
    }

    /// <summary>The link to this account, made when there is none yet.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<string> GetOwnAsync(CancellationToken cancellationToken = default) => OwnAsync("get", cancellationToken);

    /// <summary>Makes the link to this account void and makes another.</summary>
    /// <param name="cancellationToken">Stops waiting; the link may still be void.</param>
    /// <returns>The new link.</returns>
    public Task<string> RevokeOwnAsync(CancellationToken cancellationToken = default) => OwnAsync("revoke", cancellationToken);

    // The official clients name no recipient here.
    private static BinaryNode Iq(string type, NodeAttribute[] attributes) => new("iq", [("type", type), ("xmlns", "w:qr")], new BinaryNode("qr", attributes));

    private static string CodeOf(string linkOrCode)
    {
        ArgumentNullException.ThrowIfNull(linkOrCode);
        var text = linkOrCode.Trim();
        text = text.StartsWith("wa.me/", StringComparison.OrdinalIgnoreCase) ? "https://" + text : text;
        var path = Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Host is "wa.me" or "api.whatsapp.com"
            && link.Segments is [_, "message/" or "qr/", var last] ? last : text;
        return path.Length is > 0 and <= MaxLength && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? path
            : throw new ArgumentException("The text is neither a link to a contact nor its code.", nameof(linkOrCode));
    }

    private static ContactLinkTarget Read(BinaryNode qr, Jid jid)
    {
        var business = qr.Child("business");
        return new ContactLinkTarget(jid.ToUser())
        {
            Name = qr["notify"],
            Type = qr["type"],
            Message = qr.Child("message")?.Text is { Length: > 0 } message ? message : null,
            BusinessName = business?["verified_name"],
            VerifiedLevel = business?["verified_level"],
            IsSigned = business?["is_signed"] is "true" or "1",
        };
    }

    private async Task<string> OwnAsync(string action, CancellationToken cancellationToken)
    {
        var answer = await _session.QueryAsync(Iq("set", [("type", "contact"), ("action", action)]), cancellationToken).ConfigureAwait(false);
        return OwnStart + (answer.Child("qr")?["code"] ?? throw new ProtocolException("The answer to a question about the own link has no code."));
    }
}

/// <summary>Whom a short link leads to.</summary>
/// <param name="Jid">The person or business.</param>
public sealed record ContactLinkTarget(Jid Jid)
{
    /// <summary>The name the person or business shows; null when not told.</summary>
    public string? Name { get; init; }

    /// <summary>What kind of link it is, in the server's words, such as <c>contact</c>; null when not told.</summary>
    public string? Type { get; init; }

    /// <summary>The text to begin a message with; null for none.</summary>
    public string? Message { get; init; }

    /// <summary>The certified name of a business; null for none.</summary>
    public string? BusinessName { get; init; }

    /// <summary>How far that name is verified, in the server's words; null when not told.</summary>
    public string? VerifiedLevel { get; init; }

    /// <summary>True when the certificate of that name is signed.</summary>
    public bool IsSigned { get; init; }
}
