using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WhatsAppKit.AspNetCore.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ExpiringRecords : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_SessionRecords_InstanceId_ExpiresAt",
                table: "SessionRecords",
                columns: new[] { "InstanceId", "ExpiresAt" },
                filter: "\"ExpiresAt\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SessionRecords_InstanceId_ExpiresAt",
                table: "SessionRecords");
        }
    }
}
