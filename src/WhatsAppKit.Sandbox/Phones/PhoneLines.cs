using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Presence;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>Tells what happened on a phone in a line that a person reads at a glance.</summary>
internal sealed class PhoneLines(Account account, AccountDirectory accounts)
{
    private const int MaxText = 200;

    public string Own => "+" + account.Number;

    /// <summary>A person's number; the address of anything else.</summary>
    public string NameOf(Jid jid)
    {
        lock (accounts.Gate)
        {
            return accounts.Find(jid) is { } known ? "+" + known.Number : jid.ToString();
        }
    }

    public string Of(WhatsAppEvent told) => told switch
    {
        MessageReceived message => $"{From(message)}: {Describe(message.Content)} ({message.Id})",
        MessageEdited edited => $"{From(edited)} edited {edited.Target.Id}: {Describe(edited.Content)}",
        MessageRevoked revoked => $"{From(revoked)} deleted {revoked.Target.Id}",
        ReactionChanged reaction => $"{From(reaction)} reacted to {reaction.Target.Id}: {reaction.Emoji ?? "(nothing any more)"}",
        PollVoted vote => $"{From(vote)} voted in {vote.Target.Id}: {string.Join(", ", vote.Options)}",
        ChatEvent other => $"{From(other)}: {other.GetType().Name}",
        ReceiptReceived receipt => $"{NameOf(receipt.From)} {receipt.Kind}: {string.Join(", ", receipt.Ids)}",
        TypingChanged typing => $"{NameOf(typing.Sender)} in {NameOf(typing.Chat)}: {typing.State}",
        PresenceChanged presence => $"{NameOf(presence.Chat)} is {(presence.IsAvailable ? "online" : "offline")}",
        MessageUndecryptable failed => $"{NameOf(failed.Sender)}: a message that cannot be read, {failed.Reason} ({failed.Id})",
        _ => told.GetType().Name,
    };

    public static string Describe(MessageContent content) => content switch
    {
        TextContent text => "\"" + Cut(text.Text) + "\"",
        MediaContent media => content.GetType().Name + (media.Caption is null ? "" : " \"" + Cut(media.Caption) + "\""),
        PollContent poll => $"poll \"{Cut(poll.Question)}\" [{Cut(string.Join(", ", poll.Options))}]",
        _ => content.GetType().Name,
    };

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";

    private string From(ChatEvent told)
    {
        var writer = told.FromMe ? "own device" : NameOf(told.Sender);
        return told.Chat == told.Sender.ToUser() && !told.FromMe ? writer : $"{writer} in {NameOf(told.Chat)}";
    }
}
