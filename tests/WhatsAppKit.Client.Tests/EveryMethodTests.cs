using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Tests;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.Client.Tests;

/// <summary>
/// Calls every method of the client at a real gateway with the sandbox behind it, with the document's example of each request, made to fit
/// the account, its friend and their group. Each is answered, or refused with a problem that the document declares; most succeed.
/// </summary>
public sealed class EveryMethodTests(GatewayFixture gateway) : IAsyncLifetime
{
    private const string Number = "15556011";
    private const string Friend = "15556012";

    // What the sandbox's accounts do not have, or what the walk cannot undo: the answer is a problem of WhatsApp's, and never of the request's.
    private static readonly HashSet<string> Refusals =
    [
        ProblemCodes.NotFound, ProblemCodes.NotFoundOnWhatsApp, ProblemCodes.NotAllowedByWhatsApp, ProblemCodes.ConflictOnWhatsApp, ProblemCodes.GoneFromWhatsApp,
        ProblemCodes.RefusedByWhatsApp, ProblemCodes.QrNotAvailable, ProblemCodes.PairingCodeNotAvailable, ProblemCodes.PasskeyNotAwaited, ProblemCodes.InvalidCredentials,
        ProblemCodes.InvalidRefreshToken, ProblemCodes.InvalidResetToken, ProblemCodes.EmailTaken, ProblemCodes.MessageNotWaiting, ProblemCodes.MessageNotSendable,
        ProblemCodes.HistoryUnavailable, ProblemCodes.UnexpectedAnswer, ProblemCodes.RecipientNotOnWhatsApp, ProblemCodes.NotSynchronised,
        ProblemCodes.LastAdministrator, ProblemCodes.InstanceNotConnected,
    ];

    private static readonly JsonElement Document = JsonDocument.Parse(File.ReadAllText(Path.Combine(CoverageTests.Root(), "docs", "openapi.json"))).RootElement;

