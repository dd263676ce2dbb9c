using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting.OpenApi;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Tests.Media;
using WhatsAppKit.AspNetCore.Tests.Persistence;

namespace WhatsAppKit.AspNetCore.Tests.Auth;

/// <summary>
/// Two subscriptions, each with one of everything that the gateway gives an id: each id of the one is tried by the other, below what is its
/// own too. Time is noise; what takes time are statements, and those are compared.
/// </summary>
public sealed partial class ForeignIdTests : IAsyncLifetime
{
    private const string NobodysId = "abcdefghijklmnopqrstuvwx";

    private readonly StatementRecorder _recorder = new();
    private GatewayHost _host = null!;
    private Owner _owner = null!;
    private Owner _stranger = null!;
    private int _requests;

    private IEnumerable<ServedEndpoint> Closed =>
        ServedEndpoint.Of(_host).Where(each => !each.IsOpen && !each.IsHub && each.Policy != Policies.Operator && each.Route != "/api/events/stream");

    public async ValueTask InitializeAsync()
    {
        _host = await GatewayHost.StartAsync(also: _recorder.AddTo);
        _owner = await OwnerAsync("the-one-of-the-owner");
        _stranger = await OwnerAsync("the-one-of-the-stranger");
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task What_is_anothers_gets_the_answer_and_takes_the_statements_of_what_does_not_exist()
    {
        // A new kind of id belongs to the owner's ids below, or here: these are WhatsApp's, and the gateway keeps nothing under them.
        string[] others = ["callId", "labelId", "productId", "replyId"];
        Assert.All(Closed.SelectMany(endpoint => Names(endpoint.Route)).Except(others), name => Assert.Contains(name, _owner.Ids.Keys));
        var tested = new Dictionary<string, int>();
        foreach (var endpoint in Closed)
        {
            foreach (var (foreign, unknown, name) in Tries(endpoint))
            {
                foreach (var caller in endpoint.Permission is null ? [_stranger.Person] : new[] { _stranger.Person, _stranger.Program })
                {
                    var (answer, statements) = await CallAsync(caller, endpoint, foreign);
                    answer.IsProblem(HttpStatusCode.NotFound, "not-found");
                    var (nothing, same) = await CallAsync(caller, endpoint, unknown);
                    Assert.Equal(nothing.Comparable, answer.Comparable);
                    Assert.True(same.SequenceEqual(statements), $"{endpoint} with {name}: {string.Join(";\n", statements)}\ninstead of\n{string.Join(";\n", same)}");
                    Assert.NotEmpty(statements);
                    tested[name] = tested.GetValueOrDefault(name) + 1;
                }
            }
        }

        Assert.Equal(["deliveryId", "id", "keyId", "mediaId", "messageId", "name", "userId", "webhookId"], tested.Keys.Order(StringComparer.Ordinal));
        Assert.True(tested.Values.Sum() >= 45, $"{tested.Values.Sum()}");
    }

    [Fact]
    public async Task Nothing_that_can_be_read_has_an_id_of_anothers_in_it()
    {
        var own = await EverythingAsync(_owner);
        Assert.All(_owner.Ids, id => Assert.Contains(id.Value, own, StringComparison.Ordinal));
        var others = await EverythingAsync(_stranger);
        Assert.All(_owner.Ids.Where(id => id.Key != "deliveryId"), id => Assert.DoesNotContain(id.Value, others, StringComparison.Ordinal));
    }

    /// <summary>For each of our ids in a route: what is before it is the stranger's own, and it and what is below it are the owner's, or nobody's.</summary>
    private IEnumerable<(string Foreign, string Unknown, string Name)> Tries(ServedEndpoint endpoint)
    {
        var names = Names(endpoint.Route);
        for (var i = 0; i < names.Length; i++)
        {
            if (_owner.Ids.ContainsKey(names[i]) && IsOurs(endpoint))
            {
                var above = names[..i];
                yield return (
                    Fill(endpoint.Route, name => (above.Contains(name) ? _stranger : _owner).Ids[name]),
                    Fill(endpoint.Route, name => above.Contains(name) ? _stranger.Ids[name] : name == "deliveryId" ? "999999999" : NobodysId),
                    names[i]);
            }
        }
    }

    /// <summary>What keys reach is of WhatsApp: chats and what is in them too. But the gateway keeps messages and files.</summary>
    private static bool IsOurs(ServedEndpoint endpoint) =>
        endpoint.Permission is null || endpoint.Route.StartsWith("/api/messages/", StringComparison.Ordinal) || endpoint.Route.StartsWith("/api/media/", StringComparison.Ordinal);

    private async Task<(Answer Answer, IReadOnlyList<string> Statements)> CallAsync(Caller caller, ServedEndpoint endpoint, string path)
    {
        var request = $"{++_requests}";
        caller.Headers[StatementRecorder.Header] = request;
        var body = endpoint.Body is null ? null : JsonContent.Create(RequestExamples.Find(endpoint.Body.Name));
        return (await caller.SendAsync(endpoint.Method, path, body), _recorder.Of(request));
    }

    /// <summary>All that a person, and a program, can read.</summary>
    private async Task<string> EverythingAsync(Owner reader)
    {
        var texts = new List<string>();
        foreach (var endpoint in Closed.Where(each => each.Method == HttpMethod.Get))
        {
            var path = Fill(endpoint.Route, name => reader.Ids.GetValueOrDefault(name, NobodysId));
            texts.Add((await CallAsync(reader.Person, endpoint, path)).Answer.Text);
            texts.Add((await CallAsync(reader.Program, endpoint, path)).Answer.Text);
        }

        return string.Join('\n', texts);
    }

    private async Task<Owner> OwnerAsync(string name)
    {
        var tenant = await Tenant.RegisterAsync(_host);
        var hook = await tenant.Person.PostAsync("/api/webhooks", new { url = "https://localhost/" });
        var webhook = hook.Is(HttpStatusCode.Created).Json.GetProperty("webhook").GetProperty("id").GetString()!;
        var instance = await tenant.CreateInstanceAsync(name);
        var (key, secret) = await tenant.CreateKeyAsync(instance);
        var program = tenant.Person.With(secret);
        var ids = new Dictionary<string, string>
        {
            ["id"] = instance,
            ["name"] = name,
            ["keyId"] = key,
            ["userId"] = (await tenant.CreateUserAsync()).Id,
            ["webhookId"] = webhook,
            ["mediaId"] = (await MediaSendTests.UploadAsync(program, "/api/media", "a file"u8.ToArray(), "text/plain", "f.txt")).Is(HttpStatusCode.Created).Id,
        };
        ids["messageId"] = await MessageAsync(tenant.Subscription, instance, ids["mediaId"]);
        var deliveries = await tenant.UntilAsync($"/api/webhooks/{webhook}/deliveries", answer => answer.Json.GetProperty("items").GetArrayLength() > 0);
        ids["deliveryId"] = deliveries.Json.GetProperty("items")[0].GetProperty("id").GetString()!;
        tenant.Person.Headers["X-Instance-Id"] = instance;
        return new Owner(tenant.Person, program, ids);
    }

    private async Task<string> MessageAsync(string subscription, string instance, string media)
    {
        await using var context = await _host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync();
        var row = new StoredMessage
        {
            SubscriptionId = subscription,
            InstanceId = instance,
            MessageId = Ids.Create(),
            Chat = "15550001@s.whatsapp.net",
            Kind = "document",
            Status = MessageStatus.Read,
            MediaId = media,
        };
        context.Add(row);
        await context.SaveChangesAsync();
        return row.MessageId;
    }

    private static string[] Names(string route) => [.. Place().Matches(route).Select(match => match.Groups[1].Value)];

    private static string Fill(string route, Func<string, string> id) => Place().Replace(route, match => Uri.EscapeDataString(id(match.Groups[1].Value)));

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Place();

    /// <summary>A subscription's people and programs, and one id of each kind.</summary>
    private sealed record Owner(Caller Person, Caller Program, Dictionary<string, string> Ids);
}
