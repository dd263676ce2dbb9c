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

    /// <summary>An id in the shape of the real ones.</summary>
    public static string NewId() => "120363" + RandomNumberGenerator.GetString("0123456789", 12);
}
