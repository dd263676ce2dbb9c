using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication.Cookies;
using WhatsAppKit.AspNetCore.Embedding;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.EmbeddedApp;

/// <summary>The application's own pages. Its cookie is not sent with forms of other sites (SameSite), so these need no token.</summary>
internal static class Pages
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/login", () => Html("""<form method="post"><input name="name"><input name="password" type="password"><button>Log in</button></form>""")).AllowAnonymous();
        app.MapPost("/login", LogInAsync).AllowAnonymous();
        app.MapGet("/", HomeAsync);
        app.MapPost("/connect", async (Shop shop, CancellationToken cancellationToken) =>
        {
            await shop.ConnectAsync(cancellationToken);
            return Results.LocalRedirect("/");
        });
        app.MapPost("/remind", RemindAsync);
    }

    // Here stands what an application has: ASP.NET Core Identity, OpenID Connect, ...
    private static async Task<IResult> LogInAsync(HttpRequest request, IConfiguration configuration)
    {
        var form = await request.ReadFormAsync();
        if (form["password"] != (configuration["Password"] ?? "demo"))
        {
            return Results.Unauthorized();
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, form["name"].ToString())], CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.SignIn(new ClaimsPrincipal(identity), new() { RedirectUri = "/" }, CookieAuthenticationDefaults.AuthenticationScheme);
    }

    private static async Task<IResult> HomeAsync(ClaimsPrincipal user, Shop shop, IInstanceService instances, CancellationToken cancellationToken)
    {
        var hello = $"<h1>Hello {Encoded(user.Identity!.Name)}</h1>";
        if (shop.Device is not { } device)
        {
            return Html(hello + """<form method="post" action="/connect"><button>Connect WhatsApp</button></form>""");
        }

        var status = await instances.GetStatusAsync(device, cancellationToken);
        var qr = status.Awaits == "scan" ? await instances.GetQrAsync(device, cancellationToken) : null;
        return Html($"""
            {hello}<p>WhatsApp is {status.Status}</p>
            {(qr is null ? "" : $"<img src=\"{qr.Image}\" alt=\"{Encoded(qr.Code)}\">")}
            <form method="post" action="/remind"><input name="to"><input name="text"><button>Remind</button></form>
            {string.Concat(shop.Received.Select(text => $"<p>{Encoded(text)}</p>"))}
            """);
    }

    private static async Task<IResult> RemindAsync(HttpRequest request, Shop shop, CancellationToken cancellationToken)
    {
        var form = await request.ReadFormAsync(cancellationToken);
        try
        {
            var sent = await shop.RemindAsync(form["to"].ToString(), form["text"].ToString(), cancellationToken);
            return Html($"<p>The message to {Encoded(sent.To)} is {sent.Status}.</p>");
        }
        catch (GatewayException error)
        {
            return Html($"<p>{Encoded(error.Message)} ({error.Code})</p>", error.Status);
        }
    }

    private static string Encoded(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    private static IResult Html(string body, int status = StatusCodes.Status200OK) =>
        Results.Text($"<!doctype html><title>The shop</title>{body}", "text/html", Encoding.UTF8, status);
}
