using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WhatsAppKit.Contracts.Events;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.Webhooks.Tests;

/// <summary>Posts as a gateway does: the signature is made here, by the specification of Standard Webhooks.</summary>
internal sealed class Sender(Uri address, TimeProvider time)
{
    public const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    public const string OtherSecret = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    private static readonly HttpClient Http = new();

    public static string Message(string id, string text = "hello")
    {
        var message = new MessageResponse(
            "3EB0", "in", "15550002", "15550001", text, "received", DateTimeOffset.UnixEpoch, "15550002", "text", null, null, null, null);
        return Event(id, EventTypes.MessageReceived, new MessageEventData(message, null, "Friend", false));
    }

    public static string Event(string id, string type, object? data) =>
        JsonSerializer.Serialize(new { id, type, timestamp = DateTimeOffset.UnixEpoch, instanceId = "i1", data }, JsonSerializerOptions.Web);

    public Task<HttpStatusCode> PostAsync(string id, string body, string secret = Secret, TimeSpan age = default) =>
        StatusAsync(Signed(id, body, secret, age));

    public HttpRequestMessage Signed(string id, string body, string secret = Secret, TimeSpan age = default)
    {
        var at = (time.GetUtcNow() - age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at);
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{at}.{body}"))));
        return request;
    }

    public static async Task<HttpStatusCode> StatusAsync(HttpRequestMessage request)
    {
        using var response = await SendAsync(request);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        return response.StatusCode;
    }

    public static async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            return await Http.SendAsync(request);
        }
    }
}
