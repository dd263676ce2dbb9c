using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Client;

namespace WhatsAppKit.Testing.Tests;

public class GatewayFixtureTests
{
    [Fact]
    public async Task A_message_goes_out_and_the_answer_comes_in()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var sent = await gateway.Client.Messages.SendTextAsync(gateway.Friend.Number, "Your parcel has left our house.");
        Assert.Equal("sent", sent.Status);
        await gateway.Friend.ShouldReceiveTextAsync("Your parcel has left our house.");

        await gateway.Friend.SendTextAsync(gateway.Number, "When will it be here?");
        await gateway.Phone.ShouldReceiveTextAsync("When will it be here?");
        Assert.Equal("When will it be here?", await ReceivedAsync(gateway));
        gateway.Sandbox.ShouldHaveNoFindings();
    }

    [Fact]
    public async Task The_token_is_an_administrators_and_the_key_the_instances()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, gateway.Token, $"/api/instances/{gateway.InstanceId}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, gateway.ApiKey, "/api/instance/info"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(gateway, "nobody", "/api/instance/info"));
    }

    [Fact]
    public async Task Two_gateways_at_once_do_not_meet()
    {
        var both = await Task.WhenAll(GatewayFixture.StartAsync(), GatewayFixture.StartAsync());
        await using var first = both[0];
        await using var second = both[1];

        await first.Client.Messages.SendTextAsync(first.Friend.Number, "from the first");
        await second.Client.Messages.SendTextAsync(second.Friend.Number, "from the second");
        await first.Friend.ShouldReceiveTextAsync("from the first");
        await second.Friend.ShouldReceiveTextAsync("from the second");

        Assert.NotEqual(first.Address, second.Address);
        Assert.Equal("from the first", Assert.Single(first.Friend.Messages).Text);
        Assert.Equal("from the second", Assert.Single(second.Friend.Messages).Text);
    }

    [Fact]
    public async Task Settings_services_clock_and_numbers_are_the_tests_own()
    {
        var mail = new Mail();
        var clock = new Shifted();
        await using var gateway = await GatewayFixture.StartAsync(new GatewayFixtureOptions
        {
            TimeProvider = clock,
            Number = "4915112345",
            FriendNumber = "4915154321",
            Settings = new Dictionary<string, string?> { ["WhatsAppGateway:Webhooks:MaxPerSubscription"] = "7" },
            ConfigureServices = services => services.AddSingleton<IAccountMessageSender>(mail),
        });

        Assert.Same(clock, gateway.Services.GetRequiredService<TimeProvider>());
        Assert.Same(mail, gateway.Services.GetRequiredService<IAccountMessageSender>());
        Assert.Equal(7, gateway.Services.GetRequiredService<IOptions<WhatsAppGatewayOptions>>().Value.Webhooks.MaxPerSubscription);
        Assert.Equal(("4915112345", "4915154321"), (gateway.Number, gateway.Friend.Number));
    }

    [Fact]
    public async Task Nothing_is_left_behind()
    {
        string folder;
        Uri address;
        await using (var gateway = await GatewayFixture.StartAsync())
        {
            await gateway.Client.Messages.SendTextAsync(gateway.Friend.Number, "soon gone");
            folder = gateway.Services.GetRequiredService<IOptions<WhatsAppGatewayOptions>>().Value.DataDirectory;
            address = gateway.Address;
            Assert.NotEmpty(Directory.GetFiles(folder));
        }

        Assert.False(Directory.Exists(folder));
        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(address));
    }

    [Fact]
    public async Task A_gateway_that_cannot_start_leaves_nothing_behind_either()
    {
        var folder = "";
        await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayFixture.StartAsync(new GatewayFixtureOptions
        {
            Settings = new Dictionary<string, string?> { ["WhatsAppGateway:Encryption:Key"] = "no key" },
            ConfigureServices = services => services.PostConfigure<WhatsAppGatewayOptions>(options => folder = options.DataDirectory),
        }));
        Assert.NotEmpty(folder);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_gateway_that_takes_too_long_says_so() =>
        await Assert.ThrowsAsync<TimeoutException>(() => GatewayFixture.StartAsync(new GatewayFixtureOptions { StartTimeout = TimeSpan.FromMilliseconds(1) }));

    private static async Task<string?> ReceivedAsync(GatewayFixture gateway)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var page = await gateway.Client.Messages.ListAsync(cancellationToken: limit.Token);
            if (page.Items.FirstOrDefault(message => message.Direction == "in") is { } message)
            {
                return message.Text;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(GatewayFixture gateway, string credential, string path)
    {
        using var http = new HttpClient { BaseAddress = gateway.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", credential);
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private sealed class Mail : IAccountMessageSender
    {
        public Task SendAsync(AccountMessage message, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Shifted : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(30);
    }
}
