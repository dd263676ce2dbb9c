using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Interop.Tests;

/// <summary>Every kind of message, between our client and Baileys, to a person and in a group.</summary>
public sealed class MessageTypeTests
{
    private const string Document = "docs/message-types.md";

    [Fact]
    public async Task Every_kind_of_message_is_read_by_the_other_side()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var ourPhone = await sandbox.AddPhoneAsync("15550001");
        var baileysPhone = await sandbox.AddPhoneAsync("15550002");
        await using var ours = await TestDevice.PairAsync(sandbox, ourPhone);
        await using var baileys = await BaileysClient.PairAsync(sandbox, baileysPhone);
        var group = await ours.Client.Groups.CreateAsync("Kinds", [baileysPhone.Jid]);
        var person = new TypeRun(ours, baileys, baileysPhone.Jid, ourPhone.Jid.ToString());
        var many = new TypeRun(ours, baileys, group.Jid, group.Jid.ToString());
        await person.OpenAsync();
        await many.OpenAsync();

        var results = new SortedDictionary<string, Row>(StringComparer.OrdinalIgnoreCase);
        foreach (var kind in FromOurs.All)
        {
            var row = RowOf(results, kind.Name);
            row.OursToPerson = await TryAsync(() => SendOursAsync(person, kind));
            row.OursToGroup = kind.IsDirectOnly ? "-" : await TryAsync(() => SendOursAsync(many, kind));
        }

        foreach (var kind in FromBaileys.All)
        {
            var row = RowOf(results, kind.Name);
            row.IsRaw = kind.IsRaw;
            row.BaileysToPerson = await TryAsync(() => SendBaileysAsync(person, kind));
            row.BaileysToGroup = kind.IsDirectOnly ? "-" : await TryAsync(() => SendBaileysAsync(many, kind));
        }

        await PostAsync(person, ourPhone, baileysPhone, results);
        var failed = results.SelectMany(entry => entry.Value.Failures.Select(failure => $"{entry.Key}: {failure}")).ToArray();
        Assert.True(failed.Length == 0, string.Join(Environment.NewLine, failed));
        Assert.DoesNotContain(ours.Events, happened => happened is MessageUndecryptable);
        Publish(results);
    }

    /// <summary>Status posts: to those who may see them, who are people and not a chat.</summary>
    private static async Task PostAsync(TypeRun person, SandboxPhone ourPhone, SandboxPhone baileysPhone, SortedDictionary<string, Row> results)
    {
        ourPhone.ChooseStatusAudience([baileysPhone.Jid]);
        var status = person with { Chat = Jid.Parse("status@broadcast"), ToOurs = "status@broadcast" };
        var audience = new JsonObject { ["statusJidList"] = new JsonArray(ourPhone.Jid.ToString()), ["backgroundColor"] = "#1FA855", ["font"] = 2 };
        var style = new TextStyle(0xFF1FA855, null, 2);
        var image = FromOurs.All.Single(kind => kind.Name == "image");
        var text = new FromOurs(
            "status, text",
            run => run.Messages.SendAsync(run.Chat, new TextContent("My status") { Style = style }),
            (_, m) =>
            {
                Assert.Equal(0xFF1FA855, m.GetProperty("extendedTextMessage").GetProperty("backgroundArgb").GetUInt32());
                return Task.CompletedTask;
            });
        var row = RowOf(results, "status, text");
        row.OursToPerson = await TryAsync(() => SendOursAsync(status, text));
        row.BaileysToPerson = await TryAsync(async () =>
        {
            var sent = await status.SendContentAsync(new JsonObject { ["text"] = "My status" }, (JsonObject)audience.DeepClone());
            var seen = Assert.IsType<MessageReceived>(await status.SeenByUsAsync(BaileysClient.Text(sent, "id")!));
            Assert.Equal(("status@broadcast", new TextContent("My status") { Style = style }), (seen.Chat.ToString(), seen.Content));
        });
        row = RowOf(results, "status, image");
        row.OursToPerson = await TryAsync(() => SendOursAsync(status, image));
        row.BaileysToPerson = await TryAsync(async () =>
        {
            var content = new JsonObject { ["image"] = status.File(), ["caption"] = "c", ["jpegThumbnail"] = "AAAA", ["width"] = 4, ["height"] = 3 };
            var sent = await status.SendContentAsync(content, (JsonObject)audience.DeepClone());
            var seen = Assert.IsType<MessageReceived>(await status.SeenByUsAsync(BaileysClient.Text(sent, "id")!));
            await status.DownloadedByUsAsync(Assert.IsType<ImageContent>(seen.Content));
        });
    }

    private static async Task SendOursAsync(TypeRun run, FromOurs kind)
    {
        var sent = await kind.Send(run);
        var seen = await run.SeenByBaileysAsync(sent.Id);
        await kind.Check(run, seen.GetProperty("content"));
    }

    private static async Task SendBaileysAsync(TypeRun run, FromBaileys kind)
    {
        var id = await kind.Send(run);
        var seen = await run.SeenByUsAsync(id);
        await kind.Check(run, seen);
    }

    private static async Task<string> TryAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
            return "yes";
        }
        catch (Exception error) when (error is Xunit.Sdk.IAssertionException or InvalidOperationException or ArgumentException or TimeoutException or Core.WhatsAppException)
        {
            return "failed: " + error.Message;
        }
    }

    private static Row RowOf(SortedDictionary<string, Row> results, string name)
    {
        if (!results.TryGetValue(name, out var row))
        {
            results.Add(name, row = new Row());
        }

        return row;
    }

    /// <summary>Writes the table; where it is checked rather than written, it must be the one that was committed.</summary>
    private static void Publish(SortedDictionary<string, Row> results)
    {
        var text = new StringBuilder()
            .Append("# Kinds of messages\n\n")
            .Append("Written by the test `MessageTypeTests`, which sends each kind between this client and Baileys 7.0.0-rc13 and compares what arrives.\n")
            .Append("Files are downloaded by the other side and compared byte for byte. \"raw\" marks kinds that Baileys has no terms for: there it carries\n")
            .Append("a protobuf message made by hand. \"-\" marks what does not exist: content that is only received, or that is for chats with one person.\n\n")
            .Append("| kind | to a person | to a group | from a person | from a group |\n|---|---|---|---|---|\n");
        foreach (var (name, row) in results)
        {
            var raw = row.IsRaw ? " (raw)" : "";
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {name} | {row.OursToPerson} | {row.OursToGroup} | {Marked(row.BaileysToPerson, raw)} | {Marked(row.BaileysToGroup, raw)} |\n");
        }

        PublishedDocument.Publish(Document, text.ToString());

        static string Marked(string result, string mark) => result == "yes" ? result + mark : result;
    }

    private sealed class Row
    {
        public string OursToPerson { get; set; } = "-";

        public string OursToGroup { get; set; } = "-";

        public string BaileysToPerson { get; set; } = "-";

        public string BaileysToGroup { get; set; } = "-";

        public bool IsRaw { get; set; }

        public IEnumerable<string> Failures =>
            new[] { ("to a person", OursToPerson), ("to a group", OursToGroup), ("from a person", BaileysToPerson), ("from a group", BaileysToGroup) }
                .Where(each => each.Item2.StartsWith("failed", StringComparison.Ordinal)).Select(each => $"{each.Item1} {each.Item2}");
    }
}
