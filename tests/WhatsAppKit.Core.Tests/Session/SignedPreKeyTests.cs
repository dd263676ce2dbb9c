using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Tests.Session;

/// <summary>The signed pre-key is replaced each week, and those before it open late messages.</summary>
public sealed class SignedPreKeyTests : IAsyncLifetime
{
    private SessionBench _bench = null!;

    private uint CurrentId => _bench.State.Credentials.SignedPreKey.Id;

    private IEnumerable<uint> Announced => _bench.Session.Queries
        .Select(query => query.Child("rotate")?.Child("skey")?.Child("id")).OfType<BinaryNode>().Select(id => PreKeyNodes.Number(id, 3));

    public async ValueTask InitializeAsync() => _bench = await SessionBench.CreateAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_new_key_serves_for_a_week_from_its_first_use_on()
    {
        await _bench.PreKeys.RotateIfDueAsync(default);
        Assert.False(_bench.PreKeys.IsRotationDue);
        _bench.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.False(_bench.PreKeys.IsRotationDue);
        await _bench.PreKeys.RotateIfDueAsync(default);
        Assert.Equal(1u, CurrentId);
        Assert.Empty(Announced);

        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_bench.PreKeys.IsRotationDue);
        await _bench.PreKeys.RotateIfDueAsync(default);
        Assert.Equal(2u, CurrentId);
        Assert.Equal([2u], Announced);
        Assert.False(_bench.PreKeys.IsRotationDue);
    }

    [Fact]
    public async Task A_replaced_key_is_kept_for_thirty_days()
    {
        var first = _bench.State.Credentials.SignedPreKey.KeyPair.PublicKey;
        await RotateAsync();
        await RotateAsync();
        Assert.Equal(3u, CurrentId);

        _bench.Time.Advance(TimeSpan.FromDays(14));
        Assert.Equal(first, await PublicAsync(1));
        Assert.NotNull(await PublicAsync(2));
        Assert.Equal(_bench.State.Credentials.SignedPreKey.KeyPair.PublicKey, await PublicAsync(3));
        Assert.Null(await PublicAsync(4));
        _bench.Time.Advance(TimeSpan.FromDays(30));
        Assert.Null(await PublicAsync(1));
        Assert.NotNull(await PublicAsync(3));
    }

    [Fact]
    public async Task A_key_the_server_did_not_confirm_is_sent_again_and_not_replaced()
    {
        await _bench.PreKeys.RotateIfDueAsync(default);
        _bench.Time.Advance(TimeSpan.FromDays(7));
        _bench.Session.OnQuery = _ => throw new WhatsAppNotConnectedException();
        await Assert.ThrowsAsync<WhatsAppNotConnectedException>(() => _bench.PreKeys.RotateIfDueAsync(default));
        var made = _bench.State.Credentials.SignedPreKey.KeyPair.PublicKey;
        Assert.True(_bench.PreKeys.IsRotationDue);

        // Durable already: also after a restart.
        await using var again = new DeviceState(_bench.Store, _bench.Hub);
        await again.LoadAsync(default);
        Assert.Equal(made, again.Credentials.SignedPreKey.KeyPair.PublicKey);
        Assert.True(again.Credentials.IsSignedPreKeyUnconfirmed);

        _bench.Session.OnQuery = null;
        await _bench.PreKeys.RotateIfDueAsync(default);
        Assert.Equal(made, _bench.State.Credentials.SignedPreKey.KeyPair.PublicKey);
        Assert.Equal([2u, 2u], Announced);
        Assert.False(_bench.PreKeys.IsRotationDue);
    }

    [Fact]
    public async Task A_commit_that_fails_after_it_was_applied_is_believed()
    {
        var store = new TornStore(_bench.Store);
        await using var state = new DeviceState(store, _bench.Hub);
        await state.LoadAsync(default);
        store.IsTorn = true;
        await Assert.ThrowsAsync<IOException>(() => state.UpdateAsync(
            transaction =>
            {
                transaction.PreKeys.Generate(3);
                return Task.CompletedTask;
            },
            default));
        store.IsTorn = false;

        // The next ids follow those that are in the store, whatever the first attempt reported.
        var next = await state.UpdateAsync(transaction => Task.FromResult(transaction.PreKeys.Generate(1)[0].Id), default);
        Assert.Equal(4u, next);
    }

    private async Task RotateAsync()
    {
        await _bench.PreKeys.RotateIfDueAsync(default);
        _bench.Time.Advance(TimeSpan.FromDays(7));
        await _bench.PreKeys.RotateIfDueAsync(default);
    }

    private Task<Core.Crypto.PublicKey?> PublicAsync(uint id) => _bench.ReadAsync(async transaction =>
    {
        using var pair = await transaction.PreKeys.SignedAsync(id, default);
        return pair?.PublicKey;
    });

    private sealed class TornStore(ISessionStore store) : ISessionStore
    {
        public bool IsTorn { get; set; }

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string kind, string key, CancellationToken cancellationToken = default) =>
            store.GetAsync(kind, key, cancellationToken);

        public ValueTask<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> GetManyAsync(
            string kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) => store.GetManyAsync(kind, keys, cancellationToken);

        public async ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken = default)
        {
            await store.CommitAsync(commit, cancellationToken);
            if (IsTorn)
            {
                throw new IOException("The answer of the store was lost.");
            }
        }
    }
}
