using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace WhatsAppKit.AspNetCore.Tests.Persistence;

/// <summary>Keeps the statements that a request runs, of those requests that ask for it with a header. What runs behind requests is left out.</summary>
internal sealed class StatementRecorder : DbCommandInterceptor
{
    public const string Header = "X-Statements";

    // Where the framework itself keeps the request, for whoever asks.
    private readonly HttpContextAccessor _requests = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _statements = new();

    public IReadOnlyList<string> Of(string request) => [.. _statements.GetValueOrDefault(request, [])];

    public void AddTo(IServiceCollection services) =>
        services.AddHttpContextAccessor().AddWhatsAppGateway().UseDatabase(options => options.AddInterceptors(this));

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Keep(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Keep(command);
        return ValueTask.FromResult(result);
    }

    private void Keep(DbCommand command)
    {
        if (_requests.HttpContext?.Request.Headers[Header].ToString() is { Length: > 0 } request)
        {
            _statements.GetOrAdd(request, _ => []).Enqueue(command.CommandText);
        }
    }
}
