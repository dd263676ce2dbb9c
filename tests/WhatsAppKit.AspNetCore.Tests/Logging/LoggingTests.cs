using System.Collections.Concurrent;
using System.Net;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Logging;

/// <summary>What is written of requests, security, business and audit, and the id that holds it together.</summary>
public class LoggingTests
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    [Fact]
    public async Task An_id_of_the_caller_is_in_the_answer_in_problems_and_in_every_line_of_the_request()
    {
        await using var host = await StartAsync();
        var tenant = await Tenant.RegisterAsync(host);
        var caller = tenant.Person;
        caller.Headers["X-Correlation-Id"] = "order-4711";
        Assert.Equal("order-4711", (await caller.PostAsync("/api/instances", new { name = "one" })).Is(HttpStatusCode.Created).Headers["X-Correlation-Id"]);
        var line = await LineAsync(LogCategories.Request, "POST /api/instances was answered with 201");
        Assert.Contains(tenant.Subscription, line.Values, StringComparison.Ordinal);
        foreach (var (category, words) in new[] { (LogCategories.Business, "new instance"), (LogCategories.Audit, "instance.created"), (LogCategories.Request, "POST /api/instances was answered") })
        {
            Assert.Contains("CorrelationId=order-4711", (await LineAsync(category, words)).Scopes, StringComparison.Ordinal);
        }

        // Refused before the endpoint, by the endpoint, and by an exception.
        foreach (var (path, credential, code) in new[] { ("/api/instances", "garbage", "unauthenticated"), ("/api/contacts", caller.Credential, "invalid-request"), ("/api/instances/x", caller.Credential, "not-found") })
        {
            var other = caller.With(credential);
            other.Headers["X-Correlation-Id"] = "id-of-" + code;
            var problem = await other.GetAsync(path);
            Assert.Equal(code, problem["code"]);
            Assert.Equal("id-of-" + code, problem["traceId"]);
            Assert.Equal("id-of-" + code, problem.Headers["X-Correlation-Id"]);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("has space")]
    [InlineData("a\tb")]
    [InlineData("wak_abcdefgh_secret")]
    [InlineData("wko_the-secret-of-an-operator-of-the-gateway")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123x")]
    public async Task An_id_that_is_no_plain_word_is_replaced(string sent)
    {
        await using var host = await StartAsync();
        var caller = host.Anonymous();
        caller.Headers["X-Correlation-Id"] = sent;
        Assert.Matches("^[0-9a-f]{32}$", (await caller.GetAsync("/health/live")).Headers["X-Correlation-Id"]);
        Assert.DoesNotContain(_lines, line => sent.Length > 1 && line.Category == LogCategories.Request && line.Whole.Contains(sent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trace_of_the_caller_names_the_request_and_without_one_each_has_its_own()
    {
        await using var host = await StartAsync();
        var caller = host.Anonymous();
        var first = (await caller.GetAsync("/health/live")).Headers["X-Correlation-Id"];
        Assert.NotEqual(first, (await caller.GetAsync("/health/live")).Headers["X-Correlation-Id"]);
        caller.Headers["traceparent"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", (await caller.GetAsync("/health/live")).Headers["X-Correlation-Id"]);
    }

    [Fact]
    public async Task What_concerns_security_is_in_its_category()
    {
        await using var host = await StartAsync();
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.CreateInstanceAsync();
        var (_, user, _) = await tenant.CreateUserAsync();
        await host.Anonymous().PostAsync("/api/auth/login", new { email = tenant.Email, password = "wrong password" });
        await LineAsync(LogCategories.Security, "A login from 127.0.0.1 failed: invalid-credentials");
        await host.Anonymous().With("wak_abcdefgh_something").GetAsync("/api/instance/info");
        await LineAsync(LogCategories.Security, "refused at /api/instance/info: unauthenticated");
        await user.DeleteAsync($"/api/instances/{instance}");
        await LineAsync(LogCategories.Security, "to /api/instances/{id} was not allowed: administrator-needed");
        var (_, key) = await tenant.CreateKeyAsync(instance, new { name = "slow", rateLimit = 1 });
        await tenant.Person.With(key).GetAsync("/api/instance/info");
        await tenant.Person.With(key).GetAsync("/api/instance/info");
        await LineAsync(LogCategories.Security, "over a limit: key-rate-limited");
        await host.Anonymous().PostAsync("/api/auth/refresh", new { refreshToken = tenant.RefreshToken });
        await host.Anonymous().PostAsync("/api/auth/refresh", new { refreshToken = tenant.RefreshToken });
        await LineAsync(LogCategories.Security, "A spent refresh token of user " + tenant.UserId);
        Assert.DoesNotContain(_lines, line => line.Category == LogCategories.Security && line.Whole.Contains(tenant.Email, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_gateway_is_there_for_is_in_its_category_with_masked_numbers()
    {
        await using var host = await StartAsync();
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.PairAsync("15557701");
        await host.Sandbox.AddPhoneAsync("15557702");
        SecretWatch.Suite.PlantNumber("15557702");
        var program = await tenant.ProgramAsync(instance);
        var id = (await program.PostAsync("/api/messages/text", new { to = "15557702", text = "nothing of this in any line" })).Is(HttpStatusCode.OK).Id;
        (await program.PostAsync("/api/messages/image", new { to = "15557702", media = new { url = "https://169.254.169.254/x?secret=in-the-address" } }))
            .IsProblem(HttpStatusCode.BadRequest, "invalid-request", "media.url");
        (await host.Anonymous().With(GatewayHost.OperatorKey).PutAsync($"/api/admin/subscriptions/{tenant.Subscription}/tier", new { tier = "PRO" })).Is(HttpStatusCode.OK);
        (await tenant.Person.PostAsync($"/api/instances/{instance}/logout")).Is(HttpStatusCode.OK);

        await LineAsync(LogCategories.Business, $"Subscription {tenant.Subscription} has the new instance {instance}");
        await LineAsync(LogCategories.Business, $"Instance {instance} of subscription {tenant.Subscription} is CONNECTED, as …7701");
        Assert.Contains("text from instance " + instance, (await LineAsync(LogCategories.Business, $"Message {id} was accepted")).Message, StringComparison.Ordinal);
        await LineAsync(LogCategories.Business, $"Message {id} of instance {instance} was sent");
        await LineAsync(LogCategories.Business, $"Subscription {tenant.Subscription} has the tier PRO now");
        await LineAsync(LogCategories.Business, $"Instance {instance} of subscription {tenant.Subscription} was logged out");
        await LineAsync(LogCategories.Security, "is not fetched from: That host is not on the internet.");
        Assert.DoesNotContain(_lines, line => line.Whole.Contains("in-the-address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_entry_of_the_audit_trail_is_a_line_once_it_is_committed_and_only_then()
    {
        await using var host = await StartAsync(new() { ["WhatsAppGateway:Tiers:Basic:MaxInstances"] = "1" });
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.CreateInstanceAsync();
        (await tenant.Person.PostAsync("/api/instances", new { name = "too many" })).IsProblem(HttpStatusCode.Conflict, "instance-limit-reached");
        var listed = (await tenant.Person.GetAsync("/api/audit")).Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()
            .Select(each => each.GetProperty("action").GetString()).Order().ToArray();
        var logged = _lines.Where(line => line.Category == LogCategories.Audit).Select(line => line.Message.Split(' ')[0]).Order().ToArray();
        Assert.Equal(listed, logged);
        await LineAsync(LogCategories.Audit, $"instance.created of {instance} by {tenant.UserId} in subscription {tenant.Subscription}");
    }

    [Theory]
    [InlineData("15550001@s.whatsapp.net", "…0001@s.whatsapp.net")]
    [InlineData("15550001", "…0001")]
    [InlineData("1555", "…")]
    [InlineData("", "…")]
    public void Numbers_are_masked(string number, string masked) => Assert.Equal(masked, Masked.Address(number));

    private Task<GatewayHost> StartAsync(Dictionary<string, string?>? settings = null) => GatewayHost.StartAsync(settings, new LineLog(_lines.Enqueue));

    /// <summary>Waits for a line: that about a request is written once its answer has left.</summary>
    private Task<LogLine> LineAsync(string category, string words) =>
        Wait.ForAsync(() => _lines.FirstOrDefault(line => line.Category == category && line.Message.Contains(words, StringComparison.Ordinal)), words);
}
