using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Tests.Session;

public sealed class SenderKeyHoldersTests : IAsyncLifetime
{
    private static readonly Jid Group = new("1203", JidServer.Group);
    private static readonly SignalAddress First = new(new Jid("111", JidServer.Lid));
    private static readonly SignalAddress Second = new(new Jid("111", JidServer.Lid, 5));

    private SessionBench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await SessionBench.CreateAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Only_the_message_that_carried_the_key_confirms_it()
    {
        await ChangeAsync(holders =>
        {
            holders.Reset(7);
            holders.Give(First, "A");
            holders.Give(Second, "B");
        });
        await ChangeAsync(holders =>
        {
            Assert.True(holders.MayHave(First) && holders.MayHave(Second));
            Assert.False(holders.Has(First) || holders.Has(Second));
            Assert.True(holders.Confirm("A"));
            Assert.False(holders.Confirm("A"));
        });
        await ChangeAsync(holders =>
        {
            Assert.Equal(7u, holders.KeyId);
            Assert.True(holders.Has(First));
            Assert.False(holders.Has(Second));
        });
    }

    [Fact]
    public async Task A_device_that_is_doubted_stays_a_possible_holder_and_no_earlier_message_confirms_it()
    {
        await ChangeAsync(holders =>
        {
            holders.Reset(7);
            holders.Give(First, "A");
            holders.Confirm("A");
            Assert.True(holders.Doubt(First));
            Assert.False(holders.Doubt(First));
            Assert.False(holders.Doubt(Second));
        });
        await ChangeAsync(holders =>
        {
            Assert.False(holders.Confirm("A"));
            Assert.False(holders.Has(First));
            Assert.Contains(First.Key, holders.Addresses);
            Assert.DoesNotContain(Second.Key, holders.Addresses);
        });
    }

    [Fact]
    public async Task A_new_key_is_nobodys()
    {
        await ChangeAsync(holders =>
        {
            holders.Reset(7);
            holders.Give(First, "A");
        });
        await ChangeAsync(holders =>
        {
            holders.Reset(8);
            Assert.Empty(holders.Addresses);
            Assert.False(holders.Confirm("A"));
        });
    }

    [Fact]
    public async Task Groups_are_listed_once()
    {
        await ChangeAsync(holders => holders.Reset(7));
        await ChangeAsync(holders => holders.Reset(8));
        Assert.Equal([Group], await _bench.ReadAsync(transaction => SenderKeyHolders.GroupsAsync(transaction, default).AsTask()));
    }

    [Theory]
    [InlineData("ff")]
    [InlineData("0802")]
    public async Task A_damaged_record_is_one_clear_error(string hex)
    {
        await _bench.Store.CommitAsync(new StoreCommit(
            StoreChange.Set(StoreKind.SenderKeyDistribution, SenderKeyHolders.Name(Group), Convert.FromHexString(hex))));
        await Assert.ThrowsAsync<CorruptStoreException>(() => ChangeAsync(_ => { }));
    }

    private Task ChangeAsync(Action<SenderKeyHolders> change) => _bench.DoAsync(async transaction =>
    {
        var holders = await SenderKeyHolders.LoadAsync(transaction, Group, default);
        change(holders);
        if (holders.KeyId is not null)
        {
            await holders.SaveAsync(transaction, default);
        }
    });
}
