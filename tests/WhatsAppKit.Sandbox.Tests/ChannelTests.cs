using System.Collections.Concurrent;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

public sealed class ChannelTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<BinaryNode> _sent = new();
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _ownerPhone = null!;
    private TestDevice _owner = null!;
    private TestDevice _reader = null!;
    private Jid _channel;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _ownerPhone = await _sandbox.AddPhoneAsync("15550001");
        var readerPhone = await _sandbox.AddPhoneAsync("15550002");
        _owner = await TestDevice.PairAsync(_sandbox, _ownerPhone);
        _reader = await TestDevice.PairAsync(_sandbox, readerPhone);
        _channel = _sandbox.CreateChannel(_ownerPhone, "News");
        _sandbox.FollowChannel(_channel, readerPhone);
        _sandbox.Faults.Sending = (_, message) => _sent.Enqueue(message);
    }

    public async ValueTask DisposeAsync()
    {
        await _owner.DisposeAsync();
        await _reader.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Followers_read_what_the_owner_writes_with_its_number()
    {
        var sent = await _owner.Client.Messages.SendTextAsync(_channel, "hello all");

        var received = await _reader.ReceivesAsync("hello all");
        Assert.Equal((_channel, _channel, sent.Id, sent.ServerId), (received.Chat, received.Sender, received.Id, received.ServerId));
        Assert.Equal(100, sent.ServerId);
        Assert.Equal(sent.ServerId, received.Reference.ServerId);
        Assert.Equal(sent.ServerId, sent.Reference.ServerId);
        await Wait.UntilAsync(() => _ownerPhone.Messages.Any(message => message.Text == "hello all"), "the owner's own copy");
        var stanza = _sent.Single();
        Assert.Equal(["plaintext"], stanza.Children.Select(child => child.Tag));
        Assert.Equal(new Message { ExtendedTextMessage = new Message.Types.ExtendedTextMessage { Text = "hello all" } }, Message.Parser.ParseFrom(stanza.Child("plaintext")!.Bytes.Span));
    }

    [Fact]
    public async Task The_server_is_told_of_arrival_by_an_ack()
    {
        await _owner.Client.Messages.SendTextAsync(_channel, "hello all");
        await _reader.ReceivesAsync("hello all");

        await Wait.UntilAsync(
            () =>
            {
                lock (_sandbox.Core.Accounts.Gate)
                {
                    return !_sandbox.Core.Accounts.FindDevice(_reader.Client.Status.LidJid!.Value)!.Pending.Any(stanza => stanza.Tag == "message");
                }
            },
            "the acknowledgement");
    }

    [Fact]
    public async Task An_edit_and_a_deletion_take_the_messages_own_id()
    {
        var sent = await _owner.Client.Messages.SendTextAsync(_channel, "frist");
        await _owner.Client.Messages.EditAsync(sent.Reference, new TextContent("first"));
        var edited = await Wait.ForAsync(() => _reader.Events.OfType<MessageEdited>().FirstOrDefault(), "the edit");
        await _owner.Client.Messages.RevokeAsync(sent.Reference);
        var revoked = await Wait.ForAsync(() => _reader.Events.OfType<MessageRevoked>().FirstOrDefault(), "the deletion");

        Assert.Equal((sent.Id, sent.ServerId), (edited.Target.Id, edited.Target.ServerId));
        Assert.Equal("first", Assert.IsType<TextContent>(edited.Content).Text);
        Assert.Equal(sent.Id, revoked.Target.Id);
        Assert.Equal([(sent.Id, null), (sent.Id, "3"), (sent.Id, "8")], _sent.Select(message => (message["id"]!, message["edit"])));
        Assert.Equal(new Message { ExtendedTextMessage = new Message.Types.ExtendedTextMessage { Text = "first" } }, Message.Parser.ParseFrom(_sent.ElementAt(1).Child("plaintext")!.Bytes.Span));
        Assert.True(_sent.Last().Child("plaintext")!.Bytes.IsEmpty);
        Assert.Single(_reader.Received);
    }

    [Fact]
    public async Task Reactions_name_the_number_and_reach_those_who_watch_as_counts()
    {
        var duration = await _owner.Client.Channels.WatchAsync(_channel);
        var sent = await _owner.Client.Messages.SendTextAsync(_channel, "like me");
        var received = await _reader.ReceivesAsync("like me");

        await _reader.Client.Messages.ReactAsync(received.Reference, "👍");
        var counted = await Wait.ForAsync(() => _owner.Events.OfType<ChannelMessageCounted>().FirstOrDefault(), "the count");
        await _reader.Client.Messages.ReactAsync(received.Reference, null);
        await Wait.UntilAsync(() => _owner.Events.OfType<ChannelMessageCounted>().Any(each => each.Reactions!.Count == 0), "the end of the reaction");

        Assert.Equal(TimeSpan.FromSeconds(300), duration);
        Assert.Equal((_channel, sent.ServerId, sent.Id), (counted.Channel, counted.ServerId, counted.Id));
        Assert.Equal([new ReactionCount("👍", 1)], counted.Reactions!);
        Assert.Equal(
            [("100", null, "👍"), ("100", "7", null)],
            _sent.Where(message => message["type"] == "reaction").Select(message => (message["server_id"]!, message["edit"], message.Child("reaction")!["code"])));
    }

    [Fact]
    public async Task A_file_of_a_channel_goes_along_under_its_handle()
    {
        var file = new MediaFile { Kind = MediaKind.Image, DirectPath = "/m/x", FileSha256 = new byte[32], Length = 3, Handle = "handle-1" };
        await _owner.Client.Messages.SendAsync(_channel, new ImageContent(file) { Caption = "picture" });

        await _reader.ReceivesAsync("picture");
        Assert.Equal(("media", "handle-1", "image"), (_sent.Single()["type"], _sent.Single()["media_id"], _sent.Single().Child("plaintext")!["mediatype"]));
        await Assert.ThrowsAsync<ArgumentException>(() => _owner.Client.Messages.SendAsync(_channel, new ImageContent(file with { Handle = null })));
    }

    [Fact]
    public async Task What_a_channel_cannot_take_is_refused_before_it_leaves()
    {
        var target = new MessageReference(_channel, "3EB0", _channel, FromMe: true);
        var messages = _owner.Client.Messages;

        await Assert.ThrowsAsync<ArgumentException>(() => messages.PinAsync(target, TimeSpan.FromDays(1)));
        await Assert.ThrowsAsync<ArgumentException>(() => messages.ReactAsync(target, "+"));
        await Assert.ThrowsAsync<ArgumentException>(() => messages.RevokeAsync(target, "3EB1"));
        await Assert.ThrowsAsync<ArgumentException>(
            () => messages.SendAsync(_channel, new TextContent("x"), new MessageOptions { ReplyTo = new QuotedMessage(target, null) }));
        Assert.Empty(_sent);
    }

    [Fact]
    public async Task Only_the_owner_may_write()
    {
        var error = await Assert.ThrowsAsync<MessageRejectedException>(() => _reader.Client.Messages.SendTextAsync(_channel, "me too"));

        Assert.Equal(RejectionReason.Rejected, error.Reason);
    }

    [Fact]
    public async Task Live_updates_bring_messages_once_and_malformed_ones_harm_nothing()
    {
        var sent = await _owner.Client.Messages.SendTextAsync(_channel, "once");
        await _reader.ReceivesAsync("once");
        BinaryNode Live(params BinaryNode[] messages) => new(
            "notification",
            [("from", _channel), ("type", "newsletter"), ("id", Guid.NewGuid().ToString()), ("t", "1700000000")],
            new BinaryNode("live_updates", null, new BinaryNode("messages", null, messages)));
        BinaryNode Post(string? id, ReadOnlyMemory<byte> plaintext) =>
            new("message", [("id", id), ("server_id", "150"), ("t", "1700000000")], new BinaryNode("plaintext", null, plaintext));

        await TellAsync(Live(Post(sent.Id, TextOf("once"))));
        await TellAsync(Live(Post(null, TextOf("no id"))));
        await TellAsync(Live(Post("3EB0BAD", new byte[] { 0xff })));
        await TellAsync(Live(Post("3EB0LIVE", TextOf("live"))));

        var live = await _reader.ReceivesAsync("live");
        Assert.Equal(150, live.ServerId);
        Assert.Equal(["once", "live"], _reader.Received.Select(message => message.Text));
    }

    private static byte[] TextOf(string text) => Google.Protobuf.MessageExtensions.ToByteArray(new Message { Conversation = text });

    private Task TellAsync(BinaryNode notification)
    {
        State.Device device;
        lock (_sandbox.Core.Accounts.Gate)
        {
            device = _sandbox.Core.Accounts.FindDevice(_reader.Client.Status.LidJid!.Value)!;
        }

        return _sandbox.Core.Server.Delivery.DeliverAsync(device, notification);
    }
}
