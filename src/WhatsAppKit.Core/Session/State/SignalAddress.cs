using System.Globalization;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.State;

/// <summary>The key of a Signal session: a user, the addressing it is known under, and a device.</summary>
internal readonly record struct SignalAddress
{
    public SignalAddress(Jid device)
    {
        Jid = device;
        var domain = device.Server switch
        {
            JidServer.Lid => "_1",
            JidServer.Hosted => "_128",
            JidServer.HostedLid => "_129",
            _ => "",
        };
        Key = string.Create(CultureInfo.InvariantCulture, $"{device.User}{domain}.{device.Device}");
    }

    public Jid Jid { get; }

    /// <summary><c>user[_domain].device</c>.</summary>
    public string Key { get; }

    public override string ToString() => Key;
}
