using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace WhatsAppKit.AspNetCore.Tests.Persistence;

/// <summary>Asks SQLite for the plan of each query before it runs.</summary>
internal sealed class PlanRecorder : DbCommandInterceptor
{
    /// <summary>The queries with the steps of their plans.</summary>
    public List<(string Query, IReadOnlyList<string> Steps)> Plans { get; } = [];

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await using var explain = command.Connection!.CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        foreach (DbParameter parameter in command.Parameters)
        {
            var copy = explain.CreateParameter();
            (copy.ParameterName, copy.Value) = (parameter.ParameterName, parameter.Value);
            explain.Parameters.Add(copy);
        }

        var steps = new List<string>();
        await using var reader = await explain.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            steps.Add(reader.GetString(3));
        }

        Plans.Add((command.CommandText, steps));
        return result;
    }
}
