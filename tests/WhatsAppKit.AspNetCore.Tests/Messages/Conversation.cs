using System.Collections.Concurrent;
using System.Net;
using WhatsAppKit.AspNetCore.Tests.Logging;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Messages;

/// <summary>A paired instance with a program, and a friend with a phone whose events are kept.</summary>
internal sealed class Conversation : IAsyncDisposable
{
    private static int _numbers;

    private readonly GatewayHost _host;
    private readonly EventSubscription _subscription;
    private readonly Task _reading;
    private TestDevice? _device;

    private Conversation(GatewayHost host, Tenant tenant, string instance, Caller program, string number, SandboxPhone friend)
    {
        _host = host;
        (Tenant, Instance, Program, Number, Friend) = (tenant, instance, program, number, friend);
        _subscription = friend.Subscribe();
        _reading = ReadAsync();
    }

    public Tenant Tenant { get; }

    public string Instance { get; }

    public Caller Program { get; private set; }

    /// <summary>The instance's number.</summary>
    public string Number { get; }

    public SandboxPhone Friend { get; }

    public ConcurrentQueue<WhatsAppEvent> Told { get; } = new();

    public static async Task<Conversation> StartAsync(GatewayHost host)
    {
        var number = $"1555{Interlocked.Increment(ref _numbers) + 800_000}";
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.PairAsync(number);
        var friend = await host.Sandbox.AddPhoneAsync($"1666{number[4..]}");
        SecretWatch.Suite.PlantNumber(friend.Number);
        return new Conversation(host, tenant, instance, await tenant.ProgramAsync(instance), number, friend);
    }

    /// <summary>A client linked to the friend's phone: it writes what phones of the sandbox do not.</summary>
    public async Task<TestDevice> DeviceAsync() => _device ??= await TestDevice.PairAsync(_host.Sandbox, Friend);

    public async Task DisconnectAsync()
    {
        (await Tenant.Person.PostAsync($"/api/instances/{Instance}/disconnect")).Is(HttpStatusCode.OK);
        await Tenant.StatusAsync(Instance, "DISCONNECTED");
    }

    /// <summary>Sends with the program, and returns what the friend's phone received.</summary>
    public async Task<(Answer Sent, MessageReceived Received)> SendAsync(string kind, object request)
    {
        var sent = (await Program.PostAsync($"/api/messages/{kind}", request)).Is(HttpStatusCode.OK);
        return (sent, await ReceivedAsync(sent.Id));
    }

    public Task<MessageReceived> ReceivedAsync(string id) =>
        Wait.ForAsync(() => Told.OfType<MessageReceived>().FirstOrDefault(message => message.Id == id), $"the message {id}");

    public Task<T> ToldAsync<T>(Func<T, bool>? isExpected = null)
        where T : WhatsAppEvent => Wait.ForAsync(() => Told.OfType<T>().FirstOrDefault(isExpected ?? (_ => true)), typeof(T).Name);

    /// <summary>Waits for what the gateway has of a message.</summary>
    public Task<Answer> MessageAsync(string id, Func<Answer, bool>? isExpected = null) =>
        Tenant.UntilAsync(Program, $"/api/messages/{id}", answer => answer.Status == HttpStatusCode.OK && (isExpected is null || isExpected(answer)));

    public async ValueTask DisposeAsync()
    {
        if (_device is not null)
        {
            await _device.DisposeAsync();
        }

        _subscription.Dispose();
        await _reading;
    }

    private async Task ReadAsync()
    {
        await foreach (var happened in _subscription.ReadAllAsync())
        {
            Told.Enqueue(happened);
            if (happened is MessageReceived { Content: MediaContent media })
            {
                SecretWatch.Suite.Plant("media key", media.File.MediaKey.Span);
            }
        }
    }
}
