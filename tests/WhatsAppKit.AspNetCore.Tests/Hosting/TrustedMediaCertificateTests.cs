using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Tests.Hosting;

public sealed class TrustedMediaCertificateTests : IDisposable
{
    private static readonly string Pem = MakePem();

    private readonly string _root = Directory.CreateTempSubdirectory("gateway-options-").FullName;

    [Fact]
    public void Nothing_is_trusted_besides_the_system_by_default()
    {
        Assert.Null(Configured(null));
        Assert.Equal("", Configured(""));
    }

    [Fact]
    public void The_setting_may_be_the_certificate_itself() => Assert.Equal(Pem, Configured(Pem));

    [Fact]
    public void The_setting_may_name_a_file_below_the_content_root_or_anywhere()
    {
        File.WriteAllText(Path.Combine(_root, "media.pem"), Pem);

        Assert.Equal(Pem, Configured("media.pem"));
        Assert.Equal(Pem, Configured(Path.Combine(_root, "media.pem")));
    }

    [Theory]
    [InlineData("missing.pem")]
    [InlineData("empty.pem")]
    [InlineData("-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN nothing")]
    [InlineData("\0")]
    public void What_is_no_certificate_is_reported_at_the_start(string setting)
    {
        File.WriteAllText(Path.Combine(_root, "empty.pem"), "");

        var error = Assert.Throws<OptionsValidationException>(() => Configured(setting));

        Assert.Contains(error.Failures, failure => failure.Contains("WhatsAppGateway:WhatsApp:TrustedMediaCertificate", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string? Configured(string? setting)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("WhatsAppGateway:WhatsApp:TrustedMediaCertificate", setting)]).Build();
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<IHostEnvironment>(new Environment(_root));
        services.AddWhatsAppGateway();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<WhatsAppGatewayOptions>>().Value.WhatsApp.TrustedMediaCertificate;
    }

    private static string MakePem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(90));
        return certificate.ExportCertificatePem();
    }

    private sealed class Environment(string root) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Development";

        public string ApplicationName { get; set; } = "test";

        public string ContentRootPath { get; set; } = root;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
