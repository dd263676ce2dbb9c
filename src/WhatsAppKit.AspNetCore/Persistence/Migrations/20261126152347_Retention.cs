using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WhatsAppKit.AspNetCore.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Messages_InstanceId_ChatAlternate",
                table: "Messages");

            migrationBuilder.DropIndex(
                name: "IX_DailyCounts_SubscriptionId_Day",
                table: "DailyCounts");

            migrationBuilder.AddColumn<long>(
                name: "ContentErasedAt",
                table: "Subscriptions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AuditRetentions",
                columns: table => new
                {
                    SubscriptionId = table.Column<string>(type: "TEXT", nullable: false),
                    Before = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditRetentions", x => x.SubscriptionId);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Messages_InstanceId_ChatAlternate_Sequence",
                table: "Messages",
                columns: new[] { "InstanceId", "ChatAlternate", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_Messages_InstanceId_Chat_Sequence",
                table: "Messages",
                columns: new[] { "InstanceId", "Chat", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_Messages_SubscriptionId_Timestamp",
                table: "Messages",
                columns: new[] { "SubscriptionId", "Timestamp" },
                filter: "\"DueAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Messages_WithAlternate",
                table: "Messages",
                columns: new[] { "InstanceId", "Chat", "Sequence" },
                filter: "\"ChatAlternate\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_DailyCounts_SubscriptionId_Day_Counter_Kind",
                table: "DailyCounts",
                columns: new[] { "SubscriptionId", "Day", "Counter", "Kind" });

            // An entry goes when its time is over, and only then: what is let go is on record before.
            migrationBuilder.Sql("DROP TRIGGER AuditEntries_NoDelete;");
            migrationBuilder.Sql(
                """
                CREATE TRIGGER AuditEntries_NoDelete BEFORE DELETE ON AuditEntries
                WHEN NOT EXISTS (SELECT 1 FROM AuditRetentions WHERE SubscriptionId = OLD.SubscriptionId AND OLD.At < Before)
                BEGIN SELECT RAISE(ABORT, 'The audit is append-only.'); END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER AuditEntries_NoDelete;");
            migrationBuilder.Sql(
                "CREATE TRIGGER AuditEntries_NoDelete BEFORE DELETE ON AuditEntries BEGIN SELECT RAISE(ABORT, 'The audit is append-only.'); END;");
            migrationBuilder.DropTable(
                name: "AuditRetentions");

            migrationBuilder.DropIndex(
                name: "IX_Messages_InstanceId_ChatAlternate_Sequence",
                table: "Messages");

            migrationBuilder.DropIndex(
                name: "IX_Messages_InstanceId_Chat_Sequence",
                table: "Messages");

            migrationBuilder.DropIndex(
                name: "IX_Messages_SubscriptionId_Timestamp",
                table: "Messages");

            migrationBuilder.DropIndex(
                name: "IX_Messages_WithAlternate",
                table: "Messages");

            migrationBuilder.DropIndex(
                name: "IX_DailyCounts_SubscriptionId_Day_Counter_Kind",
                table: "DailyCounts");

            migrationBuilder.DropColumn(
                name: "ContentErasedAt",
                table: "Subscriptions");

            migrationBuilder.CreateIndex(
                name: "IX_Messages_InstanceId_ChatAlternate",
                table: "Messages",
                columns: new[] { "InstanceId", "ChatAlternate" });

            migrationBuilder.CreateIndex(
                name: "IX_DailyCounts_SubscriptionId_Day",
                table: "DailyCounts",
                columns: new[] { "SubscriptionId", "Day" });
        }
    }
}
