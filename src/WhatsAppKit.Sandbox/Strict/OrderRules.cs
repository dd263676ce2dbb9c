using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Strict;

/// <summary>What must come before what on one connection.</summary>
internal sealed class OrderRules
{
    private const int MaxDirty = 100;

    private readonly HashSet<string> _dirty = [];
    private bool _isActive;

    /// <summary>Notes a stanza that went to the client.</summary>
    public void Told(BinaryNode stanza)
    {
        if (stanza.Tag == "ib" && stanza.Child("dirty")?["type"] is { } type && _dirty.Count < MaxDirty)
        {
            _dirty.Add(type);
        }
    }

    public void Check(StanzaCheck check, Device? device)
    {
        var stanza = check.Stanza;
        if (device is null)
        {
            check.Require(stanza.Tag is "iq" or "ib" or "presence" or "ack", "order-login", "It comes before the device has logged in.");
            return;
        }

        switch (stanza.Tag)
        {
            case "iq" when stanza["xmlns"] == "passive" && stanza.Child("active") is not null:
            case "ib" when stanza.Child("offline_batch") is not null:
                _isActive = true;
                break;
            case "iq" when stanza["xmlns"] == "urn:xmpp:whatsapp:dirty" && stanza.Child("clean") is { } clean:
                check.Require(clean["type"] is { } type && (_dirty.Contains(type) || _dirty.Count >= MaxDirty), "order-clean", "The server did not say that this is dirty.");
                break;
            case "message" or "chatstate" or "call":
                check.Require(_isActive, "order-active", "It comes before the device has said that it is active.");
                break;
        }
    }
}