    private readonly ConcurrentDictionary<string, string> _outcomes = new();
    private readonly Dictionary<string, string> _names = [];
    private ServiceProvider _services = null!;
    private IWhatsAppGatewayManagement _management = null!;
    private IWhatsAppGatewayAccount _account = null!;
    private IWhatsAppGateway _program = null!;

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddWhatsAppGatewayManagement(options => (options.BaseAddress, options.Resilience.MaxRetries, options.Resilience.BreakAfter) = (gateway.Host.Address, 0, 10_000))
            .Services.BuildServiceProvider();
        _management = _services.GetRequiredService<IWhatsAppGatewayManagement>();
        var person = await _management.Auth.RegisterAsync($"{Guid.NewGuid():N}@example.com", "correct horse", "Ada");
        _account = _management.WithToken(person.Token);
        var instance = (await _account.Instances.CreateAsync("walk")).Id;
        await _account.Instances.ConnectAsync(instance);
        var phone = await gateway.Host.Sandbox.AddPhoneAsync(Number);
        await phone.ScanAsync(await GatewayClientTests.QrAsync(_account, instance) is var qr ? qr.Code : "");
        await GatewayClientTests.UntilAsync(async () => (await _account.Instances.GetStatusAsync(instance)).Status == "CONNECTED");
        var friend = await gateway.Host.Sandbox.AddPhoneAsync(Friend);
        _program = _account.AsInstance(instance);
        var sent = await _program.Messages.SendTextAsync(Friend, "hello");
        var group = (await _program.Groups.CreateAsync(new("walk", [Friend]))).Id;
        _names["channel"] = (await _program.Channels.CreateAsync(new("walk"))).Id;
        var key = await _account.ApiKeys.CreateAsync(instance, "walk");
        (_names["instance"], _names["group"], _names["message"], _names["key"], _names["user"], _names["subscription"]) =
            (instance, group, sent.Id, key.Id, person.User.Id, person.Subscription.Id);
        await friend.SendTextAsync(Number, "hello yourself");
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task Every_method_is_answered_by_the_gateway()
    {
        var webhook = (await _account.Webhooks.CreateAsync(new() { Url = "https://example.com/hook" })).Webhook.Id;
        (_names["webhook"], _names["delivery"]) = (webhook, "1");
        (_names["forward"], _names["vote"], _names["event-answer"]) = (
            (await _program.Messages.SendTextAsync(Friend, "pass it on")).Id,
            (await _program.Messages.SendPollAsync(new() { To = Friend, Question = "When?", Options = ["Monday", "Tuesday"] })).Id,
            (await _program.Messages.SendEventAsync(new() { To = Friend, Name = "Lunch", StartsAt = DateTimeOffset.UtcNow.AddDays(1) })).Id);
        foreach (var (kind, type) in new[] { ("image", "image/png"), ("video", "video/mp4"), ("audio", "audio/ogg"), ("voice", "audio/ogg"), ("document", "application/zip"), ("sticker", "image/webp") })
        {
            _names[kind] = (await _program.Media.UploadAsync(new MemoryStream([1, 2, 3]), type, "walk")).Id;
        }

        await using (var file = await _program.Media.OpenReadAsync((await _program.Media.UploadAsync(new MemoryStream([1, 2, 3]), "application/zip", "walk.zip")).Id))
        {
            Assert.Equal(("application/zip", 3L, "walk.zip"), (file.MimeType, file.Length, file.FileName));
        }

        // With all that may be asked for, before the plain calls take away what it is about.
        foreach (var method in ClientMethod.All.Where(method => method.Verb == "GET" && method.Query.Any()))
        {
            await CallAsync(method, isFull: true);
        }

        Assert.DoesNotContain(_outcomes, each => each.Value == ProblemCodes.Invalid);
        foreach (var method in ClientMethod.All.OrderBy(Rank))
        {
            await CallAsync(method);
        }

        foreach (var (operation, outcome) in _outcomes.OrderBy(each => each.Key))
        {
            TestContext.Current.TestOutputHelper!.WriteLine($"{outcome,-30} {operation}");
        }

        // The example's password is not this person's.
        Assert.Equal(ProblemCodes.Invalid, _outcomes[$"POST {Routes.ChangePassword}"]);
        Assert.DoesNotContain(_outcomes, each => each.Value != "" && !Refusals.Contains(each.Value) && each.Key != $"POST {Routes.ChangePassword}");
        Assert.True(_outcomes.Values.Count(outcome => outcome == "") > _outcomes.Count * 2 / 3, $"Only {_outcomes.Values.Count(outcome => outcome == "")} of {_outcomes.Count} succeeded.");
    }

    /// <summary>What takes something away comes last, and what ends the login after that.</summary>
    private static int Rank(ClientMethod method) => method switch
    {
        { Verb: "DELETE", Path: Routes.Instance } or { Path: Routes.Logout or Routes.ChangePassword } => 5,
        { Path: var path } when path.StartsWith(Routes.Instance, StringComparison.Ordinal) && method.Verb is "DELETE" && path is not Routes.Instance || path is Routes.LogOutInstance or Routes.DisconnectInstance => 4,
        { Verb: "DELETE" } or { Path: Routes.SubscriptionPrivacy } => 3,
        { Path: var path } when path.StartsWith(Routes.Instance + "/", StringComparison.Ordinal) && method.Verb is "POST" => 2,
        { Verb: "GET" } => 0,
        _ => 1,
    };

    private async Task CallAsync(ClientMethod method, bool isFull = false)
    {
        if (Target(method.Method.DeclaringType!) is not { } target)
        {
            // What something more convenient is built on; that is called by itself.
            return;
        }

        var arguments = method.Method.GetParameters().Select(parameter => Argument(method, parameter, isFull)).ToArray();
        try
        {
            await (Task)method.Method.Invoke(target, arguments)!;
            _outcomes[method.Operation] = "";
        }
        catch (WhatsAppGatewayException error)
        {
            _outcomes[method.Operation] = error.Code;
            if (error.Code == ProblemCodes.Internal)
            {
                TestContext.Current.TestOutputHelper!.WriteLine(WhatsAppKit.Sandbox.Tests.TestLog.Tail());
            }

            if (error.Code == ProblemCodes.Invalid)
            {
                TestContext.Current.TestOutputHelper!.WriteLine($"{method.Operation}: {error.Message} {string.Join(' ', error.Errors.Select(each => $"{each.Key}: {each.Value[0]}"))}");
            }
        }
    }

