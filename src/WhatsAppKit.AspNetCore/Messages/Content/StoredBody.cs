using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.AspNetCore.Messages.Content;

/// <summary>All that a stored message says: sealed in its row, since files' keys are in it.</summary>
internal sealed record StoredBody
{
    public required MessageContent Content { get; init; }

    public IReadOnlyList<string> Mentions { get; init; } = [];

    public bool MentionsEveryone { get; init; }

    public int ForwardingScore { get; init; }

    public int? DisappearsAfterSeconds { get; init; }

    public string? AlbumId { get; init; }

    public static StoredBody Of(MessageReceived message) => new()
    {
        Content = message.Content,
        Mentions = [.. message.Mentions.Select(jid => jid.ToString())],
        MentionsEveryone = message.MentionsEveryone,
        ForwardingScore = message.ForwardingScore,
        DisappearsAfterSeconds = message.DisappearsAfter is { } timer ? (int)Math.Min(timer.TotalSeconds, int.MaxValue) : null,
        AlbumId = message.Album?.Id,
    };
}
