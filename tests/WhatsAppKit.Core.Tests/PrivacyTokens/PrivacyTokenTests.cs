using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Core.Tests.Media;

namespace WhatsAppKit.Core.Tests.PrivacyTokens;

public sealed class PrivacyTokenTests : IAsyncLifetime
{
    private const long Week = 604800;

    private static readonly Jid Own = Jid.FromPhoneNumber("12025550100", 3);
    private static readonly Jid Phone = Jid.FromPhoneNumber("12025550123");
    private static readonly Jid Lid = Jid.Parse("100200300400500@lid");
    private static readonly byte[] Token = [1, 2, 3];

    private readonly ImpatientTime _time = new();
    private readonly TokenSession _session = new();
    private readonly MemorySessionStore _store;
    private readonly DeviceState _state;
    private readonly PrivacyTokenStore _tokens;
    private readonly WorkQueue _work;
    private readonly PrivacyTokenIssuer _issuer;

    public PrivacyTokenTests()
    {
        _work = new WorkQueue(_time, NullLogger.Instance);
        _store = new MemorySessionStore(_time);
        _state = new DeviceState(_store, new EventHub(16));
        _tokens = new PrivacyTokenStore(_store, _state.LidMap, _time);
        _issuer = new PrivacyTokenIssuer(_session, _state, _tokens, _work, _time);
    }

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    public async ValueTask InitializeAsync()
    {
        await _state.LoadAsync(default);
        await _state.UpdateCredentialsAsync(credentials => credentials with { PhoneJid = Own }, default);
    }

    public async ValueTask DisposeAsync()
    {
        await _work.DisposeAsync();
        await _state.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_attached_until_its_fourth_week_ends()
    {
        await TellAsync(Token, Now);
        Assert.Equal(Token, (await ExtraAsync(Lid))!.Bytes.ToArray());
        Assert.Equal("tctoken", (await ExtraAsync(Lid))!.Tag);

        var end = ((Now / Week) + 4) * Week;
        _time.Pass(TimeSpan.FromSeconds(end - Now - 1));
        Assert.NotNull(await ExtraAsync(Lid));
        _time.Pass(TimeSpan.FromSeconds(1));

        Assert.Null(await ExtraAsync(Lid));
    }

    [Fact]
    public async Task An_older_token_does_not_replace_a_newer_one()
    {
        await TellAsync(Token, Now);
        await TellAsync([9], Now - 1);

        Assert.Equal(Token, (await ExtraAsync(Lid))!.Bytes.ToArray());
        await TellAsync([8], Now + 1);
        Assert.Equal([8], (await ExtraAsync(Lid))!.Bytes.ToArray());
    }

    [Fact]
    public async Task Tokens_that_cannot_be_genuine_are_ignored()
    {
        await TellAsync([], Now);
        await TellAsync(new byte[2000], Now);
        await TellAsync(Token, Now + (2 * 86400));
        await TellAsync(Token, Now - (4 * Week));
        await TellAsync(Token, 0);
        await TellAsync(Token, Now, type: "other");
        await TellAsync(Token, Now, from: Jid.Parse("0@s.whatsapp.net"), lid: null);
        await TellAsync(Token, Now, from: Jid.Parse("13135550002@s.whatsapp.net"), lid: null);

        Assert.Null(await ExtraAsync(Lid));
        Assert.Null(await ExtraAsync(Jid.Parse("13135550002@s.whatsapp.net")));
    }

    [Fact]
    public async Task A_token_told_under_the_number_is_found_under_the_LID_and_moves_there()
    {
        await TellAsync(Token, Now, lid: null);
        await _state.UpdateAsync(transaction => transaction.LearnLidAsync(Phone, Lid, default).AsTask(), default);
        Assert.NotNull(await ExtraAsync(Lid));

        await _state.UpdateAsync(transaction => PrivacyTokenStore.IssuedAsync(transaction, Phone, Now, default).AsTask(), default);

        Assert.Equal(Token, (await ExtraAsync(Lid))!.Bytes.ToArray());
        Assert.Null(await _store.GetAsync(StoreKind.PrivacyToken, Phone.ToString()));
        Assert.Equal(Now, (await _tokens.FindAsync(Lid, default)).IssuedAt);
    }

    [Fact]
    public async Task Without_a_token_the_salt_stands_in_for_it_where_the_LID_is_known()
    {
        var salt = new byte[] { 7, 7, 7 };
        await _state.UpdateAsync(
            transaction =>
            {
                PrivacyTokenStore.LearnSalt(transaction, salt);
                return Task.CompletedTask;
            },
            default);

        var extra = (await ExtraAsync(Lid))!;

        Assert.Equal("cstoken", extra.Tag);
        Assert.Equal(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes("100200300400500@lid")), extra.Bytes.ToArray());
        Assert.Null(await ExtraAsync(Phone));
        await TellAsync(Token, Now);
        Assert.Equal("tctoken", (await ExtraAsync(Lid))!.Tag);
    }

    [Fact]
    public async Task A_token_is_issued_once_a_week_to_the_number()
    {
        await _state.UpdateAsync(transaction => transaction.LearnLidAsync(Phone, Lid, default).AsTask(), default);
        await WroteAsync();
        await WroteAsync();

        var issue = Assert.Single(_session.Issued);
        var token = issue.Child("tokens")!.Child("token")!;
        Assert.Equal(("privacy", "set", "trusted_contact", $"{Now}"), (issue["xmlns"], issue["type"], token["type"], token["t"]));
        Assert.Equal(Phone, token.Jid("jid"));

        _time.Pass(TimeSpan.FromSeconds((((Now / Week) + 1) * Week) - Now));
        await WroteAsync();
        Assert.Equal(2, _session.Issued.Count);
    }

