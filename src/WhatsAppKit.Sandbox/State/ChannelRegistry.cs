using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.State;

/// <summary>All channels of the sandbox. Callers hold the account directory's gate.</summary>
internal sealed class ChannelRegistry
{
    private readonly Dictionary<Jid, NewsChannel> _channels = [];

    public IEnumerable<NewsChannel> All => _channels.Values;

    public NewsChannel Add(string name, Account owner, DateTimeOffset at)
    {
        var channel = new NewsChannel(new Jid(GroupRegistry.NewId(), JidServer.Newsletter), name, owner, at);
        _channels.Add(channel.Jid, channel);
        return channel;
    }

    public NewsChannel? Find(Jid jid) => _channels.GetValueOrDefault(jid);

    public NewsChannel? FindInvite(string code) => _channels.Values.FirstOrDefault(channel => channel.Invite == code);

    public void Remove(NewsChannel channel) => _channels.Remove(channel.Jid);
}
