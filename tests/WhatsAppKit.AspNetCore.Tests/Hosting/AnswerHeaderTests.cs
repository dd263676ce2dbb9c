using System.Net;
using Microsoft.AspNetCore.Builder;
using WhatsAppKit.AspNetCore.Tests.Hosting.Embedding;

namespace WhatsAppKit.AspNetCore.Tests.Hosting;

/// <summary>What every answer says to browsers, whatever becomes of the request.</summary>
public class AnswerHeaderTests(GatewayFixture gateway)
{
    [Fact]
    public async Task Every_answer_forbids_to_guess_frame_and_keep_it_and_opens_nothing_to_other_origins()
    {
        var callers = await Callers.RegisterAsync(gateway.Host);
        foreach (var endpoint in ServedEndpoint.Of(gateway.Host).Where(endpoint => endpoint.Route != "/api/events/stream"))
        {
            foreach (var caller in new[] { callers.Of(endpoint).With(callers.Of(endpoint).Credential), gateway.Host.Anonymous(), gateway.Host.Anonymous().With("nonsense") })
            {
                caller.Headers["Origin"] = "https://elsewhere.example";
                IsGuarded(await caller.SendAsync(endpoint.Method, Paths.Unknown(endpoint.Route)), $"{endpoint}");
                caller.Headers["Access-Control-Request-Method"] = "POST";
                caller.Headers["Access-Control-Request-Headers"] = "authorization";
                IsClosedToOthers(await caller.SendAsync(HttpMethod.Options, Paths.Unknown(endpoint.Route)), $"{endpoint}");
            }
        }

        foreach (var path in new[] { "/health/live", "/api/instances", "/api/auth/me", "/api/webhooks" })
        {
            IsGuarded((await callers.Tenant.Person.GetAsync(path)).Is(HttpStatusCode.OK), path);
        }
    }

    [Fact]
    public async Task What_the_application_says_of_its_answers_stays()
    {
        await using var app = await EmbeddingApp.StartAsync(app =>
        {
            app.Use((context, next) =>
            {
                context.Response.Headers.ContentSecurityPolicy = "default-src 'self'";
                return next(context);
            });
            app.MapWhatsAppGateway();
            app.MapGet("/own", () => "mine");
        });

        Assert.Equal("default-src 'self'", (await app.Anyone.GetAsync("/health/live")).Is(HttpStatusCode.OK).Headers["Content-Security-Policy"]);
        Assert.DoesNotContain("X-Content-Type-Options", (await app.Anyone.GetAsync("/own")).Is(HttpStatusCode.OK).Headers.Keys);
    }

    private static void IsGuarded(Answer answer, string what)
    {
        Assert.True(answer.Headers.GetValueOrDefault("X-Content-Type-Options") == "nosniff", what);
        Assert.True(answer.Headers.GetValueOrDefault("Content-Security-Policy") == "default-src 'none'; frame-ancestors 'none'", what);
        Assert.True(answer.Headers.GetValueOrDefault("Referrer-Policy") == "no-referrer", what);
        Assert.True(answer.CacheControl?.Contains("no-store", StringComparison.Ordinal), what);
        IsClosedToOthers(answer, what);
    }

    private static void IsClosedToOthers(Answer answer, string what)
    {
        var told = answer.Headers.Keys.Where(name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) || name is "X-Powered-By" or "X-AspNet-Version");
        Assert.True(!told.Any(), $"{what}: {string.Join(", ", told)}");
    }
}
