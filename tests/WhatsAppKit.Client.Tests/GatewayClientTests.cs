using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Tests;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Instances;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Client.Tests;

/// <summary>Every method of the client against the gateway itself.</summary>
public sealed class GatewayClientTests(GatewayFixture gateway) : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddWhatsAppGatewayManagement(options => options.BaseAddress = gateway.Host.Address).BuildServiceProvider();

    private IWhatsAppGatewayManagement Management => _services.GetRequiredService<IWhatsAppGatewayManagement>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Registering_and_logging_in_give_a_token_that_works()
    {
        var email = NewEmail();
        var registered = await Management.Auth.RegisterAsync(email, "correct horse", "Ada");
        var loggedIn = await Management.Auth.LogInAsync(email, "correct horse");

        Assert.Equal((email, "Ada", "ADMINISTRATOR"), (loggedIn.User.Email, loggedIn.User.Name, loggedIn.User.Role));
        Assert.Equal((registered.User, registered.Subscription), (loggedIn.User, loggedIn.Subscription));
        Assert.True(loggedIn.ExpiresAt > DateTimeOffset.UtcNow);
        Assert.Empty(await Management.WithToken(loggedIn.Token).Instances.ListAsync());
    }

    [Fact]
    public async Task Instances_are_created_listed_renamed_and_deleted()
    {
        var account = await AccountAsync();
        var created = await account.Instances.CreateAsync("shop");
        Assert.Equal(created, await account.Instances.GetAsync(created.Id));
        Assert.Equal([created], await account.Instances.ListAsync());
        var renamed = await account.Instances.RenameAsync(created.Id, "support / \u20AC");
        Assert.Equal(created with { Name = "support / \u20AC" }, renamed);
        Assert.Equal("DISCONNECTED", (await account.Instances.GetStatusAsync(created.Id)).Status);

        await account.Instances.DeleteAsync(created.Id);

        await FailsAsync(() => account.Instances.GetAsync(created.Id), HttpStatusCode.NotFound, ProblemCodes.NotFound);
    }

    [Fact]
    public async Task Keys_are_created_listed_and_revoked()
    {
        var account = await AccountAsync();
        var instance = await account.Instances.CreateAsync("shop");
        var key = await account.ApiKeys.CreateAsync(instance.Id, "program");
        Assert.StartsWith(key.Prefix, key.Key, StringComparison.Ordinal);
        Assert.Equal((key.Id, key.Prefix, "program", key.CreatedAt), Assert.Single(await account.ApiKeys.ListAsync(instance.Id)) is var listed
            ? (listed.Id, listed.Prefix, listed.Name, listed.CreatedAt)
            : default);
        await using var program = Program(key.Key);
        Assert.Equal(
            new InstanceInfoResponse(instance.Id, "shop", "DISCONNECTED", null), await program.GetRequiredService<IWhatsAppGateway>().Instance.GetInfoAsync());

        await account.ApiKeys.RevokeAsync(instance.Id, key.Id);

        Assert.Empty(await account.ApiKeys.ListAsync(instance.Id));
        await FailsAsync(() => program.GetRequiredService<IWhatsAppGateway>().Instance.GetInfoAsync(), HttpStatusCode.Unauthorized, ProblemCodes.Unauthenticated);
    }

    [Fact]
    public async Task The_whole_walk_from_a_QR_code_to_messages_in_both_directions()
    {
        var account = await AccountAsync();
        var instance = await account.Instances.CreateAsync("shop");
        await FailsAsync(() => account.Instances.GetQrAsync(instance.Id), HttpStatusCode.Conflict, ProblemCodes.QrNotAvailable);
        Assert.Equal("CONNECTING", (await account.Instances.ConnectAsync(instance.Id)).Status);
        var owner = await gateway.Host.Sandbox.AddPhoneAsync("15556001");
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15556002");
        await owner.ScanAsync((await QrAsync(account, instance.Id)).Code);
        await UntilAsync(async () => (await account.Instances.GetStatusAsync(instance.Id)).Status == "CONNECTED");
        await using var program = Program((await account.ApiKeys.CreateAsync(instance.Id, "program")).Key);
        var messages = program.GetRequiredService<IWhatsAppGateway>().Messages;

        var sent = await messages.SendTextAsync("+1 555 6002", "hello");
        Assert.Equal(("sent", "15556002"), (sent.Status, sent.To));
        await friend.SendTextAsync("15556001", "hello yourself");
        await UntilAsync(async () => (await messages.ListAsync()).Items.Count == 2);

        var first = await messages.ListAsync(limit: 1);
        var second = await messages.ListAsync(limit: 1, cursor: first.NextCursor);
        Assert.Equal(("in", "hello yourself"), (first.Items[0].Direction, first.Items[0].Text));
        Assert.Equal(("out", "hello", sent.Id), (second.Items[0].Direction, second.Items[0].Text, second.Items[0].Id));
        Assert.Null(second.NextCursor);
        await FailsAsync(() => messages.SendTextAsync("19990001", "anybody?"), HttpStatusCode.UnprocessableEntity, ProblemCodes.RecipientNotOnWhatsApp);
        Assert.Equal("DISCONNECTED", (await account.Instances.DisconnectAsync(instance.Id)).Status);
        await FailsAsync(() => messages.SendTextAsync("15556002", "x"), HttpStatusCode.Conflict, ProblemCodes.InstanceNotConnected);
    }

    [Fact]
    public async Task A_bad_request_names_its_field_and_a_wrong_password_its_code()
    {
        var error = await FailsAsync(() => Management.Auth.RegisterAsync("nobody", "correct horse", "Ada"), HttpStatusCode.BadRequest, ProblemCodes.Invalid);
        Assert.Equal("email", Assert.Single(error.Errors).Key);
        await FailsAsync(() => Management.Auth.LogInAsync(NewEmail(), "wrong"), HttpStatusCode.Unauthorized, ProblemCodes.InvalidCredentials);
        await FailsAsync(() => Management.WithToken("x.y.z").Instances.ListAsync(), HttpStatusCode.Unauthorized, ProblemCodes.Unauthenticated);
    }

    private static string NewEmail() => $"{Guid.NewGuid():N}@example.com";

    private static async Task<WhatsAppGatewayException> FailsAsync(Func<Task> call, HttpStatusCode status, string code)
    {
        var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(call);
        Assert.Equal((status, code, false), (error.Status, error.Code, error.IsTransient));
        return error;
    }

    private static async Task<QrResponse> QrAsync(IWhatsAppGatewayAccount account, string id)
    {
        QrResponse? qr = null;
        await UntilAsync(async () =>
        {
            try
            {
                qr = await account.Instances.GetQrAsync(id);
                return true;
            }
            catch (WhatsAppGatewayException error) when (error.Code == ProblemCodes.QrNotAvailable)
            {
                return false;
            }
        });
        return qr!;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException(TestLog.Tail());
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    private ServiceProvider Program(string key) => new ServiceCollection()
        .AddWhatsAppGatewayClient(options =>
        {
            options.BaseAddress = gateway.Host.Address;
            options.ApiKey = key;
        })
        .BuildServiceProvider();

    private async Task<IWhatsAppGatewayAccount> AccountAsync() =>
        Management.WithToken((await Management.Auth.RegisterAsync(NewEmail(), "correct horse", "Ada")).Token);
}