    /// <summary>The slice that has a method, wherever it hangs.</summary>
    private object? Target(Type slice)
    {
        object[] roots = [_program, _account, _management, _management.WithOperatorKey(GatewayHost.OperatorKey)];
        return roots.FirstOrDefault(slice.IsInstanceOfType)
            ?? roots.SelectMany(root => root.GetType().GetInterfaces().SelectMany(type => type.GetProperties()).Where(property => property.PropertyType == slice).Select(property => property.GetValue(root)))
                .FirstOrDefault();
    }

    private object? Argument(ClientMethod method, ParameterInfo parameter, bool isFull)
    {
        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return TestContext.Current.CancellationToken;
        }

        if (parameter.ParameterType == method.Body)
        {
            return JsonSerializer.Deserialize(Fitting(method), parameter.ParameterType, JsonSerializerOptions.Web);
        }

        return !parameter.IsOptional ? Name(method, parameter.Name!) : isFull ? Optional(method, parameter) : null;
    }

    private object? Optional(ClientMethod method, ParameterInfo parameter) => Nullable.GetUnderlyingType(parameter.ParameterType)?.Name switch
    {
        nameof(Boolean) => true,
        nameof(Int32) => 10,
        nameof(DateOnly) => DateOnly.FromDateTime(DateTime.UtcNow),
        nameof(DateTimeOffset) => DateTimeOffset.UtcNow,
        _ => parameter.Name switch
        {
            "chat" => Friend,
            "direction" => "out",
            "kind" => "text",
            "status" => "sent",
            "state" => "delivered",
            "types" => "message,connection.changed",
            "size" => "full",
            "countries" => "US,DE",
            "view" => "new",
            "instanceId" => _names["instance"],
            "before" or "after" => "1",
            "cursor" or "lastEventId" => null,
            "action" => "instance.created",
            "actorId" or "targetId" => _names["user"],
            _ => throw new InvalidOperationException($"{method.Operation}: what may {parameter.Name} be?"),
        },
    };

    private string Name(ClientMethod method, string parameter) => parameter switch
    {
        "id" => method.Path.Split('/')[2] switch
        {
            "instances" => _names["instance"],
            "groups" or "communities" => _names["group"],
            "channels" => _names["channel"],
            _ => Friend,
        },
        "messageId" => _names["message"],
        "keyId" => _names["key"],
        "userId" => _names["user"],
        "subscriptionId" => _names["subscription"],
        "webhookId" => _names["webhook"],
        "deliveryId" => _names["delivery"],
        "name" => "walk",
        _ => "1",
    };

    /// <summary>The document's example, with ids and numbers of this account.</summary>
    private string Fitting(ClientMethod method)
    {
        var operation = Document.GetProperty("paths").GetProperty(method.Path).GetProperty(method.Verb.ToLowerInvariant());
        var example = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText();
        var last = method.Path.Split('/')[^1];
        return example.Replace("15550001", Friend, StringComparison.Ordinal).Replace("15550002", Friend, StringComparison.Ordinal)
            .Replace("3EB0C767D097B7C7C030", _names.GetValueOrDefault(last, _names["message"]), StringComparison.Ordinal)
            .Replace("c2v7k0q1m9x4t8b3n6p5r0sd", _names.GetValueOrDefault(last, ""), StringComparison.Ordinal)
            .Replace("120363000000000001@g.us", _names["group"], StringComparison.Ordinal);
    }
}
