using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Tests.Logging;

/// <summary>A line of a log with everything a sink could write: its words, its values, its exception and its scopes.</summary>
internal sealed record LogLine(string Category, LogLevel Level, int Event, string Message, string Values, string Scopes)
{
    /// <summary>Everything, on one line.</summary>
    public string Whole { get; } =
        string.Create(CultureInfo.InvariantCulture, $"{Level} {Category}[{Event}] {Message} {Values} {Scopes}").ReplaceLineEndings("\\n");
}

/// <summary>Hands every line to a function, of every level and category.</summary>
internal sealed class LineLog(Action<LogLine> keep) : ILoggerProvider, ISupportExternalScope
{
    private readonly Action<LogLine> _keep = keep;
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // The lines are read after the host.
    }

    private static string Text(object? state) =>
        state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(each => $"{each.Key}={Value(each.Value)}")) : Value(state);

    private static string Value(object? value) => value switch
    {
        byte[] bytes => Convert.ToHexStringLower(bytes),
        ReadOnlyMemory<byte> bytes => Convert.ToHexStringLower(bytes.Span),
        string text => text,
        System.Collections.IEnumerable many => string.Join(',', many.Cast<object?>()),
        _ => $"{value}",
    };

    private sealed class Logger(LineLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new StringBuilder();
            log._scopes.ForEachScope((scope, text) => text.Append(Text(scope)).Append(' '), scopes);

            // The framework's lines, the most by far, say in words what their values are.
            var values = category.StartsWith("Microsoft.", StringComparison.Ordinal) ? "" : Text(state);
            log._keep(new LogLine(category, logLevel, eventId.Id, $"{formatter(state, exception)} {exception}", values, scopes.ToString()));
        }
    }
}
