using System.Diagnostics;
using System.Text;
using System.Text.Json;
using WhatsAppKit.AspNetCore.Webhooks;
using WhatsAppKit.Client.Webhooks;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.Interop.Tests;

/// <summary>Our signatures of webhooks and those of the reference implementation, each verified by the other.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private readonly string _secret = WebhookSecret.Create();
    private readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    private Process _node = null!;

    public async ValueTask InitializeAsync()
    {
        await NodeDriver.RequireAsync();
        _node = Process.Start(new ProcessStartInfo("node", ["webhooks.mjs"])
        {
            WorkingDirectory = NodeDriver.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        })!;
    }

    public ValueTask DisposeAsync()
    {
        _node?.Kill();
        _node?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("\u20AC and \uD83D\uDE00")]
    [InlineData("")]
    public async Task What_we_sign_verifies_there_and_nothing_else_does(string text)
    {
        var body = Body("evt_1", text);
        var signature = WebhookSignature.Standard("evt_1", _now, Encoding.UTF8.GetBytes(body), _secret);
        var other = WebhookSecret.Create();
        Assert.True(await VerifiesAsync(_secret, "evt_1", body, signature));
        Assert.True(await VerifiesAsync(_secret, "evt_1", body, WebhookSignature.Standard("evt_1", _now, Encoding.UTF8.GetBytes(body), other, _secret)));
        Assert.False(await VerifiesAsync(other, "evt_1", body, signature));
        Assert.False(await VerifiesAsync(_secret, "evt_2", body, signature));
        Assert.False(await VerifiesAsync(_secret, "evt_1", body + " ", signature));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("\u20AC and \uD83D\uDE00")]
    public async Task What_is_signed_there_verifies_here_and_nothing_else_does(string text)
    {
        var body = Body("evt_1", text);
        var signature = (await AskAsync(new { secret = _secret, id = "evt_1", timestamp = _now.ToUnixTimeSeconds(), body })).GetProperty("signature").GetString()!;
        var verifier = new WebhookVerifier(_secret);

        Assert.Equal("evt_1", Verify(verifier, "evt_1", body, signature).Id);
        Assert.Equal("evt_1", Verify(new WebhookVerifier([WebhookSecret.Create(), _secret]), "evt_1", body, "v1,AAAA v1a,x " + signature).Id);
        Assert.Equal(WebhookRefusal.WrongSignature, Refusal(new WebhookVerifier(WebhookSecret.Create()), "evt_1", body, signature));
        Assert.Equal(WebhookRefusal.WrongSignature, Refusal(verifier, "evt_2", body, signature));
        Assert.Equal(WebhookRefusal.WrongSignature, Refusal(verifier, "evt_1", body + " ", signature));
        Assert.Equal(WebhookRefusal.WrongSignature, Refusal(verifier, "evt_1", body, "v1,"));
        Assert.Equal(WebhookRefusal.HeadersMissing, Refusal(verifier, "evt_1", body, null));
    }

    [Fact]
    public async Task What_is_old_is_refused_although_it_is_signed()
    {
        var body = Body("evt_1", "x");
        var at = _now.AddMinutes(-6);
        var signature = (await AskAsync(new { secret = _secret, id = "evt_1", timestamp = at.ToUnixTimeSeconds(), body })).GetProperty("signature").GetString();
        var error = Assert.Throws<WebhookVerificationException>(
            () => new WebhookVerifier(_secret).Verify("evt_1", at.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), signature, Encoding.UTF8.GetBytes(body)));
        Assert.Equal(WebhookRefusal.WrongTime, error.Refusal);
    }

    private static string Body(string id, string text) =>
        JsonSerializer.Serialize(new GatewayEvent(id, EventTypes.WebhookPing, DateTimeOffset.UnixEpoch, null, JsonSerializer.SerializeToElement(new { text })), JsonSerializerOptions.Web);

    private WebhookRefusal Refusal(WebhookVerifier verifier, string id, string body, string? signature) =>
        Assert.Throws<WebhookVerificationException>(() => Verify(verifier, id, body, signature)).Refusal;

    private GatewayEvent Verify(WebhookVerifier verifier, string id, string body, string? signature) =>
        verifier.Verify(id, _now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), signature, Encoding.UTF8.GetBytes(body));

    private async Task<bool> VerifiesAsync(string secret, string id, string body, string signature) =>
        (await AskAsync(new { secret, id, timestamp = _now.ToUnixTimeSeconds(), body, signature })).GetProperty("verified").GetBoolean();

    private async Task<JsonElement> AskAsync(object request)
    {
        await _node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request));
        await _node.StandardInput.FlushAsync();
        return JsonDocument.Parse(await _node.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Node ended.")).RootElement;
    }
}
