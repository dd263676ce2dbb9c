using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Net;

namespace WhatsAppKit.AspNetCore.Tests.Net;

/// <summary>The connection to an address that was checked is a TLS connection to the host that was named, over real sockets.</summary>
public sealed class OutboundTlsTests : IHostResolver
{
    [Fact]
    public async Task A_host_is_asked_for_by_its_name_and_without_a_certificate_that_is_trusted_it_is_told_nothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var serving = ServeAsync(listener);
        var settings = new OutboundOptions();
        settings.TrustedHosts.Add("shop.test");
        using var http = new OutboundHttp(
            Options.Create(new WhatsAppGatewayOptions { Outbound = settings }), this, new GatewayLogs(NullLoggerFactory.Instance), TimeProvider.System);

        var refused = await Assert.ThrowsAsync<OutboundRefusedException>(
            () => http.FetchAsync($"https://shop.test:{port}/file", 1000, (_, _) => Task.FromResult(""), TestContext.Current.CancellationToken));

        Assert.False(refused.IsAddress, refused.Message);
        var (name, request) = await serving;
        Assert.Equal("shop.test", name);
        Assert.Equal(0, request);
    }

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);

    /// <summary>Answers with a certificate of its own making.</summary>
    /// <returns>The name it was asked for, and how much of a request came.</returns>
    private static async Task<(string? Name, int Request)> ServeAsync(TcpListener listener)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=shop.test", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var tls = new SslStream(client.GetStream());
        string? name = null;
        try
        {
            await tls.AuthenticateAsServerAsync((_, hello, _, _) =>
            {
                name = hello.ServerName;
                return new(new SslServerAuthenticationOptions { ServerCertificate = certificate });
            }, null, TestContext.Current.CancellationToken);
            return (name, await tls.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        }
        catch (Exception error) when (error is IOException or AuthenticationException)
        {
            return (name, 0);
        }
    }
}
