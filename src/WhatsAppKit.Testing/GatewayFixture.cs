using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.Client;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Webhooks;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Testing;

/// <summary>
/// The real gateway and a sandbox in place of WhatsApp, in this process and on free ports: an instance is connected, a friend has a phone, and
/// a typed client is ready. Nothing is left behind when it is disposed.
/// </summary>
public sealed class GatewayFixture : IAsyncDisposable
{
    private readonly GatewayProcess _gateway;
    private readonly HttpClient _owner;
    private readonly ServiceProvider _client;

    private GatewayFixture(GatewayProcess gateway, WhatsAppSandbox sandbox, Tenant tenant, SandboxPhone phone, SandboxPhone friend)
    {
        _gateway = gateway;
        (Sandbox, Phone, Friend) = (sandbox, phone, friend);
        (Token, InstanceId, ApiKey, _owner) = (tenant.Token, tenant.InstanceId, tenant.ApiKey, tenant.Owner);
        _client = new ServiceCollection().AddWhatsAppGatewayClient(options =>
        {
            options.BaseAddress = Address;
            options.ApiKey = ApiKey;
        }).Services.BuildServiceProvider();
        Client = _client.GetRequiredService<IWhatsAppGateway>();
    }

    /// <summary>The typed client, with the API key of the instance.</summary>
    public IWhatsAppGateway Client { get; }

    /// <summary>The phone that the instance is paired with.</summary>
    public SandboxPhone Phone { get; }

    /// <summary>The phone of somebody else, to write to and to be written by.</summary>
    public SandboxPhone Friend { get; }

    /// <summary>The WhatsApp behind the gateway: more phones, faults, findings.</summary>
    public WhatsAppSandbox Sandbox { get; }

    /// <summary>Where the gateway listens.</summary>
    public Uri Address => _gateway.Address;

    /// <summary>The gateway's services.</summary>
    public IServiceProvider Services => _gateway.Services;

    /// <summary>An API key of the instance, with all permissions.</summary>
    public string ApiKey { get; }

    /// <summary>The token of the subscription's administrator, for the management API.</summary>
    public string Token { get; }

    /// <summary>The connected instance.</summary>
    public string InstanceId { get; }

    /// <summary>The number the instance is paired with, digits only.</summary>
    public string Number => Phone.Number;

    /// <summary>Starts a gateway, and returns when its instance is connected.</summary>
    /// <param name="options">How it is; null for the defaults.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TimeoutException">It took longer than <see cref="GatewayFixtureOptions.StartTimeout"/>.</exception>
    public static async Task<GatewayFixture> StartAsync(GatewayFixtureOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new GatewayFixtureOptions();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.StartTimeout);
        try
        {
            var settings = new SandboxOptions { TimeProvider = options.TimeProvider };
            var sandbox = await WhatsAppSandbox.StartAsync(settings, cancellationToken: limit.Token).ConfigureAwait(false);
            try
            {
                return await StartAsync(sandbox, options, limit.Token).ConfigureAwait(false);
            }
            catch
            {
                await sandbox.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch (OperationCanceledException error) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The gateway was not ready within {options.StartTimeout}.", error);
        }
    }

    /// <summary>An address of this machine, at a port where nobody listens, for an application that a webhook is to reach.</summary>
    public static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new UriBuilder("http", IPAddress.Loopback.ToString(), ((IPEndPoint)listener.LocalEndpoint).Port).Uri;
    }

    /// <summary>Has the gateway post what happens at the instance.</summary>
    /// <param name="url">Where to, on this machine: <c>http://127.0.0.1</c> with any port.</param>
    /// <param name="events">Types of events and groups; none for all.</param>
    /// <returns>The webhook with the secret that its requests are signed with.</returns>
    public Task<WebhookSecretResponse> CreateWebhookAsync(Uri url, params string[] events)
    {
        ArgumentNullException.ThrowIfNull(url);
        var path = Routes.InstanceWebhooks.Replace("{id}", InstanceId, StringComparison.Ordinal);
        var request = new CreateWebhookRequest { Url = url.ToString(), Events = events };
        return GatewaySetup.PostAsync<WebhookSecretResponse>(_owner, path, request, CancellationToken.None);
    }

    /// <summary>Stops the gateway and the sandbox, and deletes all they kept.</summary>
    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().ConfigureAwait(false);
        _owner.Dispose();
        await _gateway.DisposeAsync().ConfigureAwait(false);
        await Sandbox.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<GatewayFixture> StartAsync(WhatsAppSandbox sandbox, GatewayFixtureOptions options, CancellationToken cancellationToken)
    {
        var phone = await sandbox.AddPhoneAsync(options.Number, cancellationToken).ConfigureAwait(false);
        var friend = await sandbox.AddPhoneAsync(options.FriendNumber, cancellationToken).ConfigureAwait(false);
        var gateway = await GatewayProcess.StartAsync(sandbox, options, cancellationToken).ConfigureAwait(false);
        HttpClient? owner = null;
        try
        {
            var registered = await GatewaySetup.RegisterAsync(gateway, cancellationToken).ConfigureAwait(false);
            var instance = await GatewaySetup.PairAsync(gateway, registered.Subscription.Id, phone, cancellationToken).ConfigureAwait(false);
            owner = GatewaySetup.Http(gateway, registered.Token);
            var key = await GatewaySetup.CreateKeyAsync(owner, instance, cancellationToken).ConfigureAwait(false);
            return new GatewayFixture(gateway, sandbox, new Tenant(registered.Token, instance, key, owner), phone, friend);
        }
        catch
        {
            owner?.Dispose();
            await gateway.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private sealed record Tenant(string Token, string InstanceId, string ApiKey, HttpClient Owner);
}
