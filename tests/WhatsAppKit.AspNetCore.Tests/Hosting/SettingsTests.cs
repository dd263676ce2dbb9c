using System.Security.Cryptography;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Tests.Hosting;

public sealed class SettingsTests : IDisposable
{
    private const string Key = "Z2P1xSD4uyhUw9xvdioQXY+tJAzSUSmM/XLsTncpheQ=";

    private readonly string _data = Directory.CreateTempSubdirectory("whatsappkit-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Outside_Development_a_host_without_keys_refuses_to_start_and_names_every_problem(string environment)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayApp.RunAsync(environment, _data, new()
        {
            ["WhatsAppGateway:ConnectionString"] = "Nonsense=1",
            ["WhatsAppGateway:WhatsApp:Endpoint"] = "https://example.com",
            ["WhatsAppGateway:WhatsApp:TrustedRootKey"] = "abc",
            ["WhatsAppGateway:Tiers:Basic:MaxInstances"] = "0",
            ["WhatsAppGateway:Tiers:Max:MonthlyMessages"] = "0",
            ["WhatsAppGateway:Tiers:Pro:QueuedMessages"] = "0",
            ["WhatsAppGateway:Login:WorkFactor"] = "4",
            ["WhatsAppGateway:Login:FreeFailures"] = "0",
            ["WhatsAppGateway:Login:RefreshLifetime"] = "00:00:00",
            ["WhatsAppGateway:RateLimits:Auth"] = "0",
            ["WhatsAppGateway:OperatorKey"] = "wko_short",
            ["WhatsAppGateway:Metrics:Path"] = "metrics",
            ["WhatsAppGateway:Jwt:Lifetime"] = "-01:00:00",
            ["WhatsAppGateway:Jwt:Issuer"] = "",
        }));

        string[] settings =
        [
            "ConnectionString", "WhatsApp:Endpoint", "WhatsApp:TrustedRootKey", "Jwt:SigningKey", "Jwt:Lifetime", "Jwt:Issuer", "Encryption:Key", "Tiers:Basic:MaxInstances",
            "Tiers:Max:MonthlyMessages", "Tiers:Pro:QueuedMessages", "Login:WorkFactor", "Login:MaxConcurrentHashes,", "Login:MaxLockout,", "RateLimits:Address,", "OperatorKey", "Metrics:Path",
        ];
        Assert.Equal(settings.Length, error.Failures.Count());
        Assert.All(settings, setting => Assert.Contains(error.Failures, failure => failure.Contains($"WhatsAppGateway:{setting} ", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetFiles(_data));
    }

    [Theory]
    [InlineData("Jwt:SigningKey", "")]
    [InlineData("Jwt:SigningKey", "0123456789012345678901234567890")]
    [InlineData("Encryption:Key", "")]
    [InlineData("Encryption:Key", "not base64!")]
    [InlineData("Encryption:Key", "MDEyMzQ1Njc4OWFiY2RlZg==")]
    [InlineData("Jwt:SigningKey", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("Jwt:SigningKey", "0123456789abcdef0123456789abcdef")]
    [InlineData("Jwt:SigningKey", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")]
    [InlineData("Jwt:SigningKey", "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("Jwt:SigningKey", "please-CHANGE-ME-before-this-goes-live")]
    [InlineData("Jwt:SigningKey", "a-string-secret-at-least-256-bits-long")]
    [InlineData("Encryption:Key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("Encryption:Key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("Encryption:Key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")]
    [InlineData("Encryption:Key", "eW91cl9zZWNyZXRfZW5jcnlwdGlvbl9rZXlfMTIzNDU=")]
    [InlineData("OperatorKey", "wko_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("OperatorKey", "wko_the-default-key-of-this-installation")]
    public async Task A_weak_malformed_or_well_known_key_is_refused_in_every_environment(string setting, string value)
    {
        foreach (var environment in new[] { "Production", "Development" })
        {
            var settings = new Dictionary<string, string?>
            {
                ["WhatsAppGateway:Jwt:SigningKey"] = GatewayHost.SigningKey,
                ["WhatsAppGateway:Encryption:Key"] = Key,
                ["WhatsAppGateway:" + setting] = value,
            };
            var error = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayApp.RunAsync(environment, _data, settings));
            Assert.Contains(setting, Assert.Single(error.Failures), StringComparison.Ordinal);
            if (value.Length > 0)
            {
                Assert.DoesNotContain(value, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_key_that_was_made_at_random_is_never_taken_for_a_sample()
    {
        for (var i = 0; i < 10_000; i++)
        {
            var key = RandomNumberGenerator.GetBytes(32);
            Assert.All([Convert.ToBase64String(key), Convert.ToHexStringLower(key), OpaqueToken.Create()], each => Assert.False(GuessableKeys.Has(each), each));
        }
    }

    [Fact]
    public async Task In_Development_keys_are_made_once_and_only_their_owner_can_read_them()
    {
        await GatewayApp.RunAsync("Development", _data, []);
        string[] files = [Path.Combine(_data, "jwt.key"), Path.Combine(_data, "encryption.key")];
        var first = files.Select(File.ReadAllText).ToArray();
        Assert.Equal(2, first.Distinct().Count());
        Assert.All(first, text => Assert.Equal(32, Convert.FromBase64String(text).Length));

        await GatewayApp.RunAsync("Development", _data, []);

        Assert.Equal(first, files.Select(File.ReadAllText));
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in files)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public void A_data_directory_that_is_made_belongs_to_its_owner_only()
    {
        var path = Path.Combine(_data, "new", "data");
        var options = new WhatsAppGatewayOptions { DataDirectory = path };
        options.Jwt.SigningKey = GatewayHost.SigningKey;
        options.Encryption.Key = Key;
        Assert.Equal(path, new GatewaySecrets(Options.Create(options), new HostingEnvironment { ContentRootPath = _data }).DataDirectory);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
        }
    }
}
