using System.Text.Json;
using System.Text.RegularExpressions;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Presence;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Observation;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Sandbox.Tests.Recordings;

/// <summary>
/// A committed recording, said again to a new device: it answers and tells the same as when that was committed. To renew it after a
/// change that is meant, run these tests with WHATSAPPKIT_RECORD=1 and commit the two files.
/// </summary>
public sealed partial class ReplayTests
{
    private const string Folder = "tests/WhatsAppKit.Sandbox.Tests/Recordings/";
    private const string Stanzas = Folder + "a-day.jsonl";
    private const string Told = Folder + "a-day.events.txt";
    private const string Number = "15550001";

    // What a line holds, and a stanza in it: nothing else, so no content.
    private static readonly HashSet<string> Parts = ["tag", "attributes", "children", "bytes"];

    private static bool IsRenewed => Environment.GetEnvironmentVariable("WHATSAPPKIT_RECORD") == "1";

    [Fact]
    public async Task A_recorded_day_is_answered_and_told_as_it_was()
    {
        if (IsRenewed)
        {
            PublishedDocument.Publish(Stanzas, await RecordAsync());
        }

        var recording = await Recording.ReadAsync(new StringReader(PublishedDocument.Read(Stanzas)));
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var device = await LinkAsync(sandbox);
        Recording replayed;
        await using (device)
        {
            replayed = await sandbox.ReplayAsync(recording, device.Client.Status.PhoneJid!.Value);
            Assert.Equal(ConnectionState.Connected, device.Client.Status.State);
        }

        Assert.NotEmpty(Answers(recording).Records);
        Assert.Equal(Answers(recording).Records.Select(Line).Order(StringComparer.Ordinal), Answers(replayed).Records.Select(Line).Order(StringComparer.Ordinal));
        var told = string.Concat(device.Events.Where(happened => !IsOfPairing(happened))
            .Select(happened => Time().Replace(happened.ToString(), "") + "\n").Order(StringComparer.Ordinal));
        if (IsRenewed)
        {
            PublishedDocument.Publish(Told, told);
        }

        Assert.Equal(PublishedDocument.Read(Told).ReplaceLineEndings("\n"), told);
    }

    [Fact]
    public async Task The_committed_recording_holds_no_content_and_no_secret()
    {
        var recording = await Recording.ReadAsync(new StringReader(PublishedDocument.Read(Stanzas)));
        Assert.All(recording.Records, record => Check(record.Stanza));

        static void Check(JsonElement stanza)
        {
            Assert.All(stanza.EnumerateObject(), part => Assert.Contains(part.Name, Parts));
            var tag = stanza.GetProperty("tag").GetString()!;
            if (stanza.TryGetProperty("attributes", out var attributes))
            {
                Assert.All(
                    attributes.EnumerateObject().Where(attribute => StanzaText.IsSecret(tag, attribute.Name)),
                    attribute => Assert.Equal(StanzaText.Secret, attribute.Value.GetString()));
            }

            if (stanza.TryGetProperty("children", out var children))
            {
                Assert.All(children.EnumerateArray(), Check);
            }
        }
    }

    // Some events tell when they were heard.
    [GeneratedRegex(", Timestamp = [^,}]+")]
    private static partial Regex Time();

    private static Recording Answers(Recording recording) =>
        recording.Where(record => record.FromClient && record.Kind.StartsWith("ack", StringComparison.Ordinal));

    // What follows a pairing comes when it comes.
    private static bool IsOfPairing(WhatsAppEvent happened) =>
        happened is ConnectionChanged || happened.GetType().Namespace is "WhatsAppKit.Core.History" or "WhatsAppKit.Core.AppState";

    private static string Line(StanzaRecord record) => record.Stanza.GetRawText();

    private static async Task<TestDevice> LinkAsync(WhatsAppSandbox sandbox)
    {
        var device = await TestDevice.PairAsync(sandbox, await sandbox.AddPhoneAsync(Number));
        await AppStateRig.ReadyAsync(device);
        await sandbox.ShouldSettleAsync();
        return device;
    }

    /// <summary>Everything a server says by itself that the sandbox can say: what happens on a day around one device.</summary>
    private static async Task<string> RecordAsync()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var friend = await sandbox.AddPhoneAsync("15550002");
        var third = await sandbox.AddPhoneAsync("15550003");
        await using var device = await LinkAsync(sandbox);
        var recorder = sandbox.Record();
        await ChangeGroupAsync(friend, third);
        await TalkAsync(device, friend);
        await ChangeAccountsAsync(sandbox, device, friend, third);
        await sandbox.ShouldSettleAsync();
        var text = new StringWriter();
        await recorder.Stop().Where(record => record.Device.StartsWith(Number + ":", StringComparison.Ordinal)).WriteAsync(text);
        return text.ToString();
    }

    private static async Task ChangeGroupAsync(SandboxPhone friend, SandboxPhone third)
    {
        var group = await friend.CreateGroupAsync("Friends", Number);
        await friend.Groups.Settings.SetSubjectAsync(group, "Old friends");
        await friend.Groups.Settings.SetDescriptionAsync(group, "Since school");
        await friend.Groups.AddParticipantsAsync(group, [third.Jid]);
        await friend.Groups.PromoteParticipantsAsync(group, [Core.Binary.Jid.FromPhoneNumber(Number)]);
        await friend.Groups.Settings.SetLockedAsync(group, true);
        await friend.Groups.Settings.SetAnnouncementAsync(group, true);
        await friend.Groups.Settings.SetMessageLifetimeAsync(group, TimeSpan.FromDays(7));
        await friend.Groups.RemoveParticipantsAsync(group, [third.Jid]);
    }

    private static async Task TalkAsync(TestDevice device, SandboxPhone friend)
    {
        await device.Client.Presence.SetAvailableAsync(true);
        await device.Client.Presence.SubscribeAsync(friend.Lid);
        await friend.Presence.SetAvailableAsync(true);
        await Wait.UntilAsync(() => device.Events.OfType<PresenceChanged>().Any(change => change.IsAvailable), "the friend");
        await friend.TypeAsync(Number);
        await Wait.UntilAsync(() => device.Events.OfType<TypingChanged>().Any(), "typing");
        await device.Client.Messages.SendTextAsync(friend.Jid, "read this");
        await friend.ReadAsync(await friend.ShouldReceiveTextAsync("read this"));
        await Wait.UntilAsync(() => device.Events.OfType<ReceiptReceived>().Any(receipt => receipt.Kind == ReceiptKind.Read), "the receipt");
        await friend.EndCallAsync(await friend.CallAsync(Number));
    }

    private static async Task ChangeAccountsAsync(WhatsAppSandbox sandbox, TestDevice device, SandboxPhone friend, SandboxPhone third)
    {
        await friend.Profile.SayAsync("On holiday");
        await device.Client.Messages.SendTextAsync(third.Jid, "what have you got?");
        await third.ShouldReceiveTextAsync("what have you got?");
        await using (await TestDevice.PairAsync(sandbox, friend))
        {
            await sandbox.ReinstallPhoneAsync(third.Number);
        }

        await Wait.UntilAsync(() => device.Events.OfType<IdentityChanged>().Any(), "the new phone");

        await sandbox.FaultsOf(device.Client.Status.PhoneJid!.Value).StormAsync(3);
        await device.Client.Groups.ListAsync();
    }
}
