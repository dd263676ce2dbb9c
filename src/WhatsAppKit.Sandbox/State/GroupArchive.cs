using System.Text.Json;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Sandbox.State;

/// <summary>Keeps groups in the sandbox's store.</summary>
internal sealed class GroupArchive(ISessionStore store, AccountDirectory accounts, GroupRegistry groups) : IDisposable
{
    private const string Kind = "sandbox-group";
    private const string IndexKey = "index";

    private readonly SemaphoreSlim _saving = new(1, 1);

    /// <summary>Loads what was kept; the accounts must be there already.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (await store.GetAsync(Kind, IndexKey, cancellationToken).ConfigureAwait(false) is not { } index)
        {
            return;
        }

        foreach (var id in JsonSerializer.Deserialize<string[]>(index.Span)!)
        {
            var record = await store.GetAsync(Kind, id, cancellationToken).ConfigureAwait(false)
                ?? throw new CorruptStoreException("A group of the sandbox is missing from its store.");
            groups.Add(Read(JsonSerializer.Deserialize<StoredGroup>(record.Span)!));
        }
    }

    public async Task SaveAsync(Group group)
    {
        await _saving.WaitAsync().ConfigureAwait(false);
        try
        {
            byte[] record;
            byte[] index;
            lock (accounts.Gate)
            {
                record = JsonSerializer.SerializeToUtf8Bytes(Write(group));
                index = JsonSerializer.SerializeToUtf8Bytes(groups.All.Select(each => each.Id));
            }

            await store.CommitAsync(
                new StoreCommit([StoreChange.Set(Kind, group.Id, record), StoreChange.Set(Kind, IndexKey, index)])).ConfigureAwait(false);
        }
        finally
        {
            _saving.Release();
        }
    }

    public void Dispose() => _saving.Dispose();

    private static StoredGroup Write(Group group) => new(
        group.Id,
        group.Addressing,
        group.Subject,
        group.SubjectAt,
        group.SubjectBy.Number,
        group.Creator.Number,
        group.CreatedAt,
        [.. group.Members.Select(member => new StoredMember(member.Account.Number, member.Role))],
        group.Description,
        group.Picture,
        group.Policy,
        group.Door,
        group.Version);

    private Group Read(StoredGroup stored)
    {
        var group = new Group(stored.Id, stored.Addressing)
        {
            Subject = stored.Subject,
            SubjectAt = stored.SubjectAt,
            SubjectBy = Account(stored.SubjectBy),
            Creator = Account(stored.Creator),
            CreatedAt = stored.CreatedAt,
            Description = stored.Description,
            Picture = stored.Picture,
            Policy = stored.Policy ?? new GroupPolicy(),
            Door = stored.Door ?? new GroupDoor(),
            Version = Math.Max(stored.Version, 1),
        };
        group.Members.AddRange(stored.Members.Select(member => new Member(Account(member.Number), member.Role)));
        return group;
    }

    private Account Account(string number) =>
        accounts.FindNumber(number) ?? throw new CorruptStoreException("A group of the sandbox names an account that is not there.");

    private sealed record StoredGroup(
        string Id,
        GroupAddressing Addressing,
        string Subject,
        long SubjectAt,
        string SubjectBy,
        string Creator,
        long CreatedAt,
        StoredMember[] Members,
        GroupText? Description,
        Picture? Picture,
        GroupPolicy? Policy,
        GroupDoor? Door,
        int Version);

    private sealed record StoredMember(string Number, GroupRole Role);
}
