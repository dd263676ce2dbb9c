using System.Net;
using System.Text.Json;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Messages;

public class MessageTests(GatewayFixture gateway)
{
    private static readonly string[] Fields =
    [
        "id", "direction", "from", "to", "text", "status", "timestamp", "chat", "kind", "mediaId", "replyTo", "editedAt", "deletedAt",
    ];

    [Fact]
    public async Task Text_goes_out_and_comes_in_and_both_are_listed_latest_first()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.PairAsync("15552001");
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15552002");
        var program = await tenant.ProgramAsync(instance);

        var sent = (await program.PostAsync("/api/messages/text", new { to = "+1 555-20.02", text = "hello" })).Is(HttpStatusCode.OK);
        Assert.Equal(["id", "status", "to", "timestamp"], sent.Fields);
        Assert.Equal("sent", sent["status"]);
        Assert.Equal("15552002", sent["to"]);
        await Wait.UntilAsync(() => friend.Messages.Any(message => message is { Text: "hello", From: "15552001" }), "the friend's copy");
        await friend.SendTextAsync("15552001", "hello yourself");

        var page = await Tenant.UntilAsync(program, "/api/messages", answer =>
            answer.Json.GetProperty("items") is var items && items.GetArrayLength() == 2 && items[1].GetProperty("status").GetString() == "delivered");
        Assert.Equal(["items", "nextCursor"], page.Fields);
        Assert.Equal(JsonValueKind.Null, page.Json.GetProperty("nextCursor").ValueKind);
        var (latest, first) = (page.Json.GetProperty("items")[0], page.Json.GetProperty("items")[1]);
        Assert.All([latest, first], item => Assert.Equal(Fields, item.EnumerateObject().Select(field => field.Name)));
        Assert.Equal(["in", "15552002", "15552001", "hello yourself", "received"], Values(latest));
        Assert.Equal(["out", "15552001", "15552002", "hello", "delivered"], Values(first));
        Assert.Equal(sent.Id, first.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Pages_cover_every_message_once_while_new_ones_arrive()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.PairAsync("15552003"));
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15552004");
        for (var i = 0; i < 7; i++)
        {
            (await program.PostAsync("/api/messages/text", new { to = "15552004", text = $"m{i}" })).Is(HttpStatusCode.OK);
        }

        var first = await program.GetAsync("/api/messages?limit=3");
        await friend.SendTextAsync("15552003", "in between");
        await Tenant.UntilAsync(program, "/api/messages?limit=1", answer => Texts(answer) is ["in between"]);
        var second = await program.GetAsync($"/api/messages?limit=3&cursor={first["nextCursor"]}");
        var third = await program.GetAsync($"/api/messages?limit=3&cursor={second["nextCursor"]}");

        Assert.Equal(["m6", "m5", "m4", "m3", "m2", "m1", "m0"], Texts(first).Concat(Texts(second)).Concat(Texts(third)));
        Assert.Equal(JsonValueKind.Null, third.Json.GetProperty("nextCursor").ValueKind);
    }

    [Theory]
    [InlineData("limit", "limit=0")]
    [InlineData("limit", "limit=101")]
    [InlineData("limit", "limit=-1")]
    [InlineData("limit", "limit=many")]
    [InlineData("limit", "limit=99999999999")]
    [InlineData("cursor", "cursor=x")]
    [InlineData("cursor", "cursor=-1")]
    [InlineData("cursor", "cursor=1%27%20OR%201=1")]
    public async Task A_bad_page_names_its_parameter(string field, string query)
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
        (await program.GetAsync($"/api/messages?{query}")).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
    }

    [Theory]
    [InlineData("to", """{"text":"x"}""")]
    [InlineData("to", """{"to":"","text":"x"}""")]
    [InlineData("to", """{"to":"1234","text":"x"}""")]
    [InlineData("to", """{"to":"1234567890123456","text":"x"}""")]
    [InlineData("to", """{"to":"call me","text":"x"}""")]
    [InlineData("to", """{"to":"a@s.whatsapp.net","text":"x"}""")]
    [InlineData("to", """{"to":"123456-abc@g.us","text":"x"}""")]
    [InlineData("to", """{"to":"@g.us","text":"x"}""")]
    [InlineData("to", """{"to":"1234567@broadcast","text":"x"}""")]
    [InlineData("to", """{"to":"15550002@example.com","text":"x"}""")]
    [InlineData("text", """{"to":"15550002"}""")]
    [InlineData("text", """{"to":"15550002","text":""}""")]
    [InlineData("from", """{"to":"15550002","text":"x","from":"15550003"}""")]
    public async Task Bad_input_names_its_field(string field, string body)
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
        (await program.PostRawAsync("/api/messages/text", body)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
        Assert.Empty(Texts(await program.GetAsync("/api/messages")));
    }

    [Fact]
    public async Task The_longest_text_arrives_and_a_longer_one_is_refused()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.PairAsync("15552005"));
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15552006");
        var longest = new string('\u20AC', 65536);

        (await program.PostAsync("/api/messages/text", new { to = "15552006", text = longest })).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => friend.Messages.Any(message => message.Text == longest), "the long text");
        (await program.PostAsync("/api/messages/text", new { to = "15552006", text = longest + "x" })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "text");
    }

    [Fact]
    public async Task An_unknown_recipient_is_one_clear_error_and_a_failed_row()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.PairAsync("15552007"));

        (await program.PostAsync("/api/messages/text", new { to = "19990001", text = "anybody?" })).IsProblem(HttpStatusCode.UnprocessableEntity, "recipient-not-on-whatsapp");
        Assert.Equal("failed", (await program.GetAsync("/api/messages")).Json.GetProperty("items")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task One_instance_never_sees_the_messages_of_another()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.PairAsync("15552008"));
        var other = await tenant.ProgramAsync(await tenant.CreateInstanceAsync("second"));
        await gateway.Host.Sandbox.AddPhoneAsync("15552009");
        (await program.PostAsync("/api/messages/text", new { to = "15552009", text = "private" })).Is(HttpStatusCode.OK);

        Assert.Empty(Texts(await other.GetAsync("/api/messages")));
        Assert.Equal(["private"], Texts(await program.GetAsync("/api/messages")));
    }

    private static string[] Texts(Answer page) =>
        [.. page.Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("text").GetString()!)];

    private static IEnumerable<string?> Values(JsonElement item) =>
        new[] { "direction", "from", "to", "text", "status" }.Select(field => item.GetProperty(field).GetString());
}
