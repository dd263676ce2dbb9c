using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Tests.Session;

/// <summary>What was kept under a phone number moves to the LID when that becomes known, and overwrites nothing there.</summary>
public sealed class MigrationTests : IAsyncLifetime
{
    private static readonly Jid Phone = Jid.FromPhoneNumber("4911", 2);
    private static readonly Jid Lid = new("111", JidServer.Lid, 2);
    private static readonly Jid Group = new("1203", JidServer.Group);

    private SessionBench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await SessionBench.CreateAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Sender_keys_move_and_stand_behind_those_that_are_there()
    {
        await GiveAsync(Phone, 1);
        await GiveAsync(Lid, 2);
        await LearnAsync();

        var keys = await KeysAsync(Lid);
        Assert.Equal([2u, 1u], keys);
        Assert.Null(await _bench.Store.GetAsync(StoreKind.SenderKey, $"{Group}::{new SignalAddress(Phone).Key}"));
        Assert.NotNull(await _bench.Store.GetAsync(StoreKind.SenderKey, $"{Group}::{new SignalAddress(Lid).Key}"));
    }

    [Fact]
    public async Task A_sender_key_of_our_own_that_was_kept_under_the_phone_number_goes_on()
    {
        await _bench.DoAsync(async transaction =>
        {
            var record = await transaction.SenderKeys.GetAsync(Group, new SignalAddress(SessionBench.OwnPhone), default);
            record.Renew();
            transaction.SenderKeys.Touch(Group, new SignalAddress(SessionBench.OwnPhone));
            await transaction.LearnLidAsync(SessionBench.OwnPhone, SessionBench.Own, default);
        });

        Assert.NotNull(await _bench.ReadAsync(async transaction =>
            (await transaction.SenderKeys.GetAsync(Group, transaction.SenderKeys.Own, default)).Current?.SigningPrivateKey));
    }

    [Fact]
    public async Task An_identity_moves_but_never_over_one_that_is_there()
    {
        using var old = KeyPair.Generate();
        using var current = KeyPair.Generate();
        await _bench.DoAsync(transaction =>
        {
            transaction.Identities.Set(new SignalAddress(Phone), old.PublicKey);
            transaction.Identities.Set(new SignalAddress(Lid.WithDevice(0)), current.PublicKey);
            transaction.Identities.Set(new SignalAddress(Phone.WithDevice(0)), old.PublicKey);
            return Task.CompletedTask;
        });
        await LearnAsync();

        Assert.Equal(old.PublicKey, await IdentityAsync(Lid));
        Assert.Equal(current.PublicKey, await IdentityAsync(Lid.WithDevice(0)));
        Assert.Null(await _bench.Store.GetAsync(StoreKind.Identity, new SignalAddress(Phone).Key));
        Assert.Null(await _bench.Store.GetAsync(StoreKind.Identity, new SignalAddress(Phone.WithDevice(0)).Key));
    }

    [Fact]
    public async Task A_session_moves_behind_the_one_that_is_there()
    {
        var theirs = _bench.Session.AddDevice(Lid);
        await StartAsync(Phone);
        var first = await BaseKeyAsync(Phone);
        await StartAsync(Lid);
        var second = await BaseKeyAsync(Lid);
        await LearnAsync();

        var (current, archived) = await _bench.ReadAsync(async transaction =>
        {
            var record = await transaction.Sessions.GetAsync(new SignalAddress(Lid), default);
            return (record.BaseKey, record.Archived.Select(state => state.BaseKey).ToArray());
        });
        Assert.Equal(second, current);
        Assert.Equal(first, Assert.Single(archived));
        Assert.NotNull(theirs);

        async Task StartAsync(Jid device)
        {
            var bundles = await _bench.PreKeys.FetchAsync([Lid], default);
            await _bench.DoAsync(transaction => _bench.Encryptor.StartAsync(transaction, device, bundles[Lid], default).AsTask());
        }

        Task<PublicKey?> BaseKeyAsync(Jid device) =>
            _bench.ReadAsync(async transaction => (await transaction.Sessions.GetAsync(new SignalAddress(device), default)).BaseKey);
    }

    [Fact]
    public async Task A_number_that_changes_hands_is_not_found_from_its_former_owner()
    {
        var former = new Jid("222", JidServer.Lid);
        await _bench.DoAsync(transaction => transaction.LearnLidAsync(Phone, former, default).AsTask());
        await LearnAsync();

        foreach (var map in new[] { _bench.State.LidMap, new LidMap(_bench.Store, CacheBudget.Shared) })
        {
            Assert.Equal(Lid, await map.LidOfAsync(Phone, default));
            Assert.Equal(Phone, await map.PhoneOfAsync(Lid, default));
            Assert.Null(await map.PhoneOfAsync(former, default));
        }

        // And a person who changes numbers is not found from the former one.
        var other = Jid.FromPhoneNumber("4922");
        await _bench.DoAsync(transaction => transaction.LearnLidAsync(other, Lid, default).AsTask());
        Assert.Null(await _bench.State.LidMap.LidOfAsync(Phone, default));
        Assert.Null(await new LidMap(_bench.Store, CacheBudget.Shared).LidOfAsync(Phone, default));
    }

    private Task LearnAsync() => _bench.DoAsync(transaction => transaction.LearnLidAsync(Phone, Lid, default).AsTask());

    private Task<PublicKey?> IdentityAsync(Jid device) =>
        _bench.ReadAsync(transaction => transaction.Identities.GetAsync(new SignalAddress(device), default).AsTask());

    private Task<uint[]> KeysAsync(Jid device) => _bench.ReadAsync(async transaction =>
        (await transaction.SenderKeys.GetAsync(Group, new SignalAddress(device), default)).States.Select(state => state.KeyId).ToArray());

    private Task GiveAsync(Jid device, uint keyId) => _bench.DoAsync(async transaction =>
    {
        using var signing = KeyPair.Generate();
        var record = await transaction.SenderKeys.GetAsync(Group, new SignalAddress(device), default);
        record.Add(new SenderKeyDistribution(keyId, 0, new byte[32], signing.PublicKey));
        transaction.SenderKeys.Touch(Group, new SignalAddress(device));
    });
}
