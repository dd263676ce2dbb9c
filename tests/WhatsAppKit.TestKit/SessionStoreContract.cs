using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using Xunit;

namespace WhatsAppKit.TestKit;

/// <summary>What every <see cref="ISessionStore"/> promises, as tests: derive a class for each implementation.</summary>
public abstract class SessionStoreContract
{
    private const string Kind = "session";

    /// <summary>The clock the store under test must use.</summary>
    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>The one store under test; the same one at every call.</summary>
    protected abstract ISessionStore Store { get; }

    /// <summary>Closes and opens the store anew, where it outlives its process; else does nothing.</summary>
    protected virtual Task ReopenAsync() => Task.CompletedTask;

    public static TheoryData<string> OddKeys => new(
        " ", "a b", "A", "a", "../../etc/passwd", "pn:15550001", "user_1.0", "'; DROP TABLE SessionRecords; --", "%", "_", "*", "\u0000", "a\u0000b", "\n",
        "\u00e4", "a\u0308", "\ud83d\ude00", new string('k', 500));

    [Fact]
    public async Task What_was_never_written_is_absent()
    {
        Assert.Null(await Store.GetAsync(Kind, "nothing"));
        Assert.Empty(await Store.GetManyAsync(Kind, ["nothing", "neither"]));
        Assert.Empty(await Store.GetManyAsync(Kind, []));
    }

    [Fact]
    public async Task A_record_is_read_as_it_was_written_and_the_last_write_counts()
    {
        await CommitAsync(Set("a", 1, 2, 3));
        await AssertAsync("a", 1, 2, 3);
        await CommitAsync(Set("a", 4));
        await AssertAsync("a", 4);
        await ReopenAsync();
        await AssertAsync("a", 4);
    }

    [Fact]
    public async Task An_empty_record_is_a_record()
    {
        await CommitAsync(StoreChange.Set(Kind, "empty", ReadOnlyMemory<byte>.Empty));
        await ReopenAsync();
        Assert.True((await Store.GetAsync(Kind, "empty"))!.Value.IsEmpty);
        Assert.True((await Store.GetManyAsync(Kind, ["empty"])).ContainsKey("empty"));
    }

    [Fact]
    public async Task The_store_keeps_a_copy_of_what_it_was_given()
    {
        var value = new byte[] { 1, 2, 3 };
        await CommitAsync(StoreChange.Set(Kind, "a", value));
        Array.Clear(value);
        await AssertAsync("a", 1, 2, 3);
    }

    [Fact]
    public async Task Kinds_are_apart()
    {
        await CommitAsync(StoreChange.Set("one", "a", new byte[] { 1 }), StoreChange.Set("two", "a", new byte[] { 2 }), StoreChange.Delete("three", "a"));
        Assert.Equal([1], (await Store.GetAsync("one", "a"))!.Value.ToArray());
        Assert.Equal([2], (await Store.GetAsync("two", "a"))!.Value.ToArray());
        await CommitAsync(StoreChange.Delete("one", "a"));
        Assert.Null(await Store.GetAsync("one", "a"));
        Assert.NotNull(await Store.GetAsync("two", "a"));
    }

    [Fact]
    public async Task Many_records_are_read_at_once_and_absent_ones_left_out()
    {
        var keys = Enumerable.Range(0, 1500).Select(i => $"key {i}").ToArray();
        await CommitAsync([.. keys.Select((key, i) => Set(key, (byte)i, (byte)(i >> 8)))]);
        await ReopenAsync();

        var found = await Store.GetManyAsync(Kind, [.. keys, "absent", .. keys.Take(3)]);

        Assert.Equal(keys.Order(), found.Keys.Order());
        Assert.All(keys.Index(), each => Assert.Equal([(byte)each.Index, (byte)(each.Index >> 8)], found[each.Item].ToArray()));
    }

    [Fact]
    public async Task Deleting_removes_and_deleting_what_is_absent_is_no_error()
    {
        await CommitAsync(Set("a", 1), Set("b", 2));
        await CommitAsync(StoreChange.Delete(Kind, "a"), StoreChange.Delete(Kind, "never"));
        await ReopenAsync();
        Assert.Null(await Store.GetAsync(Kind, "a"));
        await AssertAsync("b", 2);
    }

    [Fact]
    public async Task Changes_of_one_commit_apply_in_their_order()
    {
        await CommitAsync(
            Set("a", 1), StoreChange.Delete(Kind, "a"), Set("a", 2),
            Set("b", 1), StoreChange.Delete(Kind, "b"),
            StoreChange.Delete(Kind, "c"), Set("c", 3), Set("c", 4));
        await ReopenAsync();
        await AssertAsync("a", 2);
        Assert.Null(await Store.GetAsync(Kind, "b"));
        await AssertAsync("c", 4);
    }

