using System.Globalization;
using System.Net;
using System.Security.Cryptography;

namespace WhatsAppKit.Sandbox.Host;

/// <summary>How the program runs.</summary>
internal sealed record SandboxHostOptions
{
    /// <summary>The variable of the environment that holds the token.</summary>
    public const string TokenVariable = "WHATSAPPKIT_SANDBOX_TOKEN";

    /// <summary>What the program says when it does not understand its arguments.</summary>
    public const string Usage = """
        WhatsAppKit.Sandbox.Host [--listen ADDRESS] [--port PORT] [--no-tls] [--certificate FILE] [--store FILE] [--not-strict]
          --listen       the address to listen on; 127.0.0.1 unless given
          --port         the port; 5443 unless given, 0 for any that is free
          --no-tls       serve ws and http in place of wss and https
          --certificate  where to write the certificate that clients must trust (PEM)
          --store        where to keep accounts and devices over a restart; nowhere unless given
          --not-strict   do not check what clients send
        The token for the control API is taken from WHATSAPPKIT_SANDBOX_TOKEN; without it one is made and printed.
        """;

    private const int DefaultPort = 5443;
    private const int TokenLength = 24;
    private const int MinTokenLength = 16;

    public IPAddress Address { get; init; } = IPAddress.Loopback;

    public int Port { get; init; } = DefaultPort;

    public bool UsesTls { get; init; } = true;

    public bool IsStrict { get; init; } = true;

    public string? CertificatePath { get; init; }

    public string? StorePath { get; init; }

    public required string Token { get; init; }

    /// <summary>True when the token was made here, and nobody knows it yet.</summary>
    public bool IsTokenNew { get; init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="ArgumentException">They are not understood; the message says which.</exception>
    public static SandboxHostOptions Parse(IReadOnlyList<string> arguments, string? token)
    {
        if (token is { Length: < MinTokenLength })
        {
            throw new ArgumentException($"{TokenVariable} has fewer than {MinTokenLength} characters.");
        }

        var options = new SandboxHostOptions { Token = token ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenLength)), IsTokenNew = token is null };
        for (var i = 0; i < arguments.Count; i++)
        {
            string Value() => ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value.");
            options = arguments[i] switch
            {
                "--listen" => options with { Address = IPAddress.TryParse(Value(), out var address) ? address : throw new ArgumentException("--listen needs an IP address.") },
                "--port" => options with { Port = ToPort(Value()) },
                "--no-tls" => options with { UsesTls = false },
                "--certificate" => options with { CertificatePath = Value() },
                "--store" => options with { StorePath = Value() },
                "--not-strict" => options with { IsStrict = false },
                var unknown => throw new ArgumentException($"{unknown} is not known."),
            };
        }

        return options;
    }

    private static int ToPort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : throw new ArgumentException("--port needs a number from 0 to 65535.");
}
