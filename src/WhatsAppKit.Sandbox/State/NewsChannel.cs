using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.State;

/// <summary>A channel: one account writes, many read. Callers hold the account directory's gate.</summary>
internal sealed class NewsChannel(Jid jid, string name, Account owner)
{
    public Jid Jid { get; } = jid;

    public string Name { get; } = name;

    public Account Owner { get; } = owner;

    public HashSet<Account> Followers { get; } = [];

    /// <summary>The devices that asked to be told of reactions.</summary>
    public HashSet<Device> Watchers { get; } = [];

    /// <summary>What was written, oldest first; a message's number is its place, from 100.</summary>
    public List<ChannelPost> Posts { get; } = [];

    public ChannelPost? Find(string? id) => Posts.Find(post => post.Id == id);

    public ChannelPost? Find(long? number) => Posts.Find(post => post.Number == number);

    public ChannelPost Add(string id, long at)
    {
        var post = new ChannelPost(id, 100 + Posts.Count, at);
        Posts.Add(post);
        return post;
    }

    public IEnumerable<Device> Readers => Followers.Append(Owner).SelectMany(account => account.Devices.Values);
}

/// <summary>A message of a channel.</summary>
internal sealed record ChannelPost(string Id, long Number, long At)
{
    /// <summary>The reaction of each account, by number.</summary>
    public Dictionary<string, string> Reactions { get; } = [];
}
