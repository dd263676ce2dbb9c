using System.Net;
using WhatsAppKit.AspNetCore.Tests.Logging;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests;

/// <summary>A registered subscription and its administrator at work.</summary>
internal sealed class Tenant
{
    public const string Password = "correct horse battery";

    private readonly GatewayHost _host;

    private Tenant(GatewayHost host, string email, string token, string refreshToken, string subscription, string user)
    {
        (RefreshToken, Subscription, UserId) = (refreshToken, subscription, user);
        _host = host;
        Email = email;
        Person = new Caller(host.Address, token);
    }

    public string Email { get; }

    public string RefreshToken { get; }

    public string Subscription { get; }

    public string UserId { get; }

    public Caller Person { get; private set; }

    public static async Task<Tenant> RegisterAsync(GatewayHost host)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var answer = await host.Anonymous().PostAsync("/api/auth/register", new { email, password = Password, name = "Tester" });
        var json = answer.Is(HttpStatusCode.Created).Json;
        return new Tenant(
            host, email, answer["token"], answer["refreshToken"], json.GetProperty("subscription").GetProperty("id").GetString()!,
            json.GetProperty("user").GetProperty("id").GetString()!);
    }

    /// <summary>The same person at the host's new address, after a restart.</summary>
    public void Follow() => Person = new Caller(_host.Address, Person.Credential);

    /// <summary>Another person of the subscription, logged in.</summary>
    public async Task<(string Id, Caller Person, string Email)> CreateUserAsync(string role = "USER")
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var id = (await Person.PostAsync("/api/users", new { email, name = "Other", role, password = Password })).Is(HttpStatusCode.Created).Id;
        var login = (await _host.Anonymous().PostAsync("/api/auth/login", new { email, password = Password })).Is(HttpStatusCode.OK);
        return (id, Person.With(login["token"]), email);
    }

    public async Task<string> CreateInstanceAsync(string name = "first") =>
        (await Person.PostAsync("/api/instances", new { name })).Is(HttpStatusCode.Created).Id;

    public async Task<(string Id, string Key)> CreateKeyAsync(string instance, object? request = null)
    {
        var created = (await Person.PostAsync($"/api/instances/{instance}/api-keys", request ?? new { name = "program" })).Is(HttpStatusCode.Created);
        return (created.Id, created["key"]);
    }

    /// <summary>A program that holds a new key of the instance.</summary>
    public async Task<Caller> ProgramAsync(string instance) => Person.With((await CreateKeyAsync(instance)).Key);

    public async Task<string> PairAsync(string number)
    {
        var id = await CreateInstanceAsync();
        await PairAsync(id, number);
        return id;
    }

    public async Task PairAsync(string id, string number)
    {
        SecretWatch.Suite.PlantNumber(number);
        (await Person.PostAsync($"/api/instances/{id}/connect")).Is(HttpStatusCode.Accepted);
        var qr = await UntilAsync($"/api/instances/{id}/qr", answer => answer.Status == HttpStatusCode.OK);
        await (await _host.Sandbox.AddPhoneAsync(number)).ScanAsync(qr["code"]);
        await StatusAsync(id, "CONNECTED");
    }

    public Task<Answer> StatusAsync(string id, string status) =>
        UntilAsync($"/api/instances/{id}/status", answer => answer["status"] == status);

    public Task<Answer> UntilAsync(string path, Func<Answer, bool> condition) => UntilAsync(Person, path, condition);

    public static async Task<Answer> UntilAsync(Caller caller, string path, Func<Answer, bool> condition)
    {
        Answer? last = null;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!limit.IsCancellationRequested)
        {
            last = await caller.GetAsync(path);
            if (condition(last))
            {
                return last;
            }

            await Task.Delay(20, CancellationToken.None);
        }

        throw new TimeoutException($"Waited in vain for {path}; the last answer was {last?.Text}{Environment.NewLine}{TestLog.Tail()}");
    }
}
