using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Tests.Messages;

namespace WhatsAppKit.AspNetCore.Tests.Retention;

public sealed class PrivacyTests(GatewayFixture gateway)
{
    private const string Said = "the walrus sings at noon";

    [Fact]
    public async Task Nothing_of_what_messages_say_is_kept_or_told()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        (await SetAsync(conversation, true)).Is(HttpStatusCode.OK);
        var ids = await TalkAsync(conversation);

        Assert.False(await IsKeptAsync(conversation));
        foreach (var id in ids)
        {
            var shown = (await conversation.MessageAsync(id)).Json.GetProperty("message");
            Assert.Equal(System.Text.Json.JsonValueKind.Null, shown.GetProperty("text").ValueKind);
            Assert.Equal(id, shown.GetProperty("id").GetString());
        }

        // Who, when and what kind is there all the same.
        var events = (await conversation.Program.GetAsync("/api/events?content=true&types=message")).Is(HttpStatusCode.OK).Json.GetProperty("events").EnumerateArray().ToArray();
        Assert.Contains(events, each => each.GetProperty("type").GetString() == "message.received" && each.GetProperty("data").GetProperty("message").GetProperty("kind").GetString() == "text");
        Assert.Contains(events, each => each.GetProperty("type").GetString() == "message.reaction");
        Assert.All(events, each => Assert.DoesNotContain("walrus", each.GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_kept_before_is_erased()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        await TalkAsync(conversation);
        Assert.True(await IsKeptAsync(conversation));

        Assert.True((await SetAsync(conversation, true)).Is(HttpStatusCode.OK).Json.GetProperty("metadataOnly").GetBoolean());
        await conversation.Tenant.UntilAsync("/api/subscription", answer =>
            answer.Json.GetProperty("privacy").GetProperty("contentErasedAt").ValueKind == System.Text.Json.JsonValueKind.String);
        Assert.False(await IsKeptAsync(conversation));

        var back = (await SetAsync(conversation, false)).Is(HttpStatusCode.OK).Json;
        Assert.Equal("""{"metadataOnly":false,"contentErasedAt":null}""", back.GetRawText());
        await conversation.Friend.SendTextAsync(conversation.Number, Said);
        await Tenant.UntilAsync(conversation.Program, "/api/messages?direction=in&limit=1", answer => answer.Json.GetProperty("items")[0].GetProperty("text").GetString() == Said);
    }

    [Fact]
    public async Task Only_administrators_choose_and_they_must_say_what()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        (await tenant.Person.PutAsync("/api/subscription/privacy", new { })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "metadataOnly");
        var (_, user, _) = await tenant.CreateUserAsync();
        (await user.PutAsync("/api/subscription/privacy", new { metadataOnly = true })).Is(HttpStatusCode.Forbidden);
        Assert.False((await tenant.Person.GetAsync("/api/subscription")).Json.GetProperty("privacy").GetProperty("metadataOnly").GetBoolean());
    }

    private static Task<Answer> SetAsync(Conversation conversation, bool isMetadataOnly) =>
        conversation.Tenant.Person.PutAsync("/api/subscription/privacy", new { metadataOnly = isMetadataOnly });

    /// <summary>Text, a file, an edit and a reaction, in both directions; returns the ids of what was sent and received.</summary>
    private static async Task<IReadOnlyList<string>> TalkAsync(Conversation conversation)
    {
        var (sent, received) = await conversation.SendAsync("text", new { to = conversation.Friend.Number, text = Said });
        var file = (await conversation.Program.PostAsync("/api/messages/document", new
        {
            to = conversation.Friend.Number,
            caption = Said,
            media = new { data = Convert.ToBase64String("%PDF-1.4"u8), mimeType = "application/pdf", fileName = $"{Said}.pdf" },
        })).Is(HttpStatusCode.OK);
        await conversation.Friend.ReactAsync(received.Reference, "🦭");
        var text = await conversation.Friend.SendTextAsync(conversation.Number, Said);
        await conversation.Friend.EditAsync(text.Reference, $"{Said} again");
        await conversation.MessageAsync(text.Id, answer => answer.Json.GetProperty("message").GetProperty("editedAt").ValueKind == System.Text.Json.JsonValueKind.String);
        await Tenant.UntilAsync(conversation.Program, "/api/events?types=message.reaction", answer => answer.Json.GetProperty("events").GetArrayLength() > 0);
        return [sent.Id, file.Id, text.Id];
    }

    private async Task<bool> IsKeptAsync(Conversation conversation)
    {
        var services = gateway.Host.Services;
        await using var context = await services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync();
        var subscription = conversation.Tenant.Subscription;
        var messages = await context.Messages.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscription).ToListAsync();
        var events = await context.Events.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscription).ToListAsync();
        var log = services.GetRequiredService<EventLog>();
        var isInMessages = messages.Exists(row => row.Text is not null || row.Body is not null || row.Request?.Contains("walrus", StringComparison.Ordinal) == true);
        var isInEvents = events.Exists(row => log.Read(row).Data.GetRawText() is var data && (data.Contains("walrus", StringComparison.Ordinal) || data.Contains("emoji", StringComparison.Ordinal)));
        var isInMarks = await context.MessageMarks.IgnoreQueryFilters().AnyAsync(mark => mark.SubscriptionId == subscription);
        var soon = StoredTime.Now(TimeProvider.System).AddHours(2);
        var isInFiles = await context.Media.IgnoreQueryFilters().AnyAsync(row => row.SubscriptionId == subscription && (row.Source != null || row.ExpiresAt > soon));
        Assert.Equal(isInMessages, isInEvents);
        Assert.Equal(isInMessages, isInMarks);
        return isInMessages || isInFiles;
    }
}