    [Fact]
    public async Task A_commit_without_changes_is_no_error() => await Store.CommitAsync(new StoreCommit([], []));

    [Fact]
    public async Task A_cancelled_commit_leaves_nothing_of_itself()
    {
        await CommitAsync(Set("a", 1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Store.CommitAsync(new StoreCommit([Set("a", 2), Set("b", 2)]), new CancellationToken(canceled: true)));
        await AssertAsync("a", 1);
        Assert.Null(await Store.GetAsync(Kind, "b"));
    }

    [Fact]
    public async Task A_record_is_gone_when_its_time_has_come_and_not_before()
    {
        var end = Time.GetUtcNow().AddHours(1);
        await CommitAsync(StoreChange.Set(Kind, "short", new byte[] { 1 }, end), Set("long", 2));
        Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        await ReopenAsync();
        await AssertAsync("short", 1);

        Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Null(await Store.GetAsync(Kind, "short"));
        Assert.Equal(["long"], (await Store.GetManyAsync(Kind, ["short", "long"])).Keys);
        await ReopenAsync();
        Assert.Null(await Store.GetAsync(Kind, "short"));
    }

    [Fact]
    public async Task A_later_write_replaces_the_expiry_too()
    {
        await CommitAsync(StoreChange.Set(Kind, "a", new byte[] { 1 }, Time.GetUtcNow().AddMinutes(1)), Set("b", 1));
        await CommitAsync(Set("a", 2), StoreChange.Set(Kind, "b", new byte[] { 2 }, Time.GetUtcNow().AddMinutes(1)));
        Time.Advance(TimeSpan.FromMinutes(2));
        await AssertAsync("a", 2);
        Assert.Null(await Store.GetAsync(Kind, "b"));
        await CommitAsync(Set("b", 3));
        await AssertAsync("b", 3);
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task Any_text_can_be_a_key(string key)
    {
        await CommitAsync(Set(key, 1), Set(key + "x", 2), StoreChange.Set(key, "k", new byte[] { 3 }));
        await ReopenAsync();
        await AssertAsync(key, 1);
        await AssertAsync(key + "x", 2);
        Assert.Equal([3], (await Store.GetAsync(key, "k"))!.Value.ToArray());
        Assert.Equal(key, Assert.Single(await Store.GetManyAsync(Kind, [key])).Key);
        await CommitAsync(StoreChange.Delete(Kind, key));
        Assert.Null(await Store.GetAsync(Kind, key));
        await AssertAsync(key + "x", 2);
    }

    [Fact]
    public async Task A_large_record_is_kept_whole()
    {
        var value = new byte[4 * 1024 * 1024];
        new Random(7).NextBytes(value);
        await CommitAsync(StoreChange.Set(Kind, "large", value), Set("small", 1));
        await ReopenAsync();
        Assert.True((await Store.GetAsync(Kind, "large"))!.Value.Span.SequenceEqual(value));
        await AssertAsync("small", 1);
    }

    [Fact]
    public async Task Commits_at_once_apply_whole_one_after_the_other()
    {
        const int Writers = 16;
        string[] keys = ["x", "y", "z"];
        await Task.WhenAll(Enumerable.Range(1, Writers).Select(writer => Task.Run(async () =>
        {
            for (var round = 0; round < 5; round++)
            {
                await CommitAsync([.. keys.Select(key => Set(key, (byte)writer)), Set($"own {writer}", (byte)round)]);
            }
        })));
        await ReopenAsync();

        var found = await Store.GetManyAsync(Kind, keys);
        Assert.Single(keys.Select(key => found[key].Span[0]).Distinct());
        foreach (var writer in Enumerable.Range(1, Writers))
        {
            await AssertAsync($"own {writer}", 4);
        }
    }

    [Fact]
    public async Task Events_are_no_changes()
    {
        await Store.CommitAsync(new StoreCommit([Set("a", 1)], [new ConnectionChanged(new() { State = default, Since = Time.GetUtcNow() }, default, "test")]));
        await AssertAsync("a", 1);
    }

    /// <summary>A change of the kind that these tests use.</summary>
    protected static StoreChange Set(string key, params byte[] value) => StoreChange.Set(Kind, key, value);

    /// <summary>Commits changes without events.</summary>
    protected ValueTask CommitAsync(params StoreChange[] changes) => Store.CommitAsync(new StoreCommit(changes));

    private async Task AssertAsync(string key, params byte[] expected)
    {
        var value = await Store.GetAsync(Kind, key);
        Assert.NotNull(value);
        Assert.Equal(expected, value.Value.ToArray());
    }
}
