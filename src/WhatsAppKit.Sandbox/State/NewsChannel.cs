using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.State;

/// <summary>A channel: its owner and administrators write, many read. Callers hold the account directory's gate.</summary>
internal sealed class NewsChannel(Jid jid, string name, Account owner, DateTimeOffset at)
{
    public Jid Jid { get; } = jid;

    public string Name { get; set; } = name;

    public string Description { get; set; } = "";

    /// <summary>The picture as its owner sent it, base64; empty for none.</summary>
    public string Picture { get; set; } = "";

    public string Invite { get; } = "0029" + jid.User[^12..];

    public DateTimeOffset CreatedAt { get; } = at;

    public Account Owner { get; set; } = owner;

    /// <summary>Who writes besides the owner.</summary>
    public HashSet<Account> Admins { get; } = [];

    public HashSet<Account> Followers { get; } = [];

    public HashSet<Account> MutedBy { get; } = [];

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

    public bool MayWrite(Account account) => account == Owner || Admins.Contains(account);

    public string? RoleOf(Account account) =>
        account == Owner ? "OWNER" : Admins.Contains(account) ? "ADMIN" : Followers.Contains(account) ? "SUBSCRIBER" : "GUEST";

    public IEnumerable<Device> Readers => Followers.Concat(Admins).Append(Owner).Distinct().SelectMany(account => account.Devices.Values);
}

/// <summary>A message of a channel.</summary>
internal sealed record ChannelPost(string Id, long Number, long At)
{
    public string Type { get; set; } = "text";

    /// <summary>What it says now.</summary>
    public ReadOnlyMemory<byte> Plaintext { get; set; }

    /// <summary>When it changed last, in Unix seconds.</summary>
    public long ChangedAt { get; set; } = At;

    /// <summary>The reaction of each account, by number.</summary>
    public Dictionary<string, string> Reactions { get; } = [];

    /// <summary>The numbers of the accounts that saw it.</summary>
    public HashSet<string> Viewers { get; } = [];
}
