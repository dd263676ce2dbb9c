using System.Net;

namespace WhatsAppKit.AspNetCore.Tests.Features;

/// <summary>What is wrong with a request is said before WhatsApp is asked: by name of the field.</summary>
public class RefusalTests(GatewayFixture gateway)
{
    private const string Group = "120363000000000001@g.us";
    private const string Channel = "120363000000000001@newsletter";

    public static TheoryData<string, string, string?, string> Invalid => new()
    {
        { "POST", "/api/contacts/check", "{}", "numbers" },
        { "POST", "/api/contacts/check", """{"numbers":[]}""", "numbers" },
        { "POST", "/api/contacts/check", """{"numbers":[null]}""", "numbers" },
        { "POST", "/api/contacts/check", """{"numbers":["nobody"]}""", "numbers" },
        { "POST", "/api/contacts/check", """{"numbers":["15550001@s.whatsapp.net"]}""", "numbers" },
        { "POST", "/api/contacts/check", $$"""{"numbers":[{{Many("\"15550001\"", 501)}}]}""", "numbers" },
        { "GET", "/api/contacts?limit=101", null, "limit" },
        { "GET", "/api/contacts?cursor=nobody", null, "cursor" },
        { "GET", "/api/contacts/nobody", null, "id" },
        { "GET", "/api/contacts/123", null, "id" },
        { "GET", $"/api/contacts/{Group}", null, "id" },
        { "GET", $"/api/contacts/{new string('1', 101)}", null, "id" },
        { "GET", "/api/contacts/15550001/picture?size=huge", null, "size" },
        { "PUT", "/api/contacts/15550001", """{"fullName":" "}""", "fullName" },
        { "PUT", "/api/contacts/15550001", $$"""{"fullName":"{{new string('x', 201)}}"}""", "fullName" },
        { "POST", "/api/contacts/nobody/block", "{}", "id" },
        { "POST", "/api/groups", "{}", "subject" },
        { "POST", "/api/groups", $$"""{"subject":"{{new string('x', 101)}}"}""", "subject" },
        { "POST", "/api/groups", """{"subject":"x","participants":["nobody"]}""", "participants" },
        { "POST", "/api/groups", $$"""{"subject":"x","participants":[{{Many("\"15550001\"", 1025)}}]}""", "participants" },
        { "POST", "/api/groups", """{"subject":"x","messageLifetimeSeconds":60}""", "messageLifetimeSeconds" },
        { "POST", "/api/groups", """{"subject":"x","memberAddMode":"nobody"}""", "memberAddMode" },
        { "POST", "/api/groups", """{"subject":"x","community":"15550001@s.whatsapp.net"}""", "community" },
        { "PATCH", $"/api/groups/{Group}", "{}", "$" },
        { "PATCH", $"/api/groups/{Group}", $$"""{"description":"{{new string('x', 2049)}}"}""", "description" },
        { "PATCH", "/api/groups/15550001@lid", """{"subject":"x"}""", "id" },
        { "GET", $"/api/groups/{Group}?known=perhaps", null, "known" },
        { "POST", $"/api/groups/{Group}/participants/add", """{"participants":[]}""", "participants" },
        { "POST", "/api/groups/join", """{"invite":"no code!"}""", "invite" },
        { "POST", $"/api/groups/{Group}/invitations", """{"participant":"nobody","code":"x"}""", "participant" },
        { "PUT", $"/api/groups/{Group}/member-label", $$"""{"label":"{{new string('x', 31)}}"}""", "label" },
        { "PUT", $"/api/groups/{Group}/picture", """{"image":"R0lGODlh"}""", "image" },
        { "PUT", $"/api/groups/{Group}/picture", """{"image":"not base64"}""", "image" },
        { "PUT", $"/api/groups/{Group}/picture", """{"image":""}""", "image" },
        { "POST", "/api/communities/nobody/groups/link", $$"""{"group":"{{Group}}"}""", "id" },
        { "POST", "/api/chats/nobody/pin", "{}", "id" },
        { "POST", "/api/chats/120363000000000001/pin", "{}", "id" },
        { "POST", "/api/chats/15550001/archive", """{"messageId":"x"}""", "sentAt" },
        { "POST", "/api/chats/15550001/archive", """{"sentAt":"2026-01-01T00:00:00Z"}""", "messageId" },
        { "POST", $"/api/chats/{Group}/messages/3EB0/star", "{}", "sender" },
        { "POST", "/api/chats/15550001/messages/a%20b/star", "{}", "messageId" },
        { "POST", "/api/chats/15550001/messages/3EB0/delete-for-me", "{}", "sentAt" },
        { "PUT", "/api/chats/15550001/timer", """{"seconds":60}""", "seconds" },
        { "PUT", "/api/chats/15550001/timer", "{}", "seconds" },
        { "POST", "/api/chats/15550001/typing", """{"state":"dreaming"}""", "state" },
        { "POST", "/api/presence", "{}", "isAvailable" },
        { "POST", $"/api/presence/{Channel}/subscribe", "{}", "id" },
        { "PUT", "/api/profile/name", $$"""{"name":"{{new string('x', 257)}}"}""", "name" },
        { "PUT", "/api/profile/about", $$"""{"text":"{{new string('é', 1025)}}"}""", "text" },
        { "PATCH", "/api/profile/privacy", "{}", "$" },
        { "PATCH", "/api/profile/privacy", """{"readReceipts":"contacts"}""", "readReceipts" },
        { "PATCH", "/api/profile/settings", "{}", "$" },
        { "PUT", "/api/profile/default-timer", """{"seconds":1}""", "seconds" },
        { "POST", "/api/channels", """{"name":""}""", "name" },
        { "GET", $"/api/channels/{Group}", null, "id" },
        { "PATCH", $"/api/channels/{Channel}", "{}", "$" },
        { "GET", "/api/channels/directory?view=best", null, "view" },
        { "GET", "/api/channels/recommended?countries=germany", null, "countries" },
        { "GET", $"/api/channels/{Channel}/messages?before=-1", null, "before" },
        { "GET", $"/api/channels/{Channel}/messages/updates?since=yesterday", null, "since" },
        { "POST", $"/api/channels/{Channel}/messages/viewed", """{"messages":[0]}""", "messages" },
        { "POST", $"/api/channels/{Channel}/owner", "{}", "person" },
        { "GET", "/api/business/nobody/catalog", null, "id" },
        { "POST", "/api/business/products", """{"price":1}""", "name" },
        { "POST", "/api/business/products", """{"name":"x","price":-1}""", "price" },
        { "POST", "/api/business/products", """{"name":"x","currency":"euro"}""", "currency" },
        { "POST", "/api/business/products", """{"name":"x","images":["file:///etc/passwd"]}""", "images" },
        { "POST", "/api/business/products/delete", """{"ids":["a b"]}""", "ids" },
        { "POST", "/api/business/orders/read", """{"id":"1"}""", "token" },
        { "PATCH", "/api/business/profile", """{"websites":["https://a.example","https://b.example","https://c.example"]}""", "websites" },
        { "POST", "/api/labels", """{"name":"x","color":20}""", "color" },
        { "POST", "/api/quick-replies", """{"shortcut":"x"}""", "message" },
        { "POST", "/api/calls/a%20b/reject", """{"caller":"15550001"}""", "callId" },
        { "POST", "/api/history/request", """{"chat":"15550001","messageId":"x","sentAt":"2026-01-01T00:00:00Z","count":501}""", "count" },
    };

