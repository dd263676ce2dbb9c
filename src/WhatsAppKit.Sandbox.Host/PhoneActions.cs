using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Host;

/// <summary>Does on a phone what a request says.</summary>
internal static class PhoneActions
{
    /// <exception cref="ArgumentException">The request does not say what is needed.</exception>
    public static async Task<Done> DoAsync(SandboxPhone phone, PhoneAction action, CancellationToken cancellationToken)
    {
        var to = action.To ?? "";
        var text = action.Text ?? "";
        switch (action.Kind)
        {
            case "type":
                await phone.TypeAsync(to, cancellationToken: cancellationToken).ConfigureAwait(false);
                return new Done(null);
            case "read":
                await phone.ReadAsync(Received(phone, action)).ConfigureAwait(false);
                return new Done(null);
            case "group":
                return new Done((await phone.CreateGroupAsync(text, action.Options ?? []).ConfigureAwait(false)).ToString());
        }

        var sent = action.Kind switch
        {
            "react" => phone.ReactAsync(Reference(phone, action), action.Text, cancellationToken),
            "edit" => phone.EditAsync(Reference(phone, action), text, cancellationToken),
            "delete" => phone.DeleteAsync(Reference(phone, action), cancellationToken),
            "reply" => phone.ReplyAsync(Received(phone, action), text, cancellationToken),
            "poll" => phone.SendPollAsync(to, text, action.Options ?? []),
            "vote" => phone.VoteAsync(Reference(phone, action), action.Options ?? []),
            "image" => phone.SendImageAsync(to, Convert.FromBase64String(action.File ?? ""), action.Text, cancellationToken),
            _ => throw new ArgumentException("This kind of action is not known."),
        };
        return new Done((await sent.ConfigureAwait(false)).Id);
    }

    private static MessageReceived Received(SandboxPhone phone, PhoneAction action) =>
        phone.Events.OfType<MessageReceived>().LastOrDefault(message => message.Id == action.Message)
        ?? throw new ArgumentException("The phone has received no such message.");

    /// <summary>A received message, or else one that the phone wrote in the chat that is named.</summary>
    private static MessageReference Reference(SandboxPhone phone, PhoneAction action) =>
        phone.Events.OfType<MessageReceived>().LastOrDefault(message => message.Id == action.Message)?.Reference
        ?? phone.Sent.LastOrDefault(sent => sent.Id == action.Message)?.Reference
        ?? throw new ArgumentException("The phone knows no such message.");
}
