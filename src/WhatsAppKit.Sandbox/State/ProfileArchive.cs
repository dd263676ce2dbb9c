using System.Text.Json;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Sandbox.State;

/// <summary>Keeps what accounts show of themselves in the sandbox's store.</summary>
internal sealed class ProfileArchive(ISessionStore store, AccountDirectory accounts) : IDisposable
{
    private const string Kind = "sandbox-profile";

    private readonly SemaphoreSlim _saving = new(1, 1);

    /// <summary>Loads what was kept; the accounts must be there already.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var account in accounts.All)
        {
            if (await store.GetAsync(Kind, account.Number, cancellationToken).ConfigureAwait(false) is { } record)
            {
                account.Profile = JsonSerializer.Deserialize<AccountProfile>(record.Span)!;
            }
        }
    }

    public async Task SaveAsync(Account account)
    {
        await _saving.WaitAsync().ConfigureAwait(false);
        try
        {
            byte[] record;
            lock (accounts.Gate)
            {
                record = JsonSerializer.SerializeToUtf8Bytes(account.Profile);
            }

            await store.CommitAsync(new StoreCommit([StoreChange.Set(Kind, account.Number, record)])).ConfigureAwait(false);
        }
        finally
        {
            _saving.Release();
        }
    }

    public void Dispose() => _saving.Dispose();
}
