using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Tests.Session;

/// <summary>What is stored, raised and answered for a message that arrives.</summary>
public sealed class ReceivingTests : IAsyncLifetime
{
    private static readonly Jid Friend = new("111", JidServer.Lid);
    private static readonly Jid Status = new("status", JidServer.Broadcast);

    private readonly LocalIdentity _friend = new(KeyPair.Generate(), 77);
    private readonly SessionRecord _session = new();
    private SessionBench _bench = null!;
    private MessageReceiver _receiver = null!;
    private PlaceholderRequests _placeholders = null!;
    private WorkQueue _work = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await SessionBench.CreateAsync();
        var retries = new RetryRequester(_bench.Session, _bench.State, _bench.Time, NullLogger.Instance);
        var secrets = new SecretStore(_bench.Store, _bench.State.LidMap, _bench.Time, TimeSpan.FromDays(1));
        _work = new WorkQueue(_bench.Time, NullLogger.Instance);
        var projector = new MessageProjector(secrets, new AdminRevocations(_bench.Groups, _bench.State, _work), _bench.Time);
        var peers = new PeerSender(_bench.Session, _bench.State, _bench.Encryptor, _bench.Time, NullLogger.Instance);
        _placeholders = new PlaceholderRequests(_bench.State, peers, _work, _bench.Time, NullLogger.Instance);
        var channels = new ChannelMessages(_bench.Session, _bench.State, projector, _bench.Time, NullLogger.Instance);
        _receiver = new MessageReceiver(
            _bench.Session, _bench.State, projector, retries, _placeholders, channels, new Availability(_bench.Session), _bench.Time, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        _placeholders.Dispose();
        await _work.DisposeAsync();
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task A_first_message_that_was_under_way_while_the_signed_pre_key_was_replaced_twice_is_read()
    {
        SessionBuilder.Start(_session, _friend, Bundle(oneTime: null));
        var late = Encrypt(new Message { Conversation = "late" });
        for (var i = 0; i < 2; i++)
        {
            await _bench.PreKeys.RotateIfDueAsync(default);
            _bench.Time.Advance(TimeSpan.FromDays(7));
            await _bench.PreKeys.RotateIfDueAsync(default);
        }

        await ReceiveAsync(late);

        Assert.Equal(3u, _bench.State.Credentials.SignedPreKey.Id);
        Assert.Equal("late", Assert.Single((await _bench.RaisedAsync()).OfType<MessageReceived>()).Text);
    }

    [Fact]
    public async Task A_one_time_key_is_used_up_by_the_first_message_that_is_authentic()
    {
        var (id, pair) = await _bench.ReadAsync(transaction => Task.FromResult(transaction.PreKeys.Generate(1)[0]));
        SessionBuilder.Start(_session, _friend, Bundle((id, pair.PublicKey)));
        var message = Encrypt(new Message { Conversation = "hello" });
        var damaged = message.Bytes.ToArray();
        damaged[^20] ^= 1;

        await ReceiveAsync(new BinaryNode("enc", [("type", "pkmsg")], damaged));
        Assert.NotNull(await KeyAsync());
        Assert.Null(await _bench.Store.GetAsync(StoreKind.Identity, "111_1.0"));
        await ReceiveAsync(message);
        Assert.Null(await KeyAsync());
        Assert.NotNull(await _bench.Store.GetAsync(StoreKind.Identity, "111_1.0"));

        ValueTask<ReadOnlyMemory<byte>?> KeyAsync() => _bench.Store.GetAsync(StoreKind.PreKey, "1");
    }

    [Fact]
    public async Task A_repeated_message_is_confirmed_again_and_raised_once()
    {
        SessionBuilder.Start(_session, _friend, Bundle(oneTime: null));
        var message = Encrypt(new Message { Conversation = "hello" });
        await ReceiveAsync(message);
        await ReceiveAsync(message);

        Assert.Equal(["receipt", "receipt"], _bench.Session.Sent.Select(sent => sent.Tag));
        Assert.All(_bench.Session.Sent, receipt => Assert.Equal("inactive", receipt["type"]));
        Assert.Single((await _bench.RaisedAsync()).OfType<MessageReceived>());
    }

    [Fact]
    public async Task Two_people_may_use_one_message_id()
    {
        SessionBuilder.Start(_session, _friend, Bundle(oneTime: null));
        var message = Encrypt(new Message { Conversation = "mine" });
        await ReceiveAsync(message);
        using var session = new SessionRecord();
        var other = new LocalIdentity(KeyPair.Generate(), 78);
        SessionBuilder.Start(session, other, Bundle(oneTime: null));
        var encrypted = SessionCipher.Encrypt(session, other, MessagePadding.Pad(new Message { Conversation = "theirs" }.ToByteArray()));
        await ReceiveAsync(new BinaryNode("enc", [("type", "pkmsg")], encrypted.Bytes), from: new Jid("222", JidServer.Lid));

        Assert.Equal(["mine", "theirs"], (await _bench.RaisedAsync()).OfType<MessageReceived>().Select(m => m.Text));
    }

    [Fact]
    public async Task What_the_failed_copy_says_about_earlier_attempts_counts()
    {
        var unreadable = new BinaryNode("enc", [("type", "msg"), ("count", "3")], RatchetMessageBytes());
        await ReceiveAsync(unreadable);
        Assert.Equal("4", _bench.Session.Sent[^1].Child("retry")!["count"]);
        await ReceiveAsync(unreadable);
        Assert.Equal("5", _bench.Session.Sent[^1].Child("retry")!["count"]);
        await ReceiveAsync(unreadable);
        Assert.Equal("ack", _bench.Session.Sent[^1].Tag);
    }

    [Fact]
    public async Task The_second_request_offers_keys_and_the_first_does_not()
    {
        var unreadable = new BinaryNode("enc", [("type", "msg")], RatchetMessageBytes());
        await ReceiveAsync(unreadable);
        await ReceiveAsync(unreadable);

        Assert.Equal([false, true], _bench.Session.Sent.Select(receipt => receipt.Child("keys") is not null));
        Assert.NotNull(await _bench.Store.GetAsync(StoreKind.PreKey, "1"));
    }

    [Theory]
    [InlineData(23, "receipt")]
    [InlineData(25, "ack")]
    public async Task A_status_update_that_is_a_day_old_is_not_asked_for_again(int hours, string answer)
    {
        var at = _bench.Time.GetUtcNow().ToUnixTimeSeconds();
        _bench.Time.Advance(TimeSpan.FromHours(hours));
        var unreadable = new BinaryNode("enc", [("type", "msg")], RatchetMessageBytes());
        await _receiver.HandleAsync(
            new BinaryNode(
                "message",
                [("from", Status), ("participant", Friend), ("id", "M"), ("t", at.ToString(System.Globalization.CultureInfo.InvariantCulture))],
                unreadable),
            default);

        Assert.Equal(answer, Assert.Single(_bench.Session.Sent).Tag);
    }

    private static byte[] RatchetMessageBytes()
    {
        using var ratchet = KeyPair.Generate();
        return RatchetMessage.Write(ratchet.PublicKey, 0, 0, new byte[16], new byte[32], ratchet.PublicKey, ratchet.PublicKey);
    }

    private PreKeyBundle Bundle((uint Id, PublicKey Key)? oneTime)
    {
        var credentials = _bench.State.Credentials;
        return new PreKeyBundle(
            credentials.RegistrationId,
            credentials.IdentityKey.PublicKey,
            credentials.SignedPreKey.Id,
            credentials.SignedPreKey.KeyPair.PublicKey,
            credentials.SignedPreKey.Signature,
            oneTime?.Id,
            oneTime?.Key);
    }

    private BinaryNode Encrypt(Message message)
    {
        var encrypted = SessionCipher.Encrypt(_session, _friend, MessagePadding.Pad(message.ToByteArray()));
        return new BinaryNode("enc", [("type", encrypted.IsPreKey ? "pkmsg" : "msg")], encrypted.Bytes);
    }

    private ValueTask ReceiveAsync(BinaryNode enc, Jid? from = null) => _receiver.HandleAsync(
        new BinaryNode("message", [("from", from ?? Friend), ("id", "M"), ("t", "1700000000")], enc), default);
}
