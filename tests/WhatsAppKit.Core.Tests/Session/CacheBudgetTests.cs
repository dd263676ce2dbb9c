using WhatsAppKit.Core.Session.Caching;

namespace WhatsAppKit.Core.Tests.Session;

/// <summary>Many clients share one memory: none may outgrow it, and none may keep anything in it for ever.</summary>
public class CacheBudgetTests
{
    private readonly CacheBudget _budget = new(100);

    [Fact]
    public void What_was_used_longest_ago_is_forgotten_whoever_it_belongs_to()
    {
        var (one, other) = (Cache(), Cache());
        one.Set("a", 40);
        other.Set("b", 40);
        Assert.True(one.TryGet("a", out _));

        other.Set("c", 40);

        Assert.True(one.TryGet("a", out _));
        Assert.False(other.TryGet("b", out _));
        Assert.True(other.TryGet("c", out _));
        Assert.Equal((80, 1), (_budget.Used, _budget.Evicted));
    }

    [Fact]
    public void A_new_value_takes_the_place_of_the_former()
    {
        var cache = Cache();
        cache.Set("a", 90);
        cache.Set("a", 20);
        Assert.Equal((20, 1, 0), (_budget.Used, cache.Count, _budget.Evicted));
    }

    [Fact]
    public void What_is_larger_than_everything_is_not_kept()
    {
        var cache = Cache();
        cache.Set("small", 10);
        cache.Set("huge", 101);
        Assert.Equal((0, 0), (cache.Count, _budget.Used));
    }

    [Fact]
    public void Nobody_is_put_out_where_there_must_be_room()
    {
        var (one, other) = (Cache(), Cache());
        one.Set("a", 80);
        Assert.False(other.TrySet("b", 30));
        Assert.True(other.TrySet("c", 20));
        Assert.Equal((1, 1, 100), (one.Count, other.Count, _budget.Used));
    }

    [Fact]
    public void What_is_removed_or_cleared_makes_room()
    {
        var (one, other) = (Cache(), Cache());
        one.Set("a", 40);
        one.Set("b", 30);
        other.Set("c", 30);
        Assert.True(one.Remove("a", out var size));
        Assert.Equal((40, 60), (size, _budget.Used));
        one.Clear();
        Assert.Equal(30, _budget.Used);
        other.Set("d", 70);
        Assert.Equal((2, 0), (other.Count, _budget.Evicted));
    }

    [Fact]
    public async Task Clients_at_once_never_exceed_it()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(client => Task.Run(() =>
        {
            var cache = Cache();
            for (var i = 0; i < 5000; i++)
            {
                cache.Set($"{client}-{i % 50}", 1 + (i % 30));
                cache.TryGet($"{client}-{(i * 7) % 50}", out _);
                Assert.InRange(_budget.Used, 0, 100 + 30);
            }

            cache.Clear();
        })));
        Assert.Equal(0, _budget.Used);
    }

    private BudgetedCache<string, int> Cache() => new(_budget, (_, size) => size);
}
