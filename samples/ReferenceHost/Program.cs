using System.Globalization;
using Serilog;
using WhatsAppKit.ReferenceHost;

var isSandbox = args.Contains("--sandbox");
var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = [.. args.Where(arg => arg != "--sandbox")],

    // A sandbox is for trying out: keys are generated, and nothing leaves this machine.
    EnvironmentName = isSandbox ? Environments.Development : null,
});

var dataDirectory = Path.GetFullPath(
    builder.Configuration["WhatsAppGateway:DataDirectory"] ?? (isSandbox ? "data/sandbox" : "data"), builder.Environment.ContentRootPath);
CreateDirectory(dataDirectory);
builder.Configuration["WhatsAppGateway:DataDirectory"] = dataDirectory;
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
if (string.IsNullOrEmpty(builder.Configuration["urls"]) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
{
    builder.WebHost.UseUrls("http://127.0.0.1:5080");
}

builder.Services.AddSerilog(logging => logging
    .ReadFrom.Configuration(builder.Configuration)
    .MinimumLevel.Override("Microsoft.AspNetCore", Serilog.Events.LogEventLevel.Warning)
    .MinimumLevel.Override("Microsoft.EntityFrameworkCore", Serilog.Events.LogEventLevel.Warning)
    .WriteTo.Console(formatProvider: CultureInfo.InvariantCulture)
    .WriteTo.File(
        Path.Combine(dataDirectory, "logs", "gateway-.log"),
        rollingInterval: RollingInterval.Day,
        retainedFileCountLimit: 14,
        formatProvider: CultureInfo.InvariantCulture));
builder.Services.AddWhatsAppGateway().UseProblemDetails();
await using var sandbox = isSandbox ? await SandboxMode.AddAsync(builder, dataDirectory) : null;

await using var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseAuthentication();
app.UseAuthorization();
app.MapWhatsAppGateway();
if (sandbox is not null)
{
    SandboxMode.Map(app, sandbox);
}

await app.RunAsync();

// Keys, sessions, messages and logs lie there: a new one is for its owner only.
static void CreateDirectory(string path)
{
    if (OperatingSystem.IsWindows())
    {
        Directory.CreateDirectory(path);
    }
    else
    {
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
