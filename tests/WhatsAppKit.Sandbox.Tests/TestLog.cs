using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Keeps what was logged, so that a failure can show it.</summary>
internal sealed class TestLog(string test = "") : ILoggerProvider, ILogger
{
    // What a sandbox logs when it lacks an answer, or a client breaks a rule: see SandboxLog.
    private const int Unhandled = 5003;
    private const int Violated = 5004;

    private static readonly ConcurrentQueue<string> Lines = new();
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Findings = new();

    public static ILoggerFactory Factory { get; } = new TestLogFactory();

    public static string Tail() => string.Join(Environment.NewLine, Lines.TakeLast(40));

    /// <summary>What was logged about a message.</summary>
    public static string About(string id) => string.Join(Environment.NewLine, Lines.Where(line => line.Contains(id, StringComparison.Ordinal)));

    /// <summary>What the sandboxes of a test found so far, each time only what is new.</summary>
    public static IReadOnlyList<string> TakeFindings(string test) => Findings.TryRemove(test, out var found) ? [.. found] : [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"{logLevel}: {formatter(state, exception)} {exception}";
        Lines.Enqueue(line);
        if (eventId.Id is Unhandled or Violated)
        {
            Findings.GetOrAdd(test, _ => new ConcurrentQueue<string>()).Enqueue(line);
        }
    }

    public void Dispose() => Lines.Clear();

    /// <summary>Each logger knows the test that made it. Nothing is cached, as another factory would do.</summary>
    private sealed class TestLogFactory : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => new TestLog(TestContext.Current.Test?.UniqueID ?? "");

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("It has one provider.");

        public void Dispose()
        {
        }
    }
}
