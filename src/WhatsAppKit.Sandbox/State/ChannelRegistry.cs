using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.State;

/// <summary>All channels of the sandbox. Callers hold the account directory's gate.</summary>
internal sealed class ChannelRegistry
{
    private readonly Dictionary<Jid, NewsChannel> _channels = [];

    public NewsChannel Add(string name, Account owner)
    {
        var channel = new NewsChannel(new Jid(GroupRegistry.NewId(), JidServer.Newsletter), name, owner);
        _channels.Add(channel.Jid, channel);
        return channel;
    }

    public NewsChannel? Find(Jid jid) => _channels.GetValueOrDefault(jid);
}
