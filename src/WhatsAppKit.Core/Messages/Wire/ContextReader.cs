using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Session.Fanout;

namespace WhatsAppKit.Core.Messages;

/// <summary>Reads what a message carries besides its content. What a peer writes there never makes it throw.</summary>
internal static class ContextReader
{
    public static QuotedMessage? Quoted(ContextInfo? info, MessageSource source, DeviceCredentials credentials)
    {
        if (info is null || !info.HasStanzaId || !Jid.TryParse(info.Participant, out var author))
        {
            return null;
        }

        var chat = Jid.TryParse(info.RemoteJid, out var other) ? other.ToUser() : source.Chat;
        var reference = new MessageReference(chat, info.StanzaId, author.ToUser(), credentials.IsOwnUser(author));
        var content = info.QuotedMessage is { } quoted ? ContentReader.Read(MessageWrappers.Unwrap(quoted)) : null;
        return new QuotedMessage(reference, content);
    }

    public static IReadOnlyList<Jid> Mentions(ContextInfo? info)
    {
        if (info is null || info.MentionedJid.Count == 0)
        {
            return [];
        }

        var mentions = new List<Jid>(info.MentionedJid.Count);
        foreach (var text in info.MentionedJid)
        {
            if (Jid.TryParse(text, out var jid))
            {
                mentions.Add(jid.ToUser());
            }
        }

        return mentions;
    }

    public static TimeSpan? Timer(ContextInfo? info) =>
        info is { HasExpiration: true, Expiration: > 0 } ? TimeSpan.FromSeconds(info.Expiration) : null;
}
