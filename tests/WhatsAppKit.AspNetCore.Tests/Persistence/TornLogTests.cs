using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.AspNetCore.Tests.Persistence;

/// <summary>The database's write-ahead log, cut at every byte of its last transactions, opens at the last one that is whole.</summary>
public sealed class TornLogTests(GatewayFixture gateway) : IDisposable
{
    private const string Instance = "instance";
    private const string Subscription = "subscription";
    private const int Commits = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("whatsappkit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Cut_anywhere_it_opens_at_the_last_commit()
    {
        var path = Path.Combine(_folder, "gateway.db");
        var contexts = new FileContexts(path, new DurableConnections(), new WithoutCheckpoints());

        // Held open: the last to close would put the log into the database.
        await using var holder = await CreateAsync(path, contexts);
        var states = new List<(long Length, string State)> { (LengthOf(path), await StateAsync(path)) };
        for (var i = 0; i < Commits; i++)
        {
            await CommitAsync(contexts, i);
            states.Add((LengthOf(path), await StateAsync(path)));
        }

        Assert.Equal(Commits + 1, states.Select(each => each.State).Distinct().Count());
        var copy = Path.Combine(_folder, "cut.db");
        File.Copy(path, copy);
        File.Copy(path + "-wal", copy + "-wal");
        for (var length = states[^1].Length; length >= states[0].Length; length--)
        {
            using (var log = new FileStream(copy + "-wal", FileMode.Open))
            {
                log.SetLength(length);
            }

            File.Delete(copy + "-shm");
            var expected = states.Last(each => each.Length <= length).State;
            var found = await StateAsync(copy);
            if (found != expected)
            {
                Assert.Fail($"Cut at {length} of {states[^1].Length} bytes it has {found}, not {expected}.");
            }
        }
    }

    private static long LengthOf(string path) => new FileInfo(path + "-wal").Length;

    /// <summary>Small pages: a transaction has many, and each byte of them is a place to cut.</summary>
    private static async Task<SqliteConnection> CreateAsync(string path, FileContexts contexts)
    {
        var holder = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await holder.OpenAsync();
        await RunAsync(holder, "PRAGMA page_size=512; VACUUM; PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;");
        await using var context = contexts.CreateDbContext();
        await context.Database.MigrateAsync();
        context.Subscriptions.Add(new Subscription { Id = Subscription });
        context.Instances.Add(new Instance { Id = Instance, SubscriptionId = Subscription });
        await context.SaveChangesAsync();
        await RunAsync(holder, "PRAGMA wal_checkpoint(TRUNCATE);");
        return holder;
    }

    /// <summary>What a received message writes: records of the session, the message, its event and what is counted.</summary>
    private async Task CommitAsync(FileContexts contexts, int number)
    {
        var services = gateway.Host.Services;
        var store = new EfSessionStore(
            contexts, services.GetRequiredService<RecordSealer>(), services.GetRequiredService<EventLog>(), new InstanceRef(Subscription, Instance), TimeProvider.System);
        await store.CommitAsync(new StoreCommit(
            [StoreChange.Set("session", "15550001.0", Encoding.UTF8.GetBytes(new string((char)('a' + number), 300)))],
            [
                new MessageReceived
                {
                    Id = $"M{number}",
                    Chat = Jid.Parse("15550001@s.whatsapp.net"),
                    Sender = Jid.Parse("15550001@s.whatsapp.net"),
                    Timestamp = DateTimeOffset.UnixEpoch,
                    Content = new TextContent("hello"),
                },
            ]));
    }

    /// <summary>What a reader finds. It is one that only reads, so that it leaves the files as they are.</summary>
    private static async Task<string> StateAsync(string path)
    {
        await using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT (SELECT COUNT(*) FROM Messages) || ' messages, ' || (SELECT COUNT(*) FROM Events) || ' events, ' || (SELECT COALESCE(SUM(Count), 0) FROM DailyCounts)
                || ' counted, ' || COALESCE((SELECT hex(Value) FROM SessionRecords), 'no record')
            """;
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private sealed class WithoutCheckpoints : DbConnectionInterceptor
    {
        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default) =>
            await RunAsync((SqliteConnection)connection, "PRAGMA wal_autocheckpoint=0;");
    }
}
