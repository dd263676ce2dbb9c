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

    private static string[] Dump(GatewayHost host)
    {
        using var connection = Open(host);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT InstanceId, Kind, Key, hex(Value), ExpiresAt FROM SessionRecords ORDER BY 1, 2, 3";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        }

        Assert.NotEmpty(rows);
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
