using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Tests;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Audit;
using WhatsAppKit.Contracts.Instances;
using WhatsAppKit.Contracts.Pairing;
using WhatsAppKit.Contracts.Subscriptions;
using WhatsAppKit.Contracts.Users;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Client.Tests;

/// <summary>Every method of the client against the gateway itself.</summary>
public sealed class GatewayClientTests(GatewayFixture gateway) : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddWhatsAppGatewayManagement(options => options.BaseAddress = gateway.Host.Address).Services.BuildServiceProvider();

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
        Assert.Equal("accepted", (await messages.SendTextAsync("15556002", "x")).Status);
    }

    [Fact]
    public async Task A_bad_request_names_its_field_and_a_wrong_password_its_code()
    {
        var error = await FailsAsync(() => Management.Auth.RegisterAsync("nobody", "correct horse", "Ada"), HttpStatusCode.BadRequest, ProblemCodes.Invalid);
        Assert.Equal("email", Assert.Single(error.Errors).Key);
        await FailsAsync(() => Management.Auth.LogInAsync(NewEmail(), "wrong"), HttpStatusCode.Unauthorized, ProblemCodes.InvalidCredentials);
        await FailsAsync(() => Management.WithToken("x.y.z").Instances.ListAsync(), HttpStatusCode.Unauthorized, ProblemCodes.Unauthenticated);
    }

    [Fact]
    public async Task Sessions_are_refreshed_and_ended_and_passwords_changed_and_reset()
    {
        var email = NewEmail();
        var first = await Management.Auth.RegisterAsync(email, "correct horse", "Ada");
        var second = await Management.Auth.RefreshAsync(first.RefreshToken);
        var account = Management.WithToken(second.Token);
        Assert.Equal((second.User, second.Subscription), await account.Myself.GetAsync() is var me ? (me.User, me.Subscription) : default);

        var third = await account.Myself.ChangePasswordAsync(new("correct horse", "correct horses"));
        await FailsAsync(() => account.Myself.GetAsync(), HttpStatusCode.Unauthorized, ProblemCodes.Unauthenticated);
        await Management.Auth.LogOutAsync(third.RefreshToken);
        await FailsAsync(() => Management.Auth.RefreshAsync(third.RefreshToken), HttpStatusCode.Unauthorized, ProblemCodes.InvalidRefreshToken);

        await Management.Auth.ForgotPasswordAsync(email);
        var message = await gateway.Host.Mailbox.LatestAsync(email);
        await Management.Auth.ResetPasswordAsync(message.Token, "correct stable");
        await FailsAsync(() => Management.Auth.ResetPasswordAsync(message.Token, "correct battery"), HttpStatusCode.BadRequest, ProblemCodes.InvalidResetToken);
        await Management.Auth.LogInAsync(email, "correct stable");
    }

    [Fact]
    public async Task Users_are_created_changed_locked_out_and_deleted()
    {
        var account = await AccountAsync();
        var created = await account.Users.CreateAsync(new CreateUserRequest(NewEmail(), "Bob", Roles.User));
        Assert.True(created.IsInvited);
        Assert.Equal(created, await account.Users.GetAsync(created.Id));
        Assert.Equal(created with { Role = Roles.Administrator }, await account.Users.UpdateAsync(created.Id, new UpdateUserRequest(Role: Roles.Administrator)));
        Assert.False((await account.Users.DeactivateAsync(created.Id)).IsActive);
        Assert.True((await account.Users.ActivateAsync(created.Id)).IsActive);
        await account.Users.DeleteAsync(created.Id);
        var last = Assert.Single(await account.Users.ListAsync());
        await FailsAsync(() => account.Users.DeleteAsync(last.Id), HttpStatusCode.Conflict, ProblemCodes.LastAdministrator);
    }

    [Fact]
    public async Task A_subscription_its_tier_and_its_audit_are_told()
    {
        var account = await AccountAsync();
        var subscription = await account.Subscription.GetAsync();
        Assert.Equal((Tiers.Basic, 0L), (subscription.Tier, subscription.MessagesThisMonth));
        Assert.Equal(Tiers.Max, (await Management.WithOperatorKey(GatewayHost.OperatorKey).ChangeTierAsync(subscription.Id, new(Tiers.Max))).Tier);

        var newest = await account.Audit.ListAsync(limit: 1);
        Assert.Equal(AuditActions.TierChanged, Assert.Single(newest.Items).Action);
        Assert.Equal(AuditActions.Registered, Assert.Single((await account.Audit.ListAsync(cursor: newest.NextCursor)).Items).Action);
        var (since, until) = (DateTimeOffset.Now.AddHours(-1), DateTimeOffset.Now.AddHours(1));
        Assert.Single((await account.Audit.ListAsync(action: AuditActions.Registered, targetId: subscription.Id, since: since, until: until)).Items);
        Assert.Empty((await account.Audit.ListAsync(action: AuditActions.Registered, until: since)).Items);
        Assert.Empty((await account.Audit.ListAsync(actorId: "nobody")).Items);
        Assert.Equal(2, await account.Audit.ListAllAsync().CountAsync());
    }

    [Fact]
    public async Task A_key_is_limited_changed_and_rotated()
    {
        var account = await AccountAsync();
        var instance = await account.Instances.CreateAsync("shop");
        var end = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var key = await account.ApiKeys.CreateAsync(instance.Id, new CreateApiKeyRequest("reader", [Permissions.MessagesRead], 10, end));
        var shown = await account.ApiKeys.GetAsync(instance.Id, key.Id);
        Assert.Equal((Permissions.MessagesRead, 10, true, end, null), (shown.Permissions.Single(), shown.RateLimit, shown.IsActive, shown.ExpiresAt, shown.LastUsedAt));
        await using var program = Program(key.Key);
        await FailsAsync(
            () => program.GetRequiredService<IWhatsAppGateway>().Instance.GetInfoAsync(), HttpStatusCode.Forbidden, ProblemCodes.PermissionMissing);

        var changed = await account.ApiKeys.UpdateAsync(instance.Id, key.Id, new UpdateApiKeyRequest("all", null, null, null, true));
        Assert.Equal(("all", Permissions.All.Count, null, null), (changed.Name, changed.Permissions.Count, changed.RateLimit, changed.ExpiresAt));
        var rotated = await account.ApiKeys.RotateAsync(instance.Id, key.Id, TimeSpan.FromHours(1));
        await using var next = Program(rotated.Key);
        Assert.Equal("shop", (await program.GetRequiredService<IWhatsAppGateway>().Instance.GetInfoAsync()).Name);
        Assert.Equal("shop", (await next.GetRequiredService<IWhatsAppGateway>().Instance.GetInfoAsync()).Name);
        await account.ApiKeys.RotateAsync(instance.Id, key.Id);
        await FailsAsync(() => next.GetRequiredService<IWhatsAppGateway>().Instance.GetInfoAsync(), HttpStatusCode.Unauthorized, ProblemCodes.Unauthenticated);
    }

    private static string NewEmail() => $"{Guid.NewGuid():N}@example.com";

    private static async Task<WhatsAppGatewayException> FailsAsync(Func<Task> call, HttpStatusCode status, string code)
    {
        var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(call);
        Assert.Equal((status, code, false), (error.Status, error.Code, error.IsTransient));
        return error;
    }

    internal static async Task<QrResponse> QrAsync(IWhatsAppGatewayAccount account, string id)
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

    internal static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
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
        .Services.BuildServiceProvider();

    private async Task<IWhatsAppGatewayAccount> AccountAsync() =>
        Management.WithToken((await Management.Auth.RegisterAsync(NewEmail(), "correct horse", "Ada")).Token);
}
