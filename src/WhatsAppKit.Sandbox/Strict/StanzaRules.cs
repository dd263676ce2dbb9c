using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Observation;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Strict;

/// <summary>Checks every stanza of one connection against the rules that WhatsApp's own clients keep.</summary>
internal sealed class StanzaRules(SandboxObserver observer)
{
    // Longer than a client may need for one message, shorter than a test waits.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    private readonly HashSet<string> _requests = [];
    private readonly OrderRules _order = new();

    /// <summary>Looks at a stanza of the client before the server does.</summary>
    public void Sent(Device? device, BinaryNode stanza)
    {
        var check = new StanzaCheck(observer, device, stanza);
        _order.Check(check, device);
        switch (stanza.Tag)
        {
            case "iq":
                IqRules.Check(check, _requests);
                if (device is not null && stanza["xmlns"] == "encrypt" && stanza["type"] == "set")
                {
                    PreKeyRules.Check(observer, device, stanza);
                }

                break;
            case "message" when device is not null:
                MessageRules.Check(check, device);
                break;
            case "receipt" when device is not null:
                ReceiptRules.CheckReceipt(check, device);
                break;
            case "ack" when device is not null:
                ReceiptRules.CheckAck(check, device);
                break;
            case "presence":
                PresenceRules.CheckPresence(check);
                break;
            case "chatstate":
                PresenceRules.CheckTyping(check);
                break;
            case "call":
                PresenceRules.CheckCall(check, device);
                break;
        }

        if (device is not null)
        {
            Remind(device);
        }
    }

    /// <summary>Notes a stanza that went to the client.</summary>
    public void Delivered(Device device, BinaryNode stanza)
    {
        device.Conduct.Delivered(stanza, observer.Now);
        _order.Told(stanza);
        if (stanza.Tag == "call" && stanza.Children is [{ } step] && step["call-id"] is { } call)
        {
            device.Conduct.KnowsCall(call);
        }

        if (stanza.Tag == "ack" && stanza["phash"] is not null && stanza.Jid("from") is { IsGroup: true } group && device.Conduct.LastHash(group) is { } hash)
        {
            device.Conduct.ToldHashIsStale(group, hash);
        }
    }

    private void Remind(Device device)
    {
        foreach (var owed in device.Conduct.TakeOverdue(observer.Now, AnswerLimit))
        {
            observer.Report(device.Name, "answer-owed", $"The {owed.Tag} was not answered.", owed);
        }
    }
}
