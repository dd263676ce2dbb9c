using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace WhatsAppKit.AspNetCore.Tests.Hosting.Embedding;

/// <summary>The application's users and the gateway's are told apart, and neither side decides for the other.</summary>
public class OwnUserTests
{
    [Theory]
    [InlineData(new string[0], null)]
    [InlineData(new[] { "Own" }, "Own")]
    [InlineData(new[] { "Own", "Other" }, null)]
    public async Task The_default_scheme_is_the_one_the_application_would_have_without_the_gateway(string[] schemes, string? expected)
    {
        foreach (var isBefore in new[] { true, false })
        {
            await using var app = await EmbeddingApp.StartAsync(
                app =>
                {
                    app.MapWhatsAppGateway();
                    app.MapGet("/own", (ClaimsPrincipal user) => user.Identity?.Name ?? "nobody");
                },
                services => OwnScheme.Add(services, isBefore ? schemes : []),
                gateway => OwnScheme.Add(gateway.Services, isBefore ? [] : schemes));

            Assert.Equal(expected, (await app.Services.GetRequiredService<IAuthenticationSchemeProvider>().GetDefaultAuthenticateSchemeAsync())?.Name);
            var person = await app.RegisterAsync();
            Assert.Equal("nobody", (await person.GetAsync("/own")).Is(HttpStatusCode.OK).Text);
            person.Headers[OwnScheme.Header] = "ann";
            Assert.Equal(expected is null ? "nobody" : "ann", (await person.GetAsync("/own")).Is(HttpStatusCode.OK).Text);
            (await person.GetAsync("/api/instances")).Is(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Claims_of_the_applications_user_open_nothing_in_the_gateway()
    {
        await using var app = await EmbeddingApp.StartAsync(
            app => app.MapWhatsAppGateway().AllowAnonymous().RequireAuthorization(), services => OwnScheme.Add(services, "Own"));
        var person = await app.RegisterAsync(prepare: caller => caller.Headers[OwnScheme.Header] = "ann");
        person.Headers[OwnScheme.Header] = "ann";
        var instance = (await person.PostAsync("/api/instances", new { name = "first" })).Is(HttpStatusCode.Created).Id;
        var key = (await person.PostAsync($"/api/instances/{instance}/api-keys", new { name = "program", permissions = new[] { "instance:read" } })).Is(HttpStatusCode.Created)["key"];
        var (stranger, program) = (app.Anyone.With(null), app.Anyone.With(key));
        stranger.Headers[OwnScheme.Header] = program.Headers[OwnScheme.Header] = "ann";

        (await stranger.GetAsync("/api/instances")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await stranger.PutAsync("/api/admin/subscriptions/x/tier", new { tier = "MAX" })).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await person.PutAsync("/api/admin/subscriptions/x/tier", new { tier = "MAX" })).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        (await program.GetAsync("/api/instances")).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        (await program.GetAsync("/api/messages")).IsProblem(HttpStatusCode.Forbidden, "permission-missing");
        Assert.Equal(instance, (await program.GetAsync("/api/instance/info")).Is(HttpStatusCode.OK).Id);
    }

    [Fact]
    public async Task A_policy_of_the_application_holds_for_every_endpoint_and_sees_the_applications_user_only()
    {
        await using var app = await EmbeddingApp.StartAsync(
            app => app.MapWhatsAppGateway("/whatsapp").RequireAuthorization("ann only"),
            services =>
            {
                OwnScheme.Add(services, "Own");
                services.AddAuthorizationBuilder().AddPolicy("ann only", policy => policy.RequireAuthenticatedUser().RequireAssertion(context =>
                    context.User.Identities.Count() == 1 && context.User.HasClaim("sub", "ann")));
            });
        var person = await app.RegisterAsync("/whatsapp", caller => caller.Headers[OwnScheme.Header] = "ann");

        foreach (var endpoint in Open.Concat(["/whatsapp/api/auth/me"]))
        {
            person.Headers.Clear();
            Assert.Contains(OwnScheme.Challenge, (await person.GetAsync(endpoint)).Is(HttpStatusCode.Unauthorized).Headers.Keys);
            person.Headers[OwnScheme.Header] = "bob";
            (await person.GetAsync(endpoint)).Is(HttpStatusCode.Forbidden);
            person.Headers[OwnScheme.Header] = "ann";
            (await person.GetAsync(endpoint)).Is(HttpStatusCode.OK);
        }

        var own = app.Anyone.With(null);
        own.Headers[OwnScheme.Header] = "ann";
        (await own.GetAsync("/whatsapp/api/auth/me")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task A_fallback_policy_guards_pages_of_the_application_and_leaves_the_gateway_to_its_own()
    {
        await using var app = await EmbeddingApp.StartAsync(
            app =>
            {
                app.MapWhatsAppGateway();
                app.MapGet("/own", () => "mine");
            },
            services =>
            {
                OwnScheme.Add(services, "Own");
                services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            });
        var person = await app.RegisterAsync();

        (await person.GetAsync("/api/auth/me")).Is(HttpStatusCode.OK);
        Assert.Contains(OwnScheme.Challenge, (await person.GetAsync("/own")).Is(HttpStatusCode.Unauthorized).Headers.Keys);
        person.Headers[OwnScheme.Header] = "ann";
        (await person.GetAsync("/own")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_host_name_that_is_required_is_required_everywhere()
    {
        await using var app = await EmbeddingApp.StartAsync(app => app.MapWhatsAppGateway().RequireHost("gateway.example.com"));

        (await app.Anyone.GetAsync("/health/live")).Is(HttpStatusCode.NotFound);
        (await app.Anyone.GetAsync("/api/instances")).Is(HttpStatusCode.NotFound);
        var named = app.Anyone.With(null);
        named.Headers["Host"] = "gateway.example.com";
        (await named.GetAsync("/health/live")).Is(HttpStatusCode.OK);
        (await named.GetAsync("/api/instances")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private static readonly string[] Open = ["/whatsapp/health/live", "/whatsapp/health/ready", "/whatsapp/api/openapi.json", "/whatsapp/api/docs/index.html"];
}
