using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Tests.Auth;

public class PasswordTests(GatewayFixture gateway)
{
    private const string Login = "/api/auth/login";
    private const string Forgot = "/api/auth/forgot-password";
    private const string Reset = "/api/auth/reset-password";
    private const string Another = "another good password";

    private readonly Caller _anyone = gateway.Host.Anonymous();

    [Theory]
    [InlineData("password123")]
    [InlineData("PassWord123")]
    [InlineData("aaaaaaaaaa")]
    [InlineData("someone@example.com")]
    [InlineData("1234567")]
    public async Task Passwords_that_are_tried_first_are_refused_wherever_one_is_set(string password)
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        (await _anyone.PostAsync("/api/auth/register", new { email = "someone@example.com", password, name = "x" }))
            .IsProblem(HttpStatusCode.BadRequest, "invalid-request", "password");
        (await tenant.Person.PostAsync("/api/users", new { email = "someone@example.com", password, name = "x", role = "USER" }))
            .IsProblem(HttpStatusCode.BadRequest, "invalid-request", "password");
        var own = password.Contains('@', StringComparison.Ordinal) ? tenant.Email : password;
        (await tenant.Person.PostAsync("/api/auth/change-password", new { currentPassword = Tenant.Password, newPassword = own }))
            .IsProblem(HttpStatusCode.BadRequest, "invalid-request", "newPassword");
    }

    [Fact]
    public async Task Changing_the_password_needs_the_old_one_and_ends_every_session_of_before()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        (await tenant.Person.PostAsync("/api/auth/change-password", new { currentPassword = "wrong", newPassword = Another }))
            .IsProblem(HttpStatusCode.BadRequest, "invalid-request", "currentPassword");
        (await tenant.Person.GetAsync("/api/auth/me")).Is(HttpStatusCode.OK);

        var changed = (await tenant.Person.PostAsync("/api/auth/change-password", new { currentPassword = Tenant.Password, newPassword = Another })).Is(HttpStatusCode.OK);

        (await tenant.Person.GetAsync("/api/auth/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await _anyone.PostAsync("/api/auth/refresh", new { refreshToken = tenant.RefreshToken })).IsProblem(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        (await _anyone.With(changed["token"]).GetAsync("/api/auth/me")).Is(HttpStatusCode.OK);
        (await _anyone.PostAsync(Login, new { email = tenant.Email, password = Tenant.Password })).IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        (await _anyone.PostAsync(Login, new { email = tenant.Email, password = Another })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_once_with_the_token_that_was_sent()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        (await _anyone.PostAsync(Forgot, new { email = tenant.Email.ToUpperInvariant() })).Is(HttpStatusCode.Accepted);
        var message = await gateway.Host.Mailbox.LatestAsync(tenant.Email);
        Assert.Equal(AccountMessageKind.PasswordReset, message.Kind);
        Assert.DoesNotContain(message.Token, message.ToString(), StringComparison.Ordinal);

        (await _anyone.PostAsync(Reset, new { token = message.Token, password = "password123" })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "password");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => _anyone.PostAsync(Reset, new { token = message.Token, password = $"{Another} {i}" })));

        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.NoContent));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.NoContent), answer => answer.IsProblem(HttpStatusCode.BadRequest, "invalid-reset-token"));
        (await tenant.Person.GetAsync("/api/auth/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        var winner = Array.FindIndex(answers, answer => answer.Status == HttpStatusCode.NoContent);
        (await _anyone.PostAsync(Login, new { email = tenant.Email, password = $"{Another} {winner}" })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Asking_for_an_address_without_an_account_gets_the_same_answer_and_sends_nothing()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var nobody = $"{Guid.NewGuid():N}@example.com";
        var unknown = (await _anyone.PostAsync(Forgot, new { email = nobody })).Is(HttpStatusCode.Accepted);
        var known = (await _anyone.PostAsync(Forgot, new { email = tenant.Email })).Is(HttpStatusCode.Accepted);

        Assert.Equal(unknown.Text, known.Text);

        // They are served in order: when the second has come, the first would have.
        await gateway.Host.Mailbox.LatestAsync(tenant.Email);
        Assert.Empty(gateway.Host.Mailbox.To(nobody));
    }

    [Fact]
    public async Task A_token_is_sent_at_most_once_a_minute_ends_in_its_time_and_is_replaced_by_the_next()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await GatewayHost.StartAsync(time: time);
        var (tenant, other) = (await Tenant.RegisterAsync(host), await Tenant.RegisterAsync(host));
        await host.Anonymous().PostAsync(Forgot, new { email = tenant.Email });
        await host.Anonymous().PostAsync(Forgot, new { email = tenant.Email });
        await host.Anonymous().PostAsync(Forgot, new { email = other.Email });
        await host.Mailbox.LatestAsync(other.Email);
        var first = Assert.Single(host.Mailbox.To(tenant.Email)).Token;

        time.Advance(TimeSpan.FromMinutes(2));
        await host.Anonymous().PostAsync(Forgot, new { email = tenant.Email });
        var second = (await host.Mailbox.LatestAsync(tenant.Email, 2)).Token;
        (await host.Anonymous().PostAsync(Reset, new { token = first, password = Another })).IsProblem(HttpStatusCode.BadRequest, "invalid-reset-token");
        time.Advance(TimeSpan.FromMinutes(31));
        (await host.Anonymous().PostAsync(Reset, new { token = second, password = Another })).IsProblem(HttpStatusCode.BadRequest, "invalid-reset-token");
        (await host.Anonymous().PostAsync(Login, new { email = tenant.Email, password = Tenant.Password })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_login_after_the_cost_has_changed_hashes_the_password_anew()
    {
        await using var host = await GatewayHost.StartAsync();
        var tenant = await Tenant.RegisterAsync(host);
        Assert.StartsWith("$2a$10$", await HashAsync(host), StringComparison.Ordinal);
        host.Settings["WhatsAppGateway:Login:WorkFactor"] = "11";
        await host.RestartAsync();

        (await host.Anonymous().PostAsync(Login, new { email = tenant.Email, password = "wrong" })).Is(HttpStatusCode.Unauthorized);
        Assert.StartsWith("$2a$10$", await HashAsync(host), StringComparison.Ordinal);
        (await host.Anonymous().PostAsync(Login, new { email = tenant.Email, password = Tenant.Password })).Is(HttpStatusCode.OK);
        Assert.StartsWith("$2a$11$", await HashAsync(host), StringComparison.Ordinal);
        (await host.Anonymous().PostAsync(Login, new { email = tenant.Email, password = Tenant.Password })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Failures_lock_an_account_for_a_doubling_while_alike_for_emails_without_one()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:Login:FreeFailures"] = "3" }, time: time);
        var tenant = await Tenant.RegisterAsync(host);
        await ForgetAddressesAsync(host);
        foreach (var email in new[] { tenant.Email, "nobody@example.com" })
        {
            for (var i = 0; i < 3; i++)
            {
                (await LogInAsync(host, email, "wrong")).IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
            }

            foreach (var seconds in new[] { 1, 2, 4, 8 })
            {
                var locked = (await LogInAsync(host, email, Tenant.Password)).IsProblem(HttpStatusCode.TooManyRequests, "account-locked");
                Assert.Equal($"{seconds}", locked.Headers["Retry-After"]);
                time.Advance(TimeSpan.FromSeconds(seconds));
                (await LogInAsync(host, email, "wrong")).IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
            }
        }

        // Attempts while it is locked make it no longer, and the longest wait has an end.
        for (var i = 0; i < 50; i++)
        {
            await LogInAsync(host, tenant.Email, "wrong");
        }

        time.Advance(TimeSpan.FromSeconds(16));
        (await LogInAsync(host, tenant.Email, Tenant.Password)).Is(HttpStatusCode.OK);
        (await LogInAsync(host, tenant.Email, "wrong")).IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
    }

    [Fact]
    public async Task Strangers_cannot_lock_somebody_out_where_they_have_logged_in_before()
    {
        await using var host = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:Login:FreeFailures"] = "1" }, time: new FakeTimeProvider(DateTimeOffset.UtcNow));
        var tenant = await Tenant.RegisterAsync(host);
        await LogInAsync(host, tenant.Email, "wrong");

        (await LogInAsync(host, tenant.Email, Tenant.Password)).Is(HttpStatusCode.OK);
        await ForgetAddressesAsync(host);
        await LogInAsync(host, tenant.Email, "wrong");
        (await LogInAsync(host, tenant.Email, Tenant.Password)).IsProblem(HttpStatusCode.TooManyRequests, "account-locked");
        (await tenant.Person.GetAsync("/api/auth/me")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Many_guesses_at_once_are_counted_one_by_one()
    {
        await using var host = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:Login:FreeFailures"] = "5" }, time: new FakeTimeProvider(DateTimeOffset.UtcNow));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => LogInAsync(host, "nobody@example.com", "wrong")));
        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.Unauthorized));
        Assert.Equal(35, answers.Count(answer => answer.Status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task When_too_many_passwords_wait_the_rest_is_told_to_come_back()
    {
        var settings = new WhatsAppGatewayOptions { Login = new() { MaxConcurrentHashes = 1, MaxWaitingHashes = 1 } };
        using var hasher = new PasswordHasher(Options.Create(settings));
        var (first, second) = (hasher.HashAsync("one", CancellationToken.None), hasher.HashAsync("two", CancellationToken.None));

        var refused = await Assert.ThrowsAsync<GatewayException>(() => hasher.HashAsync("three", CancellationToken.None));

        Assert.Equal((503, "busy", TimeSpan.FromSeconds(5)), (refused.Status, refused.Code, refused.RetryAfter));
        Assert.All(await Task.WhenAll(first, second), hash => Assert.StartsWith("$2a$12$", hash, StringComparison.Ordinal));
        Assert.True(await hasher.VerifyAsync("one", await first, CancellationToken.None));
        Assert.False(await hasher.VerifyAsync("one", await second, CancellationToken.None));
        Assert.False(await hasher.VerifyAsync("", null, CancellationToken.None));
    }

    private static Task<Answer> LogInAsync(GatewayHost host, string email, string password) => host.Anonymous().PostAsync(Login, new { email, password });

    private static async Task<string> HashAsync(GatewayHost host)
    {
        await using var context = await ContextAsync(host);
        return await context.Users.IgnoreQueryFilters().Select(row => row.PasswordHash).SingleAsync();
    }

    /// <summary>As if every login had come from another place.</summary>
    private static async Task ForgetAddressesAsync(GatewayHost host)
    {
        await using var context = await ContextAsync(host);
        await context.LoginSessions.IgnoreQueryFilters().ExecuteUpdateAsync(set => set.SetProperty(row => row.Address, "192.0.2.1"));
    }

    private static Task<GatewayDbContext> ContextAsync(GatewayHost host) =>
        host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync();
}