    [Theory]
    [MemberData(nameof(Invalid), DisableDiscoveryEnumeration = true)]
    public async Task A_bad_field_is_named_even_without_a_connection(string method, string path, string? body, string field)
    {
        var caller = await CallerAsync();
        using var content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        (await caller.SendAsync(new HttpMethod(method), path, content)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
    }

    [Theory]
    [InlineData("POST", "/api/contacts/check", """{"numbers":["15550001"]}""")]
    [InlineData("GET", "/api/groups", null)]
    [InlineData("POST", "/api/chats/15550001/pin", "{}")]
    [InlineData("POST", "/api/presence", """{"isAvailable":true}""")]
    [InlineData("GET", "/api/profile", null)]
    [InlineData("GET", "/api/channels", null)]
    [InlineData("GET", "/api/business/15550001/catalog", null)]
    [InlineData("GET", "/api/labels", null)]
    [InlineData("POST", "/api/calls/link", "{}")]
    [InlineData("POST", "/api/history/request-full", "{}")]
    public async Task An_instance_that_is_not_connected_is_asked_for_nothing(string method, string path, string? body)
    {
        var caller = await CallerAsync();
        using var content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        (await caller.SendAsync(new HttpMethod(method), path, content)).IsProblem(HttpStatusCode.Conflict, "instance-not-connected");
    }

    [Fact]
    public async Task A_body_with_more_than_a_picture_is_not_read()
    {
        var caller = await CallerAsync();
        var large = new { image = Convert.ToBase64String(new byte[4 * 1024 * 1024]) };
        (await caller.PutAsync("/api/profile/picture", large)).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");

        var tooLarge = new byte[(2 * 1024 * 1024) + 1];
        (tooLarge[0], tooLarge[1], tooLarge[2]) = (0xFF, 0xD8, 0xFF);
        (await caller.PutAsync("/api/profile/picture", new { image = Convert.ToBase64String(tooLarge) })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "image");
        (await caller.PutAsync("/api/profile/about", new { text = new string('x', 600 * 1024) })).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    private static string Many(string entry, int count) => string.Join(',', Enumerable.Repeat(entry, count));

    private async Task<Caller> CallerAsync()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        return await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
    }
}
