using System.Net;
using System.Net.Http.Json;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.AspNetCore.Tests.Features;

/// <summary>A paired instance, a program with its key, and the phone it belongs to.</summary>
internal sealed record Account(Tenant Tenant, string Instance, Caller Program, SandboxPhone Phone)
{
    public static async Task<Account> PairAsync(GatewayHost host, string number)
    {
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.PairAsync(number);
        return new Account(tenant, instance, await tenant.ProgramAsync(instance), (await host.Sandbox.FindPhoneAsync(number))!);
    }

    public Task<Answer> GetAsync(string path) => Program.GetAsync(path);

    public Task<Answer> PostAsync(string path, object? body = null) => Program.PostAsync(path, body);

    public Task<Answer> PutAsync(string path, object body) => Program.PutAsync(path, body);

    public Task<Answer> PatchAsync(string path, object body) => Program.SendAsync(HttpMethod.Patch, path, JsonContent.Create(body));

    public Task<Answer> DeleteAsync(string path) => Program.DeleteAsync(path);

    /// <summary>What the phone shares takes a moment after pairing: until then the answer is 409.</summary>
    public async Task<Answer> SynchronisedAsync(Func<Task<Answer>> call)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var answer = await call();
        while (answer.Status == HttpStatusCode.Conflict && answer["code"] == "not-synchronised" && !limit.IsCancellationRequested)
        {
            await Task.Delay(20, CancellationToken.None);
            answer = await call();
        }

        return answer;
    }

    /// <summary>The next event of a kind that is as expected.</summary>
    public static async Task<T> ToldAsync<T>(EventSubscription events, Func<T, bool> isExpected)
        where T : WhatsAppEvent
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var happened in events.ReadAllAsync(limit.Token))
        {
            if (happened is T told && isExpected(told))
            {
                return told;
            }
        }

        throw new InvalidOperationException($"The events ended without {typeof(T).Name}.");
    }
}
