using System.Security.Cryptography;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.State;

/// <summary>All groups of the sandbox. Callers hold the account directory's gate.</summary>
internal sealed class GroupRegistry
{
    private readonly Dictionary<string, Group> _groups = [];

    public IReadOnlyCollection<Group> All => _groups.Values;

    public void Add(Group group) => _groups.Add(group.Id, group);

    public Group? Find(Jid jid) => jid.IsGroup ? _groups.GetValueOrDefault(jid.User) : null;

    public IEnumerable<Group> Of(Account account) => _groups.Values.Where(group => group.Find(account) is not null);

    public Group? FindId(string? id) => id is null ? null : _groups.GetValueOrDefault(id);

    /// <summary>The groups in a community, its announcements first.</summary>
    public IEnumerable<Group> In(Group community) =>
        _groups.Values.Where(group => group.Policy.Parent == community.Id).OrderByDescending(group => group.Policy.IsAnnouncements);

    /// <summary>An id in the shape of the real ones.</summary>
    public static string NewId() => "120363" + RandomNumberGenerator.GetString("0123456789", 12);
}
