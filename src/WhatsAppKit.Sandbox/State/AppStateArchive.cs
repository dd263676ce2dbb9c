using System.Text.Json;
using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Sandbox.State;

/// <summary>Keeps the app state of accounts in the sandbox's store.</summary>
internal sealed class AppStateArchive(ISessionStore store, AccountDirectory accounts)
{
    private const string Kind = "sandbox-app-state";
    private const string PatchKind = "sandbox-app-state-patch";

    /// <summary>Loads what was kept; the accounts must be there already.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var account in accounts.All)
        {
            if (await store.GetAsync(Kind, account.Number, cancellationToken).ConfigureAwait(false) is { } record)
            {
                foreach (var (name, version) in JsonSerializer.Deserialize<Dictionary<string, ulong>>(record.Span)!)
                {
                    account.Collections[name] = await LoadAsync(account, name, version, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Keeps a change that was added to a collection.</summary>
    public ValueTask SaveAsync(Account account, string name, SyncdPatch patch)
    {
        StoreChange[] changes;
        lock (accounts.Gate)
        {
            changes =
            [
                StoreChange.Set(PatchKind, Key(account, name, patch.Version.Version), patch.ToByteArray()),
                StoreChange.Set(Kind, account.Number, JsonSerializer.SerializeToUtf8Bytes(account.Collections.ToDictionary(each => each.Key, each => each.Value.Version))),
            ];
        }

        return store.CommitAsync(new StoreCommit(changes));
    }

    /// <summary>Forgets an account's app state: its phone begins anew, and the keys are gone.</summary>
    public ValueTask ClearAsync(Account account)
    {
        lock (accounts.Gate)
        {
            account.Collections.Clear();
        }

        return store.CommitAsync(new StoreCommit(StoreChange.Delete(Kind, account.Number)));
    }

    private static string Key(Account account, string name, ulong version) => $"{account.Number}/{name}/{version}";

    private async Task<SyncedCollection> LoadAsync(Account account, string name, ulong version, CancellationToken cancellationToken)
    {
        var collection = new SyncedCollection();
        while (collection.Version < version)
        {
            var record = await store.GetAsync(PatchKind, Key(account, name, collection.Version + 1), cancellationToken).ConfigureAwait(false)
                ?? throw new CorruptStoreException("A change of the app state is missing from the sandbox's store.");
            collection.TryAdd(collection.Version, SyncdPatch.Parser.ParseFrom(record.Span));
        }

        return collection;
    }
}
