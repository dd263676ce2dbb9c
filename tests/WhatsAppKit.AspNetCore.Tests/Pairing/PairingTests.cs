using System.Buffers.Text;
using System.Net;
using WhatsAppKit.Core.Pairing.Passkey;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.AspNetCore.Tests.Pairing;

public class PairingTests(GatewayFixture gateway)
{
    [Fact]
    public async Task The_qr_code_comes_as_json_png_or_svg()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var id = await tenant.CreateInstanceAsync();
        var path = $"/api/instances/{id}/qr";
        (await tenant.Person.GetAsync(path)).IsProblem(HttpStatusCode.Conflict, "qr-not-available");
        (await tenant.Person.PostAsync($"/api/instances/{id}/connect")).Is(HttpStatusCode.Accepted);
        var json = await tenant.UntilAsync(path, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal("scan", (await tenant.Person.GetAsync($"/api/instances/{id}/status"))["awaits"]);

        Assert.Equal("image/png", (await AcceptAsync(tenant, path, "image/png")).ContentType!.MediaType);
        var svg = await AcceptAsync(tenant, path, "image/svg+xml, application/json;q=0.5");
        Assert.Equal("image/svg+xml", svg.ContentType!.MediaType);
        Assert.StartsWith("<svg", svg.Text, StringComparison.Ordinal);
        Assert.Equal("no-store", svg.CacheControl);
        Assert.Equal(json["code"], (await AcceptAsync(tenant, path, "*/*"))["code"]);
        Assert.Equal("application/json", (await AcceptAsync(tenant, path, "image/*;q=0.1, application/*")).ContentType!.MediaType);
        (await AcceptAsync(tenant, path, "text/html")).IsProblem(HttpStatusCode.NotAcceptable, "not-acceptable");
        (await AcceptAsync(tenant, path, "image/png;q=0")).IsProblem(HttpStatusCode.NotAcceptable, "not-acceptable");
    }

    [Fact]
    public async Task A_typed_code_pairs_an_instance()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var id = await tenant.CreateInstanceAsync();
        var path = $"/api/instances/{id}/pairing-code";
        (await tenant.Person.PostAsync(path, new { phoneNumber = "+1 555 7101" })).IsProblem(HttpStatusCode.Conflict, "instance-not-connected");
        (await tenant.Person.PostAsync($"/api/instances/{id}/connect")).Is(HttpStatusCode.Accepted);
        await tenant.UntilAsync($"/api/instances/{id}/qr", answer => answer.Status == HttpStatusCode.OK);
        foreach (var wrong in new[] { "", "12", "no number", new string('1', 33) })
        {
            (await tenant.Person.PostAsync(path, new { phoneNumber = wrong })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "phoneNumber");
        }

        var phone = await gateway.Host.Sandbox.AddPhoneAsync("15557101");
        var code = (await tenant.Person.PostAsync(path, new { phoneNumber = "+1 555 7101" })).Is(HttpStatusCode.OK);
        Assert.Equal("no-store", code.CacheControl);
        await phone.EnterCodeAsync(code["code"]);

