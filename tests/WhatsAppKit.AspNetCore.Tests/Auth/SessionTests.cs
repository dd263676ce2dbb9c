using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace WhatsAppKit.AspNetCore.Tests.Auth;

public class SessionTests(GatewayFixture gateway)
{
    private const string Refresh = "/api/auth/refresh";

    private readonly Caller _anyone = gateway.Host.Anonymous();

    [Fact]
    public async Task A_refresh_token_gives_the_next_pair_of_tokens()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var next = (await _anyone.PostAsync(Refresh, new { refreshToken = tenant.RefreshToken })).Is(HttpStatusCode.OK);

        Assert.Equal(["token", "expiresAt", "refreshToken", "refreshTokenExpiresAt", "user", "subscription"], next.Fields);
        Assert.NotEqual(tenant.RefreshToken, next["refreshToken"]);
        var me = (await _anyone.With(next["token"]).GetAsync("/api/auth/me")).Is(HttpStatusCode.OK);
        Assert.Equal(tenant.Email, me.Json.GetProperty("user").GetProperty("email").GetString());
        Assert.Equal(tenant.Subscription, me.Json.GetProperty("subscription").GetProperty("id").GetString());
        (await _anyone.PostAsync(Refresh, new { refreshToken = next["refreshToken"] })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_spent_refresh_token_ends_the_whole_session_and_no_other()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var other = (await _anyone.PostAsync("/api/auth/login", new { email = tenant.Email, password = Tenant.Password })).Is(HttpStatusCode.OK);
        var next = (await _anyone.PostAsync(Refresh, new { refreshToken = tenant.RefreshToken })).Is(HttpStatusCode.OK);

        (await _anyone.PostAsync(Refresh, new { refreshToken = tenant.RefreshToken })).IsProblem(HttpStatusCode.Unauthorized, "invalid-refresh-token");

        (await _anyone.PostAsync(Refresh, new { refreshToken = next["refreshToken"] })).IsProblem(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        (await tenant.Person.GetAsync("/api/auth/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await _anyone.With(next["token"]).GetAsync("/api/auth/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await _anyone.With(other["token"]).GetAsync("/api/auth/me")).Is(HttpStatusCode.OK);
        (await _anyone.PostAsync(Refresh, new { refreshToken = other["refreshToken"] })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_many_that_bring_the_same_refresh_token_at_once_at_most_one_is_served()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _anyone.PostAsync(Refresh, new { refreshToken = tenant.RefreshToken })));

        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        var winner = answers.Single(answer => answer.Status == HttpStatusCode.OK);
        (await _anyone.PostAsync(Refresh, new { refreshToken = winner["refreshToken"] })).IsProblem(HttpStatusCode.Unauthorized, "invalid-refresh-token");
    }

    [Fact]
    public async Task Logging_out_ends_the_access_token_too_and_says_nothing_about_unknown_tokens()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        (await _anyone.PostAsync("/api/auth/logout", new { refreshToken = tenant.RefreshToken })).Is(HttpStatusCode.NoContent);

        (await tenant.Person.GetAsync("/api/auth/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await _anyone.PostAsync(Refresh, new { refreshToken = tenant.RefreshToken })).IsProblem(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        foreach (var token in new[] { tenant.RefreshToken, new string('x', 43), "", null })
        {
            (await _anyone.PostAsync("/api/auth/logout", new { refreshToken = token })).Is(HttpStatusCode.NoContent);
        }
    }

    [Fact]
    public async Task Tokens_end_in_their_time_and_refreshing_extends_the_session()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:Login:RefreshLifetime"] = "10.00:00:00" }, time: time);
        var tenant = await Tenant.RegisterAsync(host);
        time.Advance(TimeSpan.FromDays(9));
        (await tenant.Person.GetAsync("/api/auth/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        var next = (await host.Anonymous().PostAsync(Refresh, new { refreshToken = tenant.RefreshToken })).Is(HttpStatusCode.OK);

        time.Advance(TimeSpan.FromDays(9));
        next = (await host.Anonymous().PostAsync(Refresh, new { refreshToken = next["refreshToken"] })).Is(HttpStatusCode.OK);
        (await host.Anonymous().With(next["token"]).GetAsync("/api/auth/me")).Is(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromDays(10));
        (await host.Anonymous().PostAsync(Refresh, new { refreshToken = next["refreshToken"] })).IsProblem(HttpStatusCode.Unauthorized, "invalid-refresh-token");
    }
}
