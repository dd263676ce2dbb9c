using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.AspNetCore.Tests.Persistence;

public class EfSessionStoreTests(GatewayFixture gateway) : SessionStoreContract, IAsyncLifetime
{
    private InstanceRef _instance;
    private EfSessionStore _store = null!;

    protected override ISessionStore Store => _store;

    private IDbContextFactory<GatewayDbContext> Contexts => gateway.Host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>();

    public async ValueTask InitializeAsync()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        _instance = new InstanceRef(tenant.Subscription, await tenant.CreateInstanceAsync());
        await ReopenAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected override Task ReopenAsync()
    {
        _store = new EfSessionStore(Contexts, gateway.Host.Services.GetRequiredService<RecordSealer>(), gateway.Host.Services.GetRequiredService<EventLog>(), _instance, Time);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Expired_records_do_not_pile_up()
    {
        for (var i = 0; i < 20; i++)
        {
            await CommitAsync(StoreChange.Set("sent-message", $"m{i}", new byte[] { 1 }, Time.GetUtcNow().AddHours(1)));
            Time.Advance(TimeSpan.FromHours(1));
        }

        await using var context = await Contexts.CreateDbContextAsync();
        Assert.Equal(1, await context.SessionRecords.CountAsync(row => row.InstanceId == _instance.InstanceId));
    }

    [Fact]
    public async Task A_commit_that_fails_in_its_middle_leaves_nothing_of_itself()
    {
        var unknown = new EfSessionStore(Contexts, gateway.Host.Services.GetRequiredService<RecordSealer>(), gateway.Host.Services.GetRequiredService<EventLog>(), new InstanceRef("", "no such instance"), Time);
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(async () => await unknown.CommitAsync(new StoreCommit([Set("a", 1)])));
        Assert.Null(await unknown.GetAsync("session", "a"));
    }

    [Fact]
    public async Task A_group_message_is_stored_under_its_writer()
    {
        var group = Jid.Parse("120363025246125888@g.us");
        var message = new MessageReceived
        {
            Id = "3EB0GROUP",
            Chat = group,
            Sender = Jid.Parse("9123@lid"),
            SenderAlternate = Jid.FromPhoneNumber("15550002"),
            Timestamp = Time.GetUtcNow(),
            Content = new TextContent("hello, all"),
        };

        await _store.CommitAsync(new StoreCommit([], [message]));
        await _store.CommitAsync(new StoreCommit([], [message]));

        await using var context = await Contexts.CreateDbContextAsync();
        var row = Assert.Single(context.Messages.IgnoreQueryFilters().Where(row => row.InstanceId == _instance.InstanceId));
        Assert.Equal(("15550002", group.ToString(), "hello, all"), (row.From, row.To, row.Text));
    }
}
