using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Tests.Logging;

/// <summary>The watch over the suite's log is worth what it finds.</summary>
public sealed class SecretWatchTests : IDisposable
{
    private const string Secret = "wak_12345678_the secret of this test";

    private readonly SecretWatch _watch = new();
    private readonly ILoggerFactory _loggers;

    public SecretWatchTests()
    {
        _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_watch.Log));
        _watch.Plant("API key", Secret);
        _watch.Plant("media key", Enumerable.Range(0, 32).Select(each => (byte)each).ToArray());
        _watch.PlantNumber("15550001");
    }

    public static TheoryData<string> Leaks => ["message", "value", "exception", "inner exception", "scope", "bytes", "hexadecimal", "base64", "number"];

    public void Dispose()
    {
        _loggers.Dispose();
        _watch.Dispose();
    }

    [Theory]
    [MemberData(nameof(Leaks))]
    public void A_secret_is_found_wherever_it_is_in_a_line(string where)
    {
        var logger = _loggers.CreateLogger("WhatsAppKit.Core.Anything");
        logger.Log(LogLevel.Information, "innocent");
        Leak(logger, where);
        Assert.Contains(where is "number" ? "15550001" : where is "bytes" or "hexadecimal" or "base64" ? "media key" : Secret, Assert.Single(_watch.Find()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_is_planted_after_its_line_is_found_too()
    {
        var logger = _loggers.CreateLogger("WhatsAppKit.Core.Anything");
        logger.Log(LogLevel.Trace, "a token: {Token}", "planted later");
        Assert.Empty(_watch.Find());
        _watch.Plant("token", "planted later");
        Assert.Single(_watch.Find());
    }

    [Fact]
    public void Numbers_may_be_in_lines_for_those_who_debug_and_in_the_frameworks()
    {
        _loggers.CreateLogger("WhatsAppKit.Core.Anything").Log(LogLevel.Debug, "from 15550001");
        _loggers.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").Log(LogLevel.Information, "GET /api/contacts/15550001");
        Assert.Empty(_watch.Find());
    }

    private static void Leak(ILogger logger, string where)
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(each => (byte)each)];
        using var scope = where == "scope" ? logger.BeginScope("of {Key}", Secret) : null;
        var error = where switch
        {
            "exception" => new InvalidOperationException($"It was {Secret}."),
            "inner exception" => new InvalidOperationException("outer", new FormatException(Secret)),
            _ => null,
        };
        object value = where switch
        {
            "value" => Secret,
            "bytes" => key,
            "hexadecimal" => Convert.ToHexString(key),
            "base64" => Convert.ToBase64String(key),
            "number" => "15550001@s.whatsapp.net",
            _ => "",
        };
        var level = where == "number" ? LogLevel.Information : LogLevel.Trace;

        // Words that are made without a template, as interpolated text would be.
        logger.Log(level, default, value, error, (state, _) => where == "message" ? $"a line about {Secret}" : $"a line about {state}");
    }
}