    [Fact]
    public async Task Many_messages_at_once_issue_one_token_and_do_not_wait_for_it()
    {
        _session.Hold = new TaskCompletionSource();
        for (var i = 0; i < 1000; i++)
        {
            _issuer.Wrote(Lid.WithDevice(i % 3));
        }

        // They take one place in the queue, not all of it.
        var settled = SettleAsync();
        _session.Hold.SetResult();
        await settled;

        Assert.Single(_session.Issued);
    }

    [Fact]
    public async Task A_refused_issue_is_tried_again_after_the_next_message()
    {
        _session.Fails = true;
        await WroteAsync();
        _session.Fails = false;
        await WroteAsync();

        Assert.Equal(2, _session.Issued.Count);
    }

    [Fact]
    public async Task The_answer_to_an_issue_may_bring_the_contacts_token()
    {
        _session.Answers = Carrier("iq", Token, Now);
        await WroteAsync();

        Assert.Equal(Token, (await ExtraAsync(Lid))!.Bytes.ToArray());
        Assert.Equal(Now, (await _tokens.FindAsync(Lid, default)).IssuedAt);
    }

    [Fact]
    public async Task A_new_phone_of_a_contact_is_issued_the_same_token_again_if_it_had_one()
    {
        await _issuer.HandleIdentityAsync(Identity(), default);
        await SettleAsync();
        Assert.Empty(_session.Issued);

        await _state.UpdateAsync(transaction => transaction.LearnLidAsync(Phone, Lid, default).AsTask(), default);
        await WroteAsync();
        var first = Now;
        _time.Pass(TimeSpan.FromHours(1));
        await _issuer.HandleIdentityAsync(Identity(), default);
        await SettleAsync();
        Assert.Equal([$"{first}", $"{first}"], _session.Issued.Select(issue => issue.Child("tokens")!.Child("token")!["t"]));

        _time.Pass(TimeSpan.FromSeconds(4 * Week));
        await _issuer.HandleIdentityAsync(Identity(), default);
        await SettleAsync();
        Assert.Equal(2, _session.Issued.Count);
    }

    [Fact]
    public async Task Nothing_is_issued_to_oneself_to_bots_or_to_announcements()
    {
        _issuer.Wrote(Own.ToUser());
        _issuer.Wrote(Jid.Parse("13135550002@s.whatsapp.net"));
        _issuer.Wrote(Jid.Parse("0@s.whatsapp.net"));
        _issuer.Wrote(Jid.Parse("120363025246125888@g.us"));
        await SettleAsync();

        Assert.Empty(_session.Issued);
    }

    private static BinaryNode Identity() => new("notification", [("from", Phone), ("type", "encrypt")], new BinaryNode("identity"));

    private static BinaryNode Carrier(string tag, byte[] token, long timestamp, string type = "trusted_contact", Jid? from = null, Jid? lid = null) =>
        new(
            tag,
            [("from", from ?? Phone), ("sender_lid", lid), ("type", "privacy_token")],
            new BinaryNode("tokens", null, new BinaryNode("token", [("type", type), ("t", $"{timestamp}")], token)));

    private Task TellAsync(byte[] token, long timestamp, string type = "trusted_contact", Jid? from = null) =>
        TellAsync(token, timestamp, type, from, Lid);

    private Task TellAsync(byte[] token, long timestamp, Jid? lid) => TellAsync(token, timestamp, "trusted_contact", null, lid);

    private Task TellAsync(byte[] token, long timestamp, Jid? from, Jid? lid) => TellAsync(token, timestamp, "trusted_contact", from, lid);

    private Task TellAsync(byte[] token, long timestamp, string type, Jid? from, Jid? lid) =>
        new PrivacyTokenNotifications(_state, _tokens).HandleAsync(Carrier("notification", token, timestamp, type, from, lid), default);

    private async Task<BinaryNode?> ExtraAsync(Jid address) =>
        (await new PrivacyTokenExtras(_tokens).ForAsync(address, default)).SingleOrDefault();

    private async Task WroteAsync()
    {
        _issuer.Wrote(Lid);
        await SettleAsync();
    }

    /// <summary>Returns when everything that was queued is done: the queue works in order.</summary>
    private Task SettleAsync()
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(_work.TryAdd("settle", _ =>
        {
            settled.SetResult();
            return Task.CompletedTask;
        }));
        return settled.Task;
    }

    private sealed class TokenSession : IWhatsAppSession
    {
        public List<BinaryNode> Issued { get; } = [];

        public TaskCompletionSource? Hold { get; set; }

        public bool Fails { get; set; }

        public BinaryNode Answers { get; set; } = new("iq", [("type", "result")]);

        public async Task<BinaryNode> QueryAsync(BinaryNode iq, CancellationToken cancellationToken)
        {
            Issued.Add(iq);
            await (Hold?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
            return Fails ? throw new WhatsAppRequestException("privacy set", 400, "bad-request") : Answers;
        }

        public ValueTask SendAsync(BinaryNode node, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<BinaryNode> SendAndAwaitAckAsync(BinaryNode message, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Handle(string tag, Func<BinaryNode, CancellationToken, ValueTask> handler) => throw new NotSupportedException();
    }
}
