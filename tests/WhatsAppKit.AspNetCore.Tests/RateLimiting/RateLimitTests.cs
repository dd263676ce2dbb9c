using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace WhatsAppKit.AspNetCore.Tests.RateLimiting;

public class RateLimitTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task Requests_of_one_address_are_limited_whatever_credential_they_bring()
    {
        await using var host = await StartAsync(address: 20);
        var anyone = host.Anonymous();
        for (var i = 0; i < 20; i++)
        {
            var answer = i % 2 == 0 ? await anyone.GetAsync("/health/live") : await anyone.With("garbage").GetAsync("/api/instances");
            Assert.Equal("\"address\";q=20;w=60", answer.Headers["RateLimit-Policy"]);
            Assert.Equal($"\"address\";r={19 - i};t=60", answer.Headers["RateLimit"]);
        }

        foreach (var (path, credential) in new[] { ("/health/live", null), ("/api/instances", "garbage"), ("/api/instances", (string?)null) })
        {
            var refused = (await anyone.With(credential).GetAsync(path)).IsProblem(HttpStatusCode.TooManyRequests, "address-rate-limited");
            Assert.Equal("60", refused.Headers["Retry-After"]);
            Assert.Equal("\"address\";r=0;t=60", refused.Headers["RateLimit"]);
        }

        _time.Advance(TimeSpan.FromSeconds(60));
        (await anyone.GetAsync("/health/live")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Logins_are_limited_more_and_nothing_else_is_by_that()
    {
        await using var host = await StartAsync(auth: 5);
        for (var i = 0; i < 5; i++)
        {
            var answer = await host.Anonymous().PostAsync("/api/auth/forgot-password", new { email = "a@b" });
            Assert.Equal($"\"address\";r={999 - i};t=60, \"auth\";r={4 - i};t=60", answer.Headers["RateLimit"]);
        }

        (await host.Anonymous().PostAsync("/api/auth/login", new { email = "a@b", password = "x" })).IsProblem(HttpStatusCode.TooManyRequests, "auth-rate-limited");
        (await host.Anonymous().PostRawAsync("/api/auth/login", "{{{")).IsProblem(HttpStatusCode.TooManyRequests, "auth-rate-limited");
        (await host.Anonymous().GetAsync("/health/live")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_has_its_own_limit_or_the_gateways()
    {
        await using var host = await StartAsync(key: 4);
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.CreateInstanceAsync();
        var (id, own) = await tenant.CreateKeyAsync(instance, new { name = "own", rateLimit = 2 });
        foreach (var (program, limit) in new[] { (tenant.Person.With(own), 2), (await tenant.ProgramAsync(instance), 4) })
        {
            for (var i = 0; i < limit; i++)
            {
                var answer = (await program.GetAsync("/api/instance/info")).Is(HttpStatusCode.OK);
                Assert.EndsWith($", \"key\";r={limit - 1 - i};t=60", answer.Headers["RateLimit"], StringComparison.Ordinal);
            }

            (await program.GetAsync("/api/instance/info")).IsProblem(HttpStatusCode.TooManyRequests, "key-rate-limited");
        }

        (await tenant.Person.PutAsync($"/api/instances/{instance}/api-keys/{id}", new { name = "own", isActive = true, rateLimit = 50 })).Is(HttpStatusCode.OK);
        (await tenant.Person.With(own).GetAsync("/api/instance/info")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Failures_tell_where_the_caller_stands_too_and_many_at_once_are_counted_exactly()
    {
        await using var host = await StartAsync(auth: 30);
        var failed = (await host.Anonymous().PostRawAsync("/api/auth/login", "{")).IsProblem(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal("\"address\";r=999;t=60, \"auth\";r=29;t=60", failed.Headers["RateLimit"]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => host.Anonymous().PostAsync("/api/auth/logout", new { })));
        Assert.Equal(29, answers.Count(answer => answer.Status == HttpStatusCode.NoContent));
        Assert.Equal(171, answers.Count(answer => answer.Status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Two_hundred_requests_at_once_with_one_key_get_exactly_its_limit_through()
    {
        await using var host = await StartAsync();
        var tenant = await Tenant.RegisterAsync(host);
        var (_, key) = await tenant.CreateKeyAsync(await tenant.CreateInstanceAsync(), new { name = "own", rateLimit = 10 });
        var program = tenant.Person.With(key);

        // The clock stands still: no window ends in between.
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => program.GetAsync("/api/instance/info")));

        Assert.Equal(10, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        var refused = answers.Where(answer => answer.Status != HttpStatusCode.OK).ToArray();
        Assert.Equal(190, refused.Length);
        Assert.All(refused, answer => Assert.Equal("60", answer.IsProblem(HttpStatusCode.TooManyRequests, "key-rate-limited").Headers["Retry-After"]));
        _time.Advance(TimeSpan.FromSeconds(60));
        (await program.GetAsync("/api/instance/info")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Codes_that_pair_are_limited_like_logins_and_looking_at_them_like_everything()
    {
        await using var host = await StartAsync(address: 20, auth: 3);
        var tenant = await Tenant.RegisterAsync(host);
        var path = $"/api/instances/{await tenant.CreateInstanceAsync()}";
        for (var i = 0; i < 2; i++)
        {
            (await tenant.Person.PostAsync(path + "/pairing-code", new { phoneNumber = "15550001" })).IsProblem(HttpStatusCode.Conflict, "instance-not-connected");
        }

        (await tenant.Person.PostAsync(path + "/pairing-code", new { phoneNumber = "15550001" })).IsProblem(HttpStatusCode.TooManyRequests, "auth-rate-limited");
        for (var i = 5; i < 20; i++)
        {
            (await tenant.Person.GetAsync(path + "/qr")).IsProblem(HttpStatusCode.Conflict, "qr-not-available");
        }

        (await tenant.Person.GetAsync(path + "/qr")).IsProblem(HttpStatusCode.TooManyRequests, "address-rate-limited");
    }

    [Fact]
    public async Task One_phone_is_asked_for_codes_so_often_an_hour_whichever_instance_asks()
    {
        await using var host = await GatewayHost.StartAsync(
            new() { ["WhatsAppGateway:RateLimits:PairingCodes"] = "3", ["WhatsAppGateway:Jwt:Lifetime"] = "1.00:00:00" }, time: _time);
        var tenant = await Tenant.RegisterAsync(host);
        foreach (var number in new[] { "15550001", "+1 555 0001", "+1 (555) 0001" })
        {
            (await AskAsync(tenant, number)).IsProblem(HttpStatusCode.Conflict, "instance-not-connected");
        }

        Assert.Equal("3600", (await AskAsync(tenant, "15550001")).IsProblem(HttpStatusCode.TooManyRequests, "pairing-code-limit-reached").Headers["Retry-After"]);
        (await AskAsync(tenant, "15550002")).IsProblem(HttpStatusCode.Conflict, "instance-not-connected");
        (await AskAsync(await Tenant.RegisterAsync(host), "15550001")).IsProblem(HttpStatusCode.Conflict, "instance-not-connected");
        _time.Advance(TimeSpan.FromHours(1));
        (await AskAsync(tenant, "15550001")).IsProblem(HttpStatusCode.Conflict, "instance-not-connected");
    }

    /// <summary>With an instance of its own each time.</summary>
    private static async Task<Answer> AskAsync(Tenant tenant, string number) =>
        await tenant.Person.PostAsync($"/api/instances/{await tenant.CreateInstanceAsync(Guid.NewGuid().ToString("N"))}/pairing-code", new { phoneNumber = number });

    private Task<GatewayHost> StartAsync(int address = 1000, int auth = 1000, int key = 1000) => GatewayHost.StartAsync(
        new()
        {
            ["WhatsAppGateway:RateLimits:Address"] = $"{address}",
            ["WhatsAppGateway:RateLimits:Auth"] = $"{auth}",
            ["WhatsAppGateway:RateLimits:Key"] = $"{key}",
        },
        time: _time);
}
