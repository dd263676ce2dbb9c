using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Logging;

namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>The gateway's tables. Every query of a request sees its own subscription only: the filters here are the one place.</summary>
internal sealed partial class GatewayDbContext(DbContextOptions<GatewayDbContext> options) : DbContext(options)
{
    private string? _tenant;

    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    public DbSet<User> Users => Set<User>();

    public DbSet<Instance> Instances => Set<Instance>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<StoredMessage> Messages => Set<StoredMessage>();

    public DbSet<SessionRecordRow> SessionRecords => Set<SessionRecordRow>();

    public DbSet<LoginSession> LoginSessions => Set<LoginSession>();

    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    public DbSet<PasswordToken> PasswordTokens => Set<PasswordToken>();

    public DbSet<LoginThrottle> LoginThrottles => Set<LoginThrottle>();

    public DbSet<MonthlyUsage> MonthlyUsages => Set<MonthlyUsage>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<AuditRetention> AuditRetentions => Set<AuditRetention>();

    public DbSet<MessageMark> MessageMarks => Set<MessageMark>();

    public DbSet<StoredMedia> Media => Set<StoredMedia>();

    /// <summary>The subscriptions that have events in this context which are not committed yet.</summary>
    public HashSet<string> Happened { get; } = [];

    /// <summary>The types of those events, one for each.</summary>
    public List<string> HappenedTypes { get; } = [];

    /// <summary>Confines this context to a subscription. Without a tenant the filtered tables are empty.</summary>
    public GatewayDbContext For(TenantContext tenant)
    {
        _tenant = tenant.SubscriptionId;
        return this;
    }

    // Here, so that it holds whatever options the application gives.
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.AddInterceptors(AuditLines.Instance);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<DateTimeOffsetToBinaryConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Subscription>().HasQueryFilter(row => row.Id == _tenant);
        modelBuilder.Entity<User>(user =>
        {
            user.HasIndex(row => row.Email).IsUnique();
            user.HasOne<Subscription>().WithMany().HasForeignKey(row => row.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
            user.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
        modelBuilder.Entity<Instance>(instance =>
        {
            instance.HasIndex(row => row.SubscriptionId);
            instance.HasOne<Subscription>().WithMany().HasForeignKey(row => row.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
            instance.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
        modelBuilder.Entity<ApiKey>(key =>
        {
            key.HasIndex(row => row.Prefix).IsUnique();
            key.HasOne<Instance>().WithMany().HasForeignKey(row => row.InstanceId).OnDelete(DeleteBehavior.Cascade);
            key.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
        modelBuilder.Entity<StoredMessage>(message =>
        {
            message.HasKey(row => row.Sequence);
            message.HasIndex(row => new { row.InstanceId, row.Sequence });
            message.HasIndex(row => new { row.InstanceId, row.Chat, row.MessageId, row.IsOutgoing }).IsUnique();
            message.HasIndex(row => new { row.InstanceId, row.MessageId });
            message.HasIndex(row => new { row.InstanceId, row.Chat, row.Sequence });
            message.HasOne<Instance>().WithMany().HasForeignKey(row => row.InstanceId).OnDelete(DeleteBehavior.Cascade);
            message.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
        modelBuilder.Entity<SessionRecordRow>(record =>
        {
            record.ToTable("SessionRecords");
            record.HasKey(row => new { row.InstanceId, row.Kind, row.Key });
            record.HasIndex(row => new { row.InstanceId, row.ExpiresAt }).HasFilter("\"ExpiresAt\" IS NOT NULL");
            record.HasOne<Instance>().WithMany().HasForeignKey(row => row.InstanceId).OnDelete(DeleteBehavior.Cascade);
        });
        ConfigureLogins(modelBuilder);
        ConfigureRecords(modelBuilder);
        ConfigureContents(modelBuilder);
        ConfigureQueue(modelBuilder);
        ConfigureEvents(modelBuilder);
        ConfigureWebhooks(modelBuilder);
    }

    private void ConfigureContents(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<StoredMessage>().HasIndex(row => new { row.InstanceId, row.ChatAlternate, row.Sequence });
        modelBuilder.Entity<StoredMessage>().HasIndex(row => new { row.InstanceId, row.Chat, row.Sequence }, "IX_Messages_WithAlternate")
            .HasFilter("\"ChatAlternate\" IS NOT NULL");
        modelBuilder.Entity<StoredMessage>().HasIndex(row => row.MediaId);
        modelBuilder.Entity<MessageMark>(mark =>
        {
            mark.HasKey(row => new { row.MessageSequence, row.Kind, row.By });
            mark.HasOne<StoredMessage>().WithMany().HasForeignKey(row => row.MessageSequence).OnDelete(DeleteBehavior.Cascade);
            mark.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
        modelBuilder.Entity<StoredMedia>(media =>
        {
            media.HasIndex(row => row.SubscriptionId);
            media.HasOne<Instance>().WithMany().HasForeignKey(row => row.InstanceId).OnDelete(DeleteBehavior.Cascade);
            media.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
    }

    private void ConfigureLogins(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<LoginSession>(session =>
        {
            session.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
            session.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
        modelBuilder.Entity<RefreshToken>(token =>
        {
            token.HasKey(row => row.Hash);
            token.HasIndex(row => row.ExpiresAt);
            token.HasOne<LoginSession>().WithMany().HasForeignKey(row => row.SessionId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<PasswordToken>(token =>
        {
            token.HasKey(row => row.Hash);
            token.HasIndex(row => row.UserId);
            token.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<LoginThrottle>(throttle =>
        {
            throttle.HasKey(row => row.EmailHash);
            throttle.HasIndex(row => row.LastAttemptAt);
        });
    }

    private void ConfigureRecords(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<MonthlyUsage>(usage =>
        {
            usage.HasKey(row => new { row.SubscriptionId, row.Month });
            usage.HasOne<Subscription>().WithMany().HasForeignKey(row => row.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
            usage.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
        modelBuilder.Entity<AuditEntry>(entry =>
        {
            entry.HasKey(row => row.Sequence);
            entry.HasIndex(row => new { row.SubscriptionId, row.Sequence });
            entry.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
        modelBuilder.Entity<AuditRetention>().HasKey(row => row.SubscriptionId);
    }
}
