using Microsoft.EntityFrameworkCore;

namespace WhatsAppKit.AspNetCore.Persistence;

/// <content>The queue of messages, events, webhooks and what is counted.</content>
internal sealed partial class GatewayDbContext
{
    private const string IsQueued = "\"DueAt\" IS NOT NULL";
    private const string IsNotQueued = "\"DueAt\" IS NULL";

    public DbSet<StoredEvent> Events => Set<StoredEvent>();

    public DbSet<EventCursor> EventCursors => Set<EventCursor>();

    public DbSet<DailyCount> DailyCounts => Set<DailyCount>();

    public DbSet<IdempotentRequest> IdempotentRequests => Set<IdempotentRequest>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    public DbSet<WebhookAttempt> WebhookAttempts => Set<WebhookAttempt>();

    private void ConfigureQueue(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<StoredMessage>(message =>
        {
            // What waits is little beside what was sent: these indexes stay small.
            message.HasIndex(row => new { row.DueAt, row.InstanceId, row.Chat, row.SubscriptionId }).HasFilter(IsQueued);
            message.HasIndex(row => new { row.InstanceId, row.Chat, row.DueAt, row.Sequence }).HasFilter(IsQueued);
            message.HasIndex(row => row.ExpiresAt).HasFilter(IsQueued);
            message.HasIndex(row => new { row.InstanceId, row.Status, row.Sequence });
            message.HasIndex(row => new { row.SubscriptionId, row.Timestamp }).HasFilter(IsNotQueued);
        });
        modelBuilder.Entity<IdempotentRequest>(request =>
        {
            request.HasKey(row => new { row.InstanceId, row.Key });
            request.HasIndex(row => row.CreatedAt);
            request.HasOne<Instance>().WithMany().HasForeignKey(row => row.InstanceId).OnDelete(DeleteBehavior.Cascade);
            request.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
    }

    private void ConfigureEvents(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<StoredEvent>(happened =>
        {
            happened.HasKey(row => row.Sequence);
            happened.HasIndex(row => row.Id).IsUnique();
            happened.HasIndex(row => new { row.SubscriptionId, row.Sequence });
            happened.HasIndex(row => new { row.InstanceId, row.Sequence });
            happened.HasOne<Subscription>().WithMany().HasForeignKey(row => row.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
            happened.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
        modelBuilder.Entity<EventCursor>().HasKey(row => row.Reader);
        modelBuilder.Entity<DailyCount>(count =>
        {
            count.HasKey(row => new { row.InstanceId, row.Day, row.Counter, row.Kind });
            count.HasIndex(row => new { row.SubscriptionId, row.Day, row.Counter, row.Kind });
            count.HasOne<Subscription>().WithMany().HasForeignKey(row => row.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
            count.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
    }

    private void ConfigureWebhooks(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Webhook>(webhook =>
        {
            webhook.HasIndex(row => new { row.SubscriptionId, row.InstanceId });
            webhook.HasOne<Subscription>().WithMany().HasForeignKey(row => row.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
            webhook.HasOne<Instance>().WithMany().HasForeignKey(row => row.InstanceId).OnDelete(DeleteBehavior.Cascade);
            webhook.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
        modelBuilder.Entity<WebhookDelivery>(delivery =>
        {
            delivery.HasKey(row => row.Sequence);
            delivery.HasIndex(row => new { row.WebhookId, row.EventSequence }).IsUnique();
            delivery.HasIndex(row => new { row.WebhookId, row.EventSequence }, "IX_WebhookDeliveries_Oldest").HasFilter(IsQueued);
            delivery.HasIndex(row => new { row.WebhookId, row.DueAt, row.Sequence }).HasFilter(IsQueued);
            delivery.HasIndex(row => new { row.DueAt, row.WebhookId }).HasFilter(IsQueued);
            delivery.HasIndex(row => new { row.WebhookId, row.Sequence });
            delivery.HasOne<Webhook>().WithMany().HasForeignKey(row => row.WebhookId).OnDelete(DeleteBehavior.Cascade);
            delivery.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
        modelBuilder.Entity<WebhookAttempt>(attempt =>
        {
            attempt.HasKey(row => row.Sequence);
            attempt.HasIndex(row => row.DeliverySequence);
            attempt.HasOne<WebhookDelivery>().WithMany().HasForeignKey(row => row.DeliverySequence).OnDelete(DeleteBehavior.Cascade);
            attempt.HasQueryFilter(row => row.SubscriptionId == _tenant);
        });
    }
}
