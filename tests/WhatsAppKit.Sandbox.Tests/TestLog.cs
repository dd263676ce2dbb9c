using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Keeps what was logged, so that a failure can show it.</summary>
internal sealed class TestLog : ILoggerProvider, ILogger
{
    private static readonly ConcurrentQueue<string> Lines = new();

    public static ILoggerFactory Factory { get; } = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(new TestLog()));

    public static string Tail() => string.Join(Environment.NewLine, Lines.TakeLast(40));

    /// <summary>What was logged about a message.</summary>
    public static string About(string id) => string.Join(Environment.NewLine, Lines.Where(line => line.Contains(id, StringComparison.Ordinal)));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose() => Lines.Clear();
}
