using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace WhatsAppKit.AspNetCore.Tests.Hosting.Embedding;

/// <summary>An application that embeds the gateway keeps its own ways, and the gateway keeps its contract.</summary>
public class EmbeddingTests
{
    [Fact]
    public async Task Endpoints_of_the_application_keep_their_own_JSON_and_their_own_failures()
    {
        await using var app = await EmbeddingApp.StartAsync(
            app =>
            {
                app.UseExceptionHandler();
                app.MapWhatsAppGateway();
                app.MapPost("/own", (Body body) => body);
                app.MapGet("/broken", string () => throw new NotSupportedException("mine"));
            },
            services =>
            {
                services.AddProblemDetails();
                services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.KebabCaseUpper);
            },
            gateway => gateway.Services.AddExceptionHandler<Own>());

        Assert.Equal("""{"FULL-NAME":"x"}""", (await app.Anyone.PostRawAsync("/own", """{"FULL-NAME":"x","more":1}""")).Is(HttpStatusCode.OK).Text);
        Assert.Equal("own handler: mine", (await app.Anyone.GetAsync("/broken")).Is(HttpStatusCode.InternalServerError).Text);
        (await app.Anyone.PostRawAsync("/api/auth/login", """{"more":1}""")).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "more");
        Assert.Equal(["user", "subscription"], (await (await app.RegisterAsync()).GetAsync("/api/auth/me")).Is(HttpStatusCode.OK).Fields.Intersect(["user", "subscription"]));
    }

    [Fact]
    public async Task Nothing_describes_the_failures_of_an_application_that_did_not_ask_for_it()
    {
        await using var app = await EmbeddingApp.StartAsync(app =>
        {
            app.UseStatusCodePages();
            app.MapWhatsAppGateway();
        });

        var missing = (await app.Anyone.GetAsync("/nowhere")).Is(HttpStatusCode.NotFound);
        Assert.Equal("text/plain", missing.ContentType?.MediaType);
        Assert.Null(app.Services.GetService<IProblemDetailsService>());
        (await app.Anyone.GetAsync("/api/instances")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task The_gateways_failures_need_no_exception_handler_and_keep_what_middleware_has_said()
    {
        await using var app = await EmbeddingApp.StartAsync(app =>
        {
            app.Use((context, next) =>
            {
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return next(context);
            });
            app.MapWhatsAppGateway();
        });

        var answer = (await (await app.RegisterAsync()).GetAsync("/api/instances/unknown/qr")).IsProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.Contains("RateLimit", answer.Headers.Keys);
    }

    [Fact]
    public async Task Limits_of_the_gateway_do_not_count_requests_to_pages_of_the_application()
    {
        await using var app = await EmbeddingApp.StartAsync(
            app =>
            {
                app.MapWhatsAppGateway();
                app.MapGet("/own", () => "mine");
            },
            settings: options => options.RateLimits.Address = 2);

        for (var i = 0; i < 5; i++)
        {
            var answer = (await app.Anyone.GetAsync("/own")).Is(HttpStatusCode.OK);
            Assert.DoesNotContain("RateLimit", answer.Headers.Keys);
        }

        (await app.Anyone.GetAsync("/health/live")).Is(HttpStatusCode.OK);
        (await app.Anyone.GetAsync("/health/live")).Is(HttpStatusCode.OK);
        (await app.Anyone.GetAsync("/health/live")).IsProblem(HttpStatusCode.TooManyRequests, "address-rate-limited");
        (await app.Anyone.GetAsync("/own")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Documents_links_and_names_of_the_application_are_its_own()
    {
        await using var app = await EmbeddingApp.StartAsync(
            app =>
            {
                app.MapWhatsAppGateway("/one");
                app.MapWhatsAppGateway("/two");
                app.MapGet("/enter", () => "mine").WithName("Login");
                app.MapOpenApi();
            },
            services => services.AddOpenApi());

        Assert.Equal("/enter", app.Services.GetRequiredService<LinkGenerator>().GetPathByName("Login"));
        var own = (await app.Anyone.GetAsync("/openapi/v1.json")).Is(HttpStatusCode.OK);
        Assert.Equal(["/enter"], own.Json.GetProperty("paths").EnumerateObject().Select(path => path.Name));
        (await app.Anyone.GetAsync("/one/health/live")).Is(HttpStatusCode.OK);
        (await app.Anyone.GetAsync("/two/health/live")).Is(HttpStatusCode.OK);
        (await app.Anyone.GetAsync("/health/live")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Below_a_prefix_everything_is_found_where_answers_say_it_is()
    {
        await using var app = await EmbeddingApp.StartAsync(app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGroup("/tenants/{tenant}").MapWhatsAppGateway("api/whatsapp");
        });
        const string Prefix = "/base/tenants/acme/api/whatsapp";
        var person = await app.RegisterAsync(Prefix);

        var created = (await person.PostAsync(Prefix + "/api/instances", new { name = "first" })).Is(HttpStatusCode.Created);

        Assert.Equal($"{Prefix}/api/instances/{created.Id}", created.Headers["Location"]);
        Assert.Equal("first", (await person.GetAsync(created.Headers["Location"])).Is(HttpStatusCode.OK)["name"]);
    }

    [Fact]
    public void Mapping_what_was_not_added_says_so()
    {
        using var app = WebApplication.CreateSlimBuilder().Build();
        Assert.Contains("AddWhatsAppGateway", Assert.Throws<InvalidOperationException>(() => app.MapWhatsAppGateway()).Message, StringComparison.Ordinal);
    }

    private sealed record Body(string FullName);

    private sealed class Own : Microsoft.AspNetCore.Diagnostics.IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            httpContext.Response.StatusCode = 500;
            await httpContext.Response.WriteAsync("own handler: " + exception.Message, cancellationToken);
            return true;
        }
    }
}
