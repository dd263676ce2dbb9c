using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Receipts;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Tests.Session;

/// <summary>When a device that asks for a message again is given a new session.</summary>
public sealed class RetrySessionTests : IAsyncLifetime
{
    private static readonly Jid Device = new("111", JidServer.Lid, 5);

    private SessionBench _bench = null!;
    private RetrySessions _sessions = null!;
    private DeviceCredentials _theirs = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await SessionBench.CreateAsync();
        _sessions = new RetrySessions(_bench.State, _bench.Encryptor, _bench.PreKeys, _bench.Time);
        _theirs = _bench.Session.AddDevice(Device);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Without_a_session_the_first_request_fetches_keys()
    {
        await AskAsync(1);
        Assert.NotNull(await BaseKeyAsync());
        Assert.Equal(1, _bench.Session.BundlesFetched);
    }

    [Fact]
    public async Task With_a_session_the_first_request_changes_nothing_and_the_second_renews_it_at_most_once_an_hour()
    {
        await AskAsync(1);
        _bench.Time.Advance(TimeSpan.FromHours(2));
        var first = await BaseKeyAsync();
        await AskAsync(1);
        Assert.Equal(first, await BaseKeyAsync());
        await AskAsync(2);
        var second = await BaseKeyAsync();
        Assert.NotEqual(first, second);

        await AskAsync(2, "another message");
        Assert.Equal(second, await BaseKeyAsync());
        _bench.Time.Advance(TimeSpan.FromMinutes(61));
        await AskAsync(2, "another message");
        Assert.NotEqual(second, await BaseKeyAsync());
    }

    [Fact]
    public async Task Another_registration_id_means_a_new_installation_whose_old_session_goes()
    {
        await AskAsync(1);
        var first = await BaseKeyAsync();
        await AskAsync(1, registration: _theirs.RegistrationId + 1);

        Assert.NotEqual(first, await BaseKeyAsync());
        Assert.Equal(0, await ArchivedAsync());
    }

    [Fact]
    public async Task A_third_request_about_the_session_that_answered_the_second_renews_it_within_the_hour()
    {
        await AskAsync(1);
        var first = await BaseKeyAsync();
        await AskAsync(2);
        Assert.Equal(first, await BaseKeyAsync());
        await AskAsync(3);
        Assert.NotEqual(first, await BaseKeyAsync());
    }

    [Fact]
    public async Task A_third_request_about_another_session_than_the_second_was_answered_with_waits()
    {
        await AskAsync(1);
        await AskAsync(2);
        await OfferAsync(_theirs, 40, 2);
        var renewed = await BaseKeyAsync();
        await AskAsync(3);
        Assert.Equal(renewed, await BaseKeyAsync());
    }

    [Fact]
    public async Task Keys_in_the_request_are_used_at_once_and_only_once()
    {
        await AskAsync(1);
        var fetched = _bench.Session.BundlesFetched;
        await OfferAsync(_theirs, 40);
        var offered = await BaseKeyAsync();
        Assert.Equal(1, await ArchivedAsync());

        // The server may repeat a request: its one-time key is used up.
        await OfferAsync(_theirs, 40);
        Assert.Equal(offered, await BaseKeyAsync());
        await OfferAsync(_theirs, 41);
        Assert.NotEqual(offered, await BaseKeyAsync());
        Assert.Equal(fetched, _bench.Session.BundlesFetched);
    }

    [Fact]
    public async Task Keys_that_are_not_signed_by_their_identity_are_refused_and_nothing_changes()
    {
        await AskAsync(1);
        var before = await BaseKeyAsync();
        using var other = KeyPair.Generate();
        var forged = _theirs with { IdentityKey = other };
        var error = await Assert.ThrowsAsync<SignalException>(() => OfferAsync(forged, 40));
        Assert.Equal(SignalError.InvalidSignature, error.Error);
        Assert.Equal(before, await BaseKeyAsync());
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("skey")]
    public void Keys_with_a_part_missing_are_malformed(string missing)
    {
        using var preKey = KeyPair.Generate();
        var offer = PreKeyNodes.Offer(_theirs, 40, preKey.PublicKey);
        var keys = new BinaryNode("keys", null, [.. offer.Children.Where(child => child.Tag != missing)]);
        Assert.Throws<ProtocolException>(() => RetryRequest.Parse(Receipt(1, "M", keys, _theirs.RegistrationId)));
    }

    private static BinaryNode Receipt(int count, string id, BinaryNode? keys, uint registration)
    {
        BinaryNode[] children =
        [
            new("retry", [("count", count.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("id", id)]),
            new("registration", null, PreKeyNodes.UInt32(registration)),
            .. keys is null ? [] : new[] { keys },
        ];
        return new BinaryNode("receipt", [("from", Device), ("id", id), ("type", "retry")], children);
    }

    private Task AskAsync(int count, string id = "M", uint? registration = null) =>
        _sessions.PrepareAsync(RetryRequest.Parse(Receipt(count, id, null, registration ?? _theirs.RegistrationId)), default);

    private async Task OfferAsync(DeviceCredentials keys, uint preKeyId, int count = 1)
    {
        // The same id is the same key, as in a request that is repeated.
        using var preKey = new KeyPair(new PrivateKey(Enumerable.Repeat((byte)preKeyId, 32).ToArray()));
        await _sessions.PrepareAsync(
            RetryRequest.Parse(Receipt(count, "M", PreKeyNodes.Offer(keys, preKeyId, preKey.PublicKey), keys.RegistrationId)), default);
    }

    private Task<PublicKey?> BaseKeyAsync() =>
        _bench.ReadAsync(async transaction => (await transaction.Sessions.GetAsync(new SignalAddress(Device), default)).BaseKey);

    private Task<int> ArchivedAsync() =>
        _bench.ReadAsync(async transaction => (await transaction.Sessions.GetAsync(new SignalAddress(Device), default)).Archived.Count);
}
