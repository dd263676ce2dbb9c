using WhatsAppKit.Sandbox.Host;

SandboxHostOptions options;
try
{
    options = SandboxHostOptions.Parse(args, Environment.GetEnvironmentVariable(SandboxHostOptions.TokenVariable));
}
catch (ArgumentException error)
{
    await Console.Error.WriteLineAsync($"{error.Message}{Environment.NewLine}{SandboxHostOptions.Usage}");
    return 2;
}

await using var host = await SandboxHost.StartAsync(options);
Console.WriteLine($"""
    WhatsApp sandbox: {host.Address}
    clients connect to {host.Address.ToString().Replace("http", "ws", StringComparison.Ordinal).TrimEnd('/')}/ws/chat
    and trust the root key {Convert.ToHexStringLower(host.Sandbox.TrustedRootKey.Span)}
    certificate for TLS and files: {options.CertificatePath ?? "GET /sandbox"}
    """);
if (options.IsTokenNew)
{
    Console.WriteLine($"token of the control API: {options.Token}");
}

await host.WaitForShutdownAsync();
return 0;
