using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>The gateway's keys: configured, or in Development generated once and kept where only their owner can read them.</summary>
internal sealed class GatewaySecrets
{
    private const int KeyLength = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public GatewaySecrets(IOptions<WhatsAppGatewayOptions> options, IHostEnvironment environment)
    {
        var settings = options.Value;
        DataDirectory = Path.GetFullPath(settings.DataDirectory, environment.ContentRootPath);
        Directory.CreateDirectory(DataDirectory);
        JwtKey = Encoding.UTF8.GetBytes(settings.Jwt.SigningKey ?? Generated("jwt.key", "Jwt:SigningKey", environment));
        EncryptionKey = Convert.FromBase64String(settings.Encryption.Key ?? Generated("encryption.key", "Encryption:Key", environment));
        if (JwtKey.Length < KeyLength || EncryptionKey.Length != KeyLength)
        {
            throw new OptionsValidationException(
                WhatsAppGatewayOptions.Section,
                typeof(WhatsAppGatewayOptions),
                ["WhatsAppGateway:Jwt:SigningKey needs at least 32 bytes and WhatsAppGateway:Encryption:Key exactly 32 bytes in base64."]);
        }
    }

    public string DataDirectory { get; }

    public byte[] JwtKey { get; }

    public byte[] EncryptionKey { get; }

    private string Generated(string file, string setting, IHostEnvironment environment)
    {
        if (!environment.IsDevelopment())
        {
            throw new OptionsValidationException(
                WhatsAppGatewayOptions.Section, typeof(WhatsAppGatewayOptions), [$"WhatsAppGateway:{setting} must be set outside Development."]);
        }

        var path = Path.Combine(DataDirectory, file);
        if (!File.Exists(path))
        {
            var streamOptions = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                streamOptions.UnixCreateMode = OwnerOnly;
            }

            using var stream = new StreamWriter(path, streamOptions);
            stream.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)));
        }

        return File.ReadAllText(path);
    }
}
