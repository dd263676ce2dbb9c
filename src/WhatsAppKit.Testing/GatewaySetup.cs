using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Embedding;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Auth;
using WhatsAppKit.Contracts.Instances;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Testing;

/// <summary>What a person would do first: register, make an instance, pair it with a phone, make an API key.</summary>
internal static class GatewaySetup
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    public static Task<AuthResponse> RegisterAsync(GatewayProcess gateway, CancellationToken cancellationToken)
    {
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        return gateway.Services.GetRequiredService<ISubscriptionService>()
            .RegisterAsync(new RegisterRequest("owner@example.com", password, "Owner"), cancellationToken);
    }

    public static async Task<string> PairAsync(GatewayProcess gateway, string subscriptionId, SandboxPhone phone, CancellationToken cancellationToken)
    {
        var instances = gateway.Services.GetRequiredService<IInstanceService>();
        var created = await instances.CreateAsync(subscriptionId, new CreateInstanceRequest("first"), cancellationToken).ConfigureAwait(false);
        var instance = new InstanceReference(subscriptionId, created.Id);
        var status = await instances.ConnectAsync(instance, cancellationToken).ConfigureAwait(false);
        while (status.Awaits != "scan")
        {
            status = await NextAsync(instances, instance, cancellationToken).ConfigureAwait(false);
        }

        var qr = await instances.GetQrAsync(instance, cancellationToken).ConfigureAwait(false);
        await phone.ScanAsync(qr.Code, cancellationToken).ConfigureAwait(false);
        while (status.Status != "CONNECTED")
        {
            status = await NextAsync(instances, instance, cancellationToken).ConfigureAwait(false);
        }

        return created.Id;
    }

    public static HttpClient Http(GatewayProcess gateway, string token)
    {
        var http = new HttpClient { BaseAddress = gateway.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    public static async Task<string> CreateKeyAsync(HttpClient owner, string instanceId, CancellationToken cancellationToken) =>
        (await PostAsync<CreatedApiKeyResponse>(
            owner, Routes.ApiKeys.Replace("{id}", instanceId, StringComparison.Ordinal), new CreateApiKeyRequest("tests"), cancellationToken)
            .ConfigureAwait(false)).Key;

    public static async Task<T> PostAsync<T>(HttpClient owner, string path, object body, CancellationToken cancellationToken)
    {
        using var response = await owner.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            throw new InvalidOperationException($"The gateway answered {(int)response.StatusCode}: {text}");
        }

        return (await response.Content.ReadFromJsonAsync<T>(cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task<InstanceStatusResponse> NextAsync(IInstanceService instances, InstanceReference instance, CancellationToken cancellationToken)
    {
        // In real time: the gateway's clock may be a test's, and stand still.
        await Task.Delay(PollInterval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        return await instances.GetStatusAsync(instance, cancellationToken).ConfigureAwait(false);
    }
}
