using System.Net;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.AspNetCore.Tests.Persistence;

public class SealedSessionTests
{
    [Fact]
    public async Task Another_encryption_key_stops_the_start_with_a_clear_error_and_changes_nothing()
    {
        await using var host = await GatewayHost.StartAsync();
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.PairAsync("15554001");
        var right = host.Settings["WhatsAppGateway:Encryption:Key"];
        await host.StopAsync();
        var before = Dump(host);

        host.Settings["WhatsAppGateway:Encryption:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var error = await Assert.ThrowsAsync<CorruptStoreException>(host.StartAsync);

        Assert.Contains("WhatsAppGateway:Encryption:Key", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Dump(host));
        host.Settings["WhatsAppGateway:Encryption:Key"] = right;
        await host.StartAsync();
        tenant.Follow();
        await tenant.StatusAsync(instance, "CONNECTED");
    }

    [Fact]
    public async Task A_session_moved_to_another_instance_fails_there_and_harms_nobody_else()
    {
        await using var host = await GatewayHost.StartAsync();
        var tenant = await Tenant.RegisterAsync(host);
        var paired = await tenant.PairAsync("15554002");
        var thief = await tenant.CreateInstanceAsync("thief");
        await host.StopAsync();
        Execute(host, "INSERT INTO SessionRecords SELECT $to, Kind, Key, Value, ExpiresAt FROM SessionRecords WHERE InstanceId = $from; UPDATE Instances SET IsWanted = 1", paired, thief);
        var before = Dump(host);

        await host.StartAsync();

        tenant.Follow();
        await tenant.StatusAsync(paired, "CONNECTED");
        var status = await tenant.StatusAsync(thief, "FAILED");
        Assert.Equal("session-unreadable", status["error"]);
        (await tenant.Person.PostAsync($"/api/instances/{thief}/connect")).IsProblem(HttpStatusCode.InternalServerError, "session-unreadable");
        Assert.Equal(before.Where(row => row.StartsWith(thief, StringComparison.Ordinal)), Dump(host).Where(row => row.StartsWith(thief, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_wrong_a_revoked_and_a_foreign_key_leave_the_whole_database_as_it_was()
    {
        await using var host = await GatewayHost.StartAsync();
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.CreateInstanceAsync();
        var (id, key) = await tenant.CreateKeyAsync(instance);
        (await tenant.Person.DeleteAsync($"/api/instances/{instance}/api-keys/{id}")).Is(HttpStatusCode.NoContent);
        var before = DumpEverything(host);

        foreach (var wrong in new[] { key, key[..^1], "wak_00000000_0000000000000000000000000000000000000000000" })
        {
            var program = tenant.Person.With(wrong);
            (await program.GetAsync("/api/messages")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            (await program.PostAsync("/api/messages/text", new { to = "15550001", text = "x" })).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            (await program.PostAsync($"/api/instances/{instance}/connect")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        }

        Assert.Equal(before, DumpEverything(host));
    }

    private static string[] DumpEverything(GatewayHost host)
    {
        string[] tables = ["Subscriptions", "Users", "Instances", "ApiKeys", "Messages", "SessionRecords"];
        return [.. tables.SelectMany(table => Rows(host, $"SELECT '{table}', * FROM {table} ORDER BY 2"))];
    }

    private static string[] Dump(GatewayHost host)
    {
        var rows = Rows(host, "SELECT InstanceId, Kind, Key, hex(Value), ExpiresAt FROM SessionRecords ORDER BY 1, 2, 3");
        Assert.NotEmpty(rows);
        return rows;
    }

    private static string[] Rows(GatewayHost host, string sql)
    {
        using var connection = Open(host);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : reader.GetValue(i))));
        }

        return [.. rows];
    }

    private static void Execute(GatewayHost host, string sql, string from, string to)
    {
        using var connection = Open(host);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", to);
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    private static SqliteConnection Open(GatewayHost host)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(host.DataDirectory, "gateway.db")};Pooling=false");
        connection.Open();
        return connection;
    }
}