        await tenant.StatusAsync(id, "CONNECTED");
        (await tenant.Person.PostAsync(path, new { phoneNumber = "+1 555 7101" })).IsProblem(HttpStatusCode.Conflict, "pairing-code-not-available");
        var audit = (await tenant.Person.GetAsync("/api/audit?action=instance.pairing-code-requested")).Is(HttpStatusCode.OK);
        Assert.Equal(id, audit.Json.GetProperty("items")[0].GetProperty("targetId").GetString());
    }

    [Fact]
    public async Task An_account_that_demands_a_passkey_is_paired_with_what_the_browser_returns()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var id = await tenant.CreateInstanceAsync();
        var path = $"/api/instances/{id}/passkey";
        using var passkey = new SandboxPasskey();
        var phone = await gateway.Host.Sandbox.AddPhoneAsync("15557102");
        phone.Passkey.Demanded = passkey;
        (await tenant.Person.GetAsync(path)).IsProblem(HttpStatusCode.Conflict, "passkey-not-awaited");
        (await tenant.Person.PostAsync($"/api/instances/{id}/connect")).Is(HttpStatusCode.Accepted);
        var qr = await tenant.UntilAsync($"/api/instances/{id}/qr", answer => answer.Status == HttpStatusCode.OK);
        (await tenant.Person.PostAsync(path, Browser(passkey.Sign(Request("AAAA"))))).IsProblem(HttpStatusCode.Conflict, "passkey-not-awaited");
        var scan = phone.ScanAsync(qr["code"]);
        var asked = await tenant.UntilAsync(path, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(("answer", "no-store"), (asked["step"], asked.CacheControl));
        Assert.Equal("passkey", (await tenant.Person.GetAsync($"/api/instances/{id}/status"))["awaits"]);
        (await tenant.Person.PostAsync(path + "/confirm", new { codesAreEqual = true })).IsProblem(HttpStatusCode.Conflict, "passkey-not-awaited");

        (await tenant.Person.PostAsync(path, Browser(passkey.Sign(Request(asked.Json.GetProperty("options").GetProperty("challenge").GetString()!)))))
            .Is(HttpStatusCode.NoContent);

        await scan;
        await tenant.StatusAsync(id, "CONNECTED");
        (await tenant.Person.GetAsync(path)).IsProblem(HttpStatusCode.Conflict, "passkey-not-awaited");
    }

    [Theory]
    [InlineData("rawId", """{"type":"public-key"}""")]
    [InlineData("rawId", """{"rawId":"a+/="}""")]
    [InlineData("type", """{"rawId":"AAAA","type":"password"}""")]
    [InlineData("response.clientDataJSON", """{"rawId":"AAAA"}""")]
    [InlineData("response.authenticatorData", """{"rawId":"AAAA","response":{"clientDataJSON":"AAAA"}}""")]
    [InlineData("response.authenticatorData", """{"rawId":"AAAA","response":{"clientDataJSON":"AAAA","authenticatorData":"AAAA","signature":"AAAA"}}""")]
    [InlineData("response.signature", """{"rawId":"AAAA","response":{"clientDataJSON":"AAAA","authenticatorData":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","signature":""}}""")]
    [InlineData("response.userHandle", """{"rawId":"AAAA","response":{"clientDataJSON":"AAAA","authenticatorData":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","signature":"AAAA","userHandle":"!"}}""")]
    public async Task A_passkeys_answer_with_a_bad_field_is_refused(string field, string body)
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var id = await tenant.CreateInstanceAsync();
        (await tenant.Person.PostRawAsync($"/api/instances/{id}/passkey", body)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
    }

    private static async Task<Answer> AcceptAsync(Tenant tenant, string path, string accept)
    {
        var caller = tenant.Person.With(tenant.Person.Credential);
        caller.Headers["Accept"] = accept;
        return await caller.GetAsync(path);
    }

    private static PasskeyRequest Request(string challenge) => new() { Challenge = Base64Url.DecodeFromChars(challenge), Json = "{}", RelyingPartyId = "whatsapp.com" };

    private static object Browser(PasskeyAssertion assertion) => new
    {
        id = Base64Url.EncodeToString(assertion.CredentialId.Span),
        rawId = Base64Url.EncodeToString(assertion.CredentialId.Span),
        type = "public-key",
        authenticatorAttachment = "cross-platform",
        clientExtensionResults = new { credProps = new { rk = true } },
        response = new
        {
            clientDataJSON = Base64Url.EncodeToString(assertion.ClientDataJson.Span),
            authenticatorData = Base64Url.EncodeToString(assertion.AuthenticatorData.Span),
            signature = Base64Url.EncodeToString(assertion.Signature.Span),
            userHandle = assertion.UserHandle is { } handle ? Base64Url.EncodeToString(handle.Span) : null,
        },
    };
}
