using System.Buffers;
using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Sandbox.State;

/// <summary>Keeps accounts in the sandbox's store, so that pairings and waiting stanzas outlive it.</summary>
internal sealed class AccountArchive(ISessionStore store, AccountDirectory accounts) : IDisposable
{
    private const string Kind = "sandbox-account";
    private const string PendingKind = "sandbox-pending";
    private const string IndexKey = "index";

    private readonly SemaphoreSlim _saving = new(1, 1);

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (await store.GetAsync(Kind, IndexKey, cancellationToken).ConfigureAwait(false) is not { } index)
        {
            return;
        }

        foreach (var number in JsonSerializer.Deserialize<string[]>(index.Span)!)
        {
            var record = await store.GetAsync(Kind, number, cancellationToken).ConfigureAwait(false)
                ?? throw new CorruptStoreException("An account of the sandbox is missing from its store.");
            var account = Read(JsonSerializer.Deserialize<StoredAccount>(record.Span)!);
            foreach (var device in account.Devices.Values)
            {
                await LoadPendingAsync(device, cancellationToken).ConfigureAwait(false);
            }

            accounts.Add(account);
        }
    }

    /// <summary>Keeps what waits for a device: it changes with every stanza, the account seldom.</summary>
    public async Task SavePendingAsync(Device device)
    {
        await _saving.WaitAsync().ConfigureAwait(false);
        try
        {
            byte[] record;
            lock (accounts.Gate)
            {
                record = JsonSerializer.SerializeToUtf8Bytes(device.Pending.Select(Encode));
            }

            await store.CommitAsync(new StoreCommit([StoreChange.Set(PendingKind, PendingKey(device), record)])).ConfigureAwait(false);
        }
        finally
        {
            _saving.Release();
        }
    }

    public async Task SaveAsync(Account account)
    {
        await _saving.WaitAsync().ConfigureAwait(false);
        try
        {
            byte[] record;
            byte[] index;
            lock (accounts.Gate)
            {
                record = JsonSerializer.SerializeToUtf8Bytes(Write(account));
                index = JsonSerializer.SerializeToUtf8Bytes(accounts.All.Select(each => each.Number));
            }

            await store.CommitAsync(
                new StoreCommit([StoreChange.Set(Kind, account.Number, record), StoreChange.Set(Kind, IndexKey, index)])).ConfigureAwait(false);
        }
        finally
        {
            _saving.Release();
        }
    }

    public void Dispose() => _saving.Dispose();

    private static StoredAccount Write(Account account) => new(
        account.Number,
        account.Lid,
        account.RawId,
        account.LastDevice,
        [.. account.Watchers],
        account.Installation,
        [.. account.Devices.Values.Select(Write)]);

    private static StoredDevice Write(Device device) => new(
        device.Id,
        device.KeyIndex,
        device.NoiseKey,
        device.Identity,
        device.Registration,
        device.SignedPreKeyId,
        device.SignedPreKey,
        device.SignedPreKeySignature,
        device.PushName,
        [.. device.PreKeys.Select(key => new StoredPreKey(key.Id, key.Value))]);

    private static Account Read(StoredAccount stored)
    {
        var account = new Account(stored.Number, stored.Lid) { RawId = stored.RawId, LastDevice = stored.LastDevice, Installation = stored.Installation };
        account.Watchers.UnionWith(stored.Watchers);
        foreach (var each in stored.Devices)
        {
            var device = new Device(account, each.Id)
            {
                KeyIndex = each.KeyIndex,
                NoiseKey = each.NoiseKey,
                Identity = each.Identity,
                Registration = each.Registration,
                SignedPreKeyId = each.SignedPreKeyId,
                SignedPreKey = each.SignedPreKey,
                SignedPreKeySignature = each.SignedPreKeySignature,
                PushName = each.PushName,
            };
            foreach (var key in each.PreKeys)
            {
                device.PreKeys.Enqueue((key.Id, key.Value));
            }

            account.Devices.Add(device.Id, device);
        }

        return account;
    }

    private static string PendingKey(Device device) => $"{device.Account.Number}:{device.Id}";

    private async Task LoadPendingAsync(Device device, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(PendingKind, PendingKey(device), cancellationToken).ConfigureAwait(false) is { } record)
        {
            device.Pending.AddRange(JsonSerializer.Deserialize<byte[][]>(record.Span)!.Select(bytes => BinaryNodeReader.Read(bytes)));
        }
    }

    private static byte[] Encode(BinaryNode node)
    {
        var writer = new ArrayBufferWriter<byte>();
        BinaryNodeWriter.Write(node, writer);
        return writer.WrittenSpan.ToArray();
    }

    private sealed record StoredAccount(string Number, string Lid, uint RawId, int LastDevice, string[] Watchers, int Installation, StoredDevice[] Devices);

    private sealed record StoredDevice(
        int Id,
        int KeyIndex,
        byte[] NoiseKey,
        byte[] Identity,
        byte[] Registration,
        byte[] SignedPreKeyId,
        byte[] SignedPreKey,
        byte[] SignedPreKeySignature,
        string PushName,
        StoredPreKey[] PreKeys);

    private sealed record StoredPreKey(byte[] Id, byte[] Value);
}
