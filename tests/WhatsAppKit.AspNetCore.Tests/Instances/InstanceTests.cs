using System.Net;

namespace WhatsAppKit.AspNetCore.Tests.Instances;

public class InstanceTests(GatewayFixture gateway)
{
    private static readonly string[] Fields = ["id", "name", "status", "phone", "createdAt"];

    [Fact]
    public async Task An_instance_is_created_listed_renamed_and_deleted()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var created = (await tenant.Person.PostAsync("/api/instances", new { name = " shop " })).Is(HttpStatusCode.Created);
        Assert.Equal(Fields, created.Fields);
        Assert.Equal("shop", created["name"]);
        Assert.Equal("DISCONNECTED", created["status"]);
        var path = $"/api/instances/{created.Id}";

        var renamed = (await tenant.Person.PutAsync(path, new { name = "  support " })).Is(HttpStatusCode.OK);
        Assert.Equal(Fields, renamed.Fields);
        Assert.Equal("support", renamed["name"]);
        Assert.Equal(renamed.Text, (await tenant.Person.GetAsync(path)).Is(HttpStatusCode.OK).Text);
        Assert.Equal($"[{renamed.Text}]", (await tenant.Person.GetAsync("/api/instances")).Is(HttpStatusCode.OK).Text);

        (await tenant.Person.DeleteAsync(path)).Is(HttpStatusCode.NoContent);
        (await tenant.Person.GetAsync(path)).IsProblem(HttpStatusCode.NotFound, "not-found");
        (await tenant.Person.PutAsync(path, new { name = "x" })).IsProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Equal("[]", (await tenant.Person.GetAsync("/api/instances")).Text);
    }

    [Theory]
    [InlineData("name", """{}""")]
    [InlineData("name", """{"name":""}""")]
    [InlineData("name", """{"name":"\t"}""")]
    [InlineData("name", """{"name":"a\nb"}""")]
    [InlineData("name", """{"name":["a"]}""")]
    [InlineData("status", """{"name":"a","status":"CONNECTED"}""")]
    [InlineData("id", """{"name":"a","id":"x"}""")]
    [InlineData("subscriptionId", """{"name":"a","subscriptionId":"x"}""")]
    public async Task Bad_names_and_unknown_fields_change_nothing(string field, string body)
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var before = (await tenant.Person.PostAsync("/api/instances", new { name = "first" })).Is(HttpStatusCode.Created);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        (await tenant.Person.PostRawAsync("/api/instances", body)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
        (await tenant.Person.SendAsync(HttpMethod.Put, $"/api/instances/{before.Id}", content)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
        Assert.Equal($"[{before.Text}]", (await tenant.Person.GetAsync("/api/instances")).Text);
    }

    [Fact]
    public async Task A_name_may_have_100_characters_and_not_101()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var id = await tenant.CreateInstanceAsync(new string('n', 100));

        (await tenant.Person.PutAsync($"/api/instances/{id}", new { name = new string('m', 100) })).Is(HttpStatusCode.OK);
        (await tenant.Person.PutAsync($"/api/instances/{id}", new { name = new string('m', 101) })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "name");
    }

    [Fact]
    public async Task Two_hundred_creates_at_once_make_exactly_as_many_as_the_subscription_may_have()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => tenant.Person.PostAsync("/api/instances", new { name = $"i{i}" })));

        Assert.Equal(10, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.IsProblem(HttpStatusCode.Conflict, "instance-limit-reached"));
        Assert.Equal(10, (await tenant.Person.GetAsync("/api/instances")).Json.GetArrayLength());

        // A deleted one makes room for one, and deleting it twice for no second.
        var id = answers.First(answer => answer.Status == HttpStatusCode.Created).Id;
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => tenant.Person.DeleteAsync($"/api/instances/{id}")));
        await tenant.CreateInstanceAsync("again");
        (await tenant.Person.PostAsync("/api/instances", new { name = "more" })).IsProblem(HttpStatusCode.Conflict, "instance-limit-reached");
    }

    [Fact]
    public async Task The_status_follows_the_walk_from_disconnected_to_connected_to_logged_out()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var id = await tenant.CreateInstanceAsync();
        var status = (await tenant.Person.GetAsync($"/api/instances/{id}/status")).Is(HttpStatusCode.OK);
        Assert.Equal(["status", "qrAttempt", "maxQrAttempts", "phone", "error", "retryAt", "since", "awaits"], status.Fields);
        Assert.Equal("DISCONNECTED", status["status"]);
        (await tenant.Person.GetAsync($"/api/instances/{id}/qr")).IsProblem(HttpStatusCode.Conflict, "qr-not-available");

        (await tenant.Person.PostAsync($"/api/instances/{id}/connect")).Is(HttpStatusCode.Accepted);
        var qr = await tenant.UntilAsync($"/api/instances/{id}/qr", answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(["code", "image", "attempt", "maxAttempts", "expiresAt"], qr.Fields);
        Assert.Equal(1, qr.Json.GetProperty("attempt").GetInt32());
        Assert.Equal(3, qr.Json.GetProperty("maxAttempts").GetInt32());
        Assert.Equal("no-store", qr.CacheControl);
        Assert.Equal("\u0089PNG", System.Text.Encoding.Latin1.GetString(Convert.FromBase64String(qr["image"]["data:image/png;base64,".Length..])[..4]));
        status = await tenant.StatusAsync(id, "CONNECTING");
        Assert.Equal(1, status.Json.GetProperty("qrAttempt").GetInt32());

        var phone = await gateway.Host.Sandbox.AddPhoneAsync("15551001");
        var device = await phone.ScanAsync(qr["code"]);
        status = await tenant.StatusAsync(id, "CONNECTED");
        Assert.Equal("15551001", status["phone"]);
        (await tenant.Person.GetAsync($"/api/instances/{id}/qr")).IsProblem(HttpStatusCode.Conflict, "qr-not-available");

        Assert.Equal("DISCONNECTED", (await tenant.Person.PostAsync($"/api/instances/{id}/disconnect")).Is(HttpStatusCode.OK)["status"]);
        Assert.Equal("15551001", (await tenant.Person.GetAsync($"/api/instances/{id}/status"))["phone"]);
        (await tenant.Person.PostAsync($"/api/instances/{id}/connect")).Is(HttpStatusCode.Accepted);
        await tenant.StatusAsync(id, "CONNECTED");

        await gateway.Host.Sandbox.RemoveDeviceAsync(device);
        status = await tenant.StatusAsync(id, "LOGGED_OUT");
        await tenant.UntilAsync($"/api/instances/{id}/status", answer => answer.Json.GetProperty("phone").ValueKind == System.Text.Json.JsonValueKind.Null);
        await tenant.PairAsync(id, "15551001");
    }

    [Fact]
    public async Task Deleting_a_connected_instance_ends_its_connection()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var id = await tenant.PairAsync("15551002");
        (await tenant.Person.DeleteAsync($"/api/instances/{id}")).Is(HttpStatusCode.NoContent);
        (await tenant.Person.GetAsync($"/api/instances/{id}/status")).IsProblem(HttpStatusCode.NotFound, "not-found");
        (await tenant.Person.PostAsync($"/api/instances/{id}/connect")).IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Paths_and_methods_that_do_not_exist_are_problems_with_a_code()
    {
        (await gateway.Host.Anonymous().GetAsync("/api/nothing")).IsProblem(HttpStatusCode.NotFound, "not-found");
        (await gateway.Host.Anonymous().GetAsync("/api/auth/login")).IsProblem(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
    }
}
