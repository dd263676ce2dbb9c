using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Observation;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Recordings: what they hold, what they leave out, and what they are compared and replayed for.</summary>
public sealed class RecorderTests : IAsyncLifetime
{
    private WhatsAppSandbox _sandbox = null!;
    private Phones.SandboxPhone _friend = null!;
    private TestDevice _device = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _friend = await _sandbox.AddPhoneAsync("15550002");
        _device = await TestDevice.PairAsync(_sandbox, await _sandbox.AddPhoneAsync("15550001"));
        await _sandbox.ShouldSettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _device.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Every_stanza_is_a_line_and_content_and_secrets_are_left_out()
    {
        var recorder = _sandbox.Record();
        await _device.Client.Media.UploadAsync(new MemoryStream(new byte[10]), Core.Media.MediaKind.Document, "text/plain");
        await TalkAsync();
        var recording = recorder.Stop();
        await TalkAsync();
        var text = new StringWriter();
        await recording.WriteAsync(text);

        Assert.Contains(recording.Records, record => record is { FromClient: true, Kind: "message text [msg]" or "message text [msg,pkmsg]" or "message text [pkmsg]" });
        Assert.Contains(recording.Records, record => record is { FromClient: false, Kind: "ack message" });
        Assert.Contains(recording.Records, record => record is { FromClient: true, Kind: "iq set w:m/media_conn" });
        Assert.Contains("\"auth\":\"(secret)\"", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hello", text.ToString(), StringComparison.Ordinal);
        Assert.All(recording.Records, record => Assert.Equal((2, _device.Client.Status.PhoneJid.ToString()), (record.Connection, record.Device)));
        Assert.Equal(recording.Records.Count, text.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public async Task A_recording_that_was_written_is_read_again_and_is_the_same()
    {
        var recorder = _sandbox.Record();
        await TalkAsync();
        var recording = recorder.Stop();
        var path = Path.GetTempFileName();
        await recording.SaveAsync(path);
        var again = await Recording.LoadAsync(path);
        File.Delete(path);

        Assert.Equal(recording.Records.Select(record => (record.At, record.Kind, record.Stanza.GetRawText())), again.Records.Select(record => (record.At, record.Kind, record.Stanza.GetRawText())));
        Assert.True(recording.Compare(again).IsEmpty);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("{\"at\":\"2030-01-01T00:00:00Z\"}")]
    public async Task What_is_no_recording_is_refused(string line)
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Recording.ReadAsync(new StringReader(line)));
        Assert.Contains("Line 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_scenario_has_no_difference_and_another_one_is_told_by_kind()
    {
        await TalkAsync();
        var first = await RecordAsync(TalkAsync);
        var second = await RecordAsync(TalkAsync);
        var third = await RecordAsync(async () =>
        {
            await _device.Client.Presence.SetAvailableAsync(true);

            // Its answer tells that the server has heard what was said before.
            await _device.Client.Groups.ListAsync();
        });

        Assert.Equal("", first.Compare(second).ToString());
        var differences = first.Compare(third).Differences;
        Assert.Contains(new RecordingDifference("presence available", true, "only in the second"), differences);
        Assert.Contains(new RecordingDifference("message text [msg]", true, "only in the first"), differences);
        var changed = second.Records.Select(record => record.Kind == "ack message" ? With(record, ("error", "463")) : record).ToArray();
        Assert.Equal(
            [new RecordingDifference("ack message", false, "@error only in the second")], first.Compare(new Recording(changed)).Differences);
    }

    [Fact]
    public async Task A_replayed_recording_is_answered_as_it_was()
    {
        await _device.Client.Presence.SetAvailableAsync(true);
        var recording = await RecordAsync(async () =>
        {
            await _friend.CreateGroupAsync("Friends", "15550001");
            await _friend.TypeAsync("15550001");
            await _device.Client.Messages.SendTextAsync(_friend.Jid, "read this");
            await _friend.ReadAsync(await _friend.ShouldReceiveTextAsync("read this"));
            await Wait.UntilAsync(() => _device.Events.OfType<Core.Session.Events.ReceiptReceived>().Any(), "the receipt");
        });

        var replayed = await _sandbox.ReplayAsync(recording, _device.Client.Status.PhoneJid!.Value);

        static bool IsAck(StanzaRecord record) => record.FromClient && record.Kind.StartsWith("ack", StringComparison.Ordinal);
        Assert.NotEmpty(recording.Where(IsAck).Records);
        Assert.Equal(recording.Where(IsAck).Records.Select(record => record.Kind).Order(), replayed.Where(IsAck).Records.Select(record => record.Kind).Order());
        Assert.Equal("", recording.Where(IsAck).Compare(replayed.Where(IsAck)).ToString());
    }

    private async Task TalkAsync()
    {
        await _device.Client.Messages.SendTextAsync(_friend.Jid, "hello");
        await _friend.ShouldReceiveTextAsync("hello");
        await _friend.SendTextAsync("15550001", "hello yourself");
        await Wait.UntilAsync(() => _device.Received.Any(message => message.Text == "hello yourself"), "the answer");
        await _sandbox.ShouldSettleAsync();
    }

    private async Task<Recording> RecordAsync(Func<Task> scenario)
    {
        var recorder = _sandbox.Record();
        await scenario();
        await _sandbox.ShouldSettleAsync();
        return recorder.Stop();
    }

    private static StanzaRecord With(StanzaRecord record, NodeAttribute attribute) =>
        StanzaRecord.Of(record.At, record.Connection, record.Device, record.FromClient, record.ToNode().With(attribute)) with { Kind = record.Kind };
}
