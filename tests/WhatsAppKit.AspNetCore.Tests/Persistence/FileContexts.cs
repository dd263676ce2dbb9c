using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Tests.Persistence;

/// <summary>Contexts of a database file of the test's own, with the interceptors that the test wants.</summary>
internal sealed class FileContexts(string path, params IInterceptor[] interceptors) : IDbContextFactory<GatewayDbContext>
{
    private readonly DbContextOptions<GatewayDbContext> _options = new DbContextOptionsBuilder<GatewayDbContext>()
        .UseSqlite(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()).AddInterceptors(interceptors).Options;

    public GatewayDbContext CreateDbContext() => new(_options);
}
