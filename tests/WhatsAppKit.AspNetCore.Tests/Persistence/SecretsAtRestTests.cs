using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.AspNetCore.Tests.Persistence;

/// <summary>Looks for every secret in use in every byte that was written: database, write-ahead log and log lines.</summary>
public class SecretsAtRestTests
{
    private const string Number = "15554101";
    private const string Friend = "15554102";
    private const string HookHeader = "Bearer of what the receiver asks for";
    private const string Text = "a text that nobody else writes";

    [Fact]
    public async Task No_key_is_in_the_database_files_and_no_secret_number_or_text_in_the_log()
    {
        var log = new AllLines();
        await using var host = await GatewayHost.StartAsync(log: log);
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.CreateInstanceAsync();
        (await tenant.Person.PostAsync($"/api/instances/{instance}/connect")).Is(HttpStatusCode.Accepted);
        var qr = (await tenant.UntilAsync($"/api/instances/{instance}/qr", answer => answer.Status == HttpStatusCode.OK))["code"];
        await (await host.Sandbox.AddPhoneAsync(Number)).ScanAsync(qr);
        await tenant.StatusAsync(instance, "CONNECTED");
        var friend = await host.Sandbox.AddPhoneAsync(Friend);
        var (_, key) = await tenant.CreateKeyAsync(instance);
        var program = tenant.Person.With(key);
        (await program.PostAsync("/api/messages/text", new { to = Friend, text = Text })).Is(HttpStatusCode.OK);
        await friend.SendTextAsync(Number, "answer");
        await Tenant.UntilAsync(program, "/api/messages", answer => answer.Json.GetProperty("items").GetArrayLength() == 2);

        (await host.Anonymous().PostAsync("/api/auth/forgot-password", new { email = tenant.Email })).Is(HttpStatusCode.Accepted);
        var reset = (await host.Mailbox.LatestAsync(tenant.Email)).Token;

        var hook = new { url = "https://localhost/", headers = new { Authorization = HookHeader } };
        var created = (await tenant.Person.PostAsync("/api/webhooks", hook)).Is(HttpStatusCode.Created);
        var rotated = (await tenant.Person.PostAsync($"/api/webhooks/{created.Json.GetProperty("webhook").GetProperty("id").GetString()}/rotate-secret", new { graceSeconds = 60 })).Is(HttpStatusCode.OK);
        string[] issued =
        [
            key, key[13..], Tenant.Password, tenant.Person.Credential!, tenant.RefreshToken, reset, qr, created["secret"], created["secret"][6..], rotated["secret"][6..], HookHeader,
            GatewayHost.OperatorKey, GatewayHost.SigningKey, host.Settings["WhatsAppGateway:Encryption:Key"]!,
        ];

        var files = Directory.GetFiles(host.DataDirectory).ToDictionary(file => Path.GetFileName(file), Read);
        Assert.Contains("gateway.db-wal", files.Keys);
        var everything = files.Values.SelectMany(bytes => bytes).ToArray();
        Assert.True(Holds(everything, Encoding.UTF8.GetBytes(Text)), "The search finds what is there.");
        Assert.True(Holds(everything, Encoding.UTF8.GetBytes(key[..12])), "The prefix of the key is stored.");

        var lines = Encoding.UTF8.GetBytes(string.Join('\n', log.Lines));
        var keys = await PrivateKeysAsync(host, instance);
        Assert.True(keys.Count > 50, $"{keys.Count} private keys are in use.");
        foreach (var secret in keys.SelectMany(Forms).Concat(issued.Select(Utf8)))
        {
            Assert.False(Holds(everything, secret), "A secret is in the data directory.");
            Assert.False(Holds(lines, secret), "A secret is in the log.");
        }

        Assert.NotEmpty(log.Lines);
        foreach (var personal in new[] { Number, Friend, Text, tenant.Email })
        {
            Assert.DoesNotContain(log.Lines, line => line.Contains(personal, StringComparison.Ordinal));
        }
    }

    private static async Task<List<byte[]>> PrivateKeysAsync(GatewayHost host, string instance)
    {
        var contexts = host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>();
        var store = new EfSessionStore(contexts, host.Services.GetRequiredService<RecordSealer>(), host.Services.GetRequiredService<EventLog>(), new InstanceRef("", instance), TimeProvider.System);
        await using var context = await contexts.CreateDbContextAsync();
        var records = await context.SessionRecords.Where(row => row.InstanceId == instance).ToListAsync();
        var credentials = CredentialsCodec.Decode((await store.GetAsync(StoreKind.Credentials, CredentialsCodec.Key))!.Value);
        List<byte[]> keys =
        [
            credentials.NoiseKey.PrivateKey.Span.ToArray(), credentials.IdentityKey.PrivateKey.Span.ToArray(),
            credentials.SignedPreKey.KeyPair.PrivateKey.Span.ToArray(), credentials.AdvSecret.ToArray(),
        ];
        foreach (var row in records.Where(row => row.Kind is StoreKind.PreKey or StoreKind.Session))
        {
            var value = (await store.GetAsync(row.Kind, row.Key))!.Value.ToArray();

            // A session holds several keys: every stretch of 24 bytes stands for those in it.
            keys.AddRange(row.Kind == StoreKind.PreKey ? [value] : Enumerable.Range(0, (value.Length - 24) / 8).Select(i => value[(8 * i)..((8 * i) + 24)]));
        }

        return keys;
    }

    private static IEnumerable<byte[]> Forms(byte[] key) =>
        [key, Utf8(Convert.ToHexString(key)), Utf8(Convert.ToHexStringLower(key)), Utf8(Convert.ToBase64String(key).TrimEnd('=')[..^1])];

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static bool Holds(byte[] haystack, byte[] needle) => haystack.AsSpan().IndexOf(needle) >= 0;

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }

    private sealed class AllLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // The lines are read after the host.
        }
    }
}
