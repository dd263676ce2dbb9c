using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using WhatsAppKit.EmbeddedApp;
using WhatsAppKit.Sandbox;

// A WhatsApp to try out without network or telephone. In Development the gateway makes its own keys.
await using var sandbox = await WhatsAppSandbox.StartAsync();
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, EnvironmentName = Environments.Development });

// The application's own users: every page of its own asks for a login.
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => cookie.LoginPath = "/login");
builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
builder.Services.AddSingleton<Shop>();

builder.Services.AddWhatsAppGateway(options =>
{
    // What the sandbox knows ends with the process, and so does this. With WhatsApp itself none of these is needed.
    options.DataDirectory = Directory.CreateTempSubdirectory("embedded-app-").FullName;
    options.WhatsApp.Endpoint = sandbox.Endpoint!.ToString();
    options.WhatsApp.TrustedRootKey = Convert.ToHexString(sandbox.TrustedRootKey.Span);
    options.WhatsApp.TrustedMediaCertificate = sandbox.MediaCertificatePem;
}).AddEventHandler<Inbox>();

await using var app = builder.Build();
app.MapWhatsAppGateway("/whatsapp");
app.MapWhatsAppSandbox(sandbox);
Pages.Map(app);
await app.RunAsync();
