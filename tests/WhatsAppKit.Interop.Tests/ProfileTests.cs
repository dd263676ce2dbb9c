using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Profile;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>This library and Baileys linked to one phone: what one sets, the other reads.</summary>
public sealed class ProfileTests : IAsyncLifetime
{
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _phone = null!;
    private TestDevice _ours = null!;
    private BaileysClient _baileys = null!;

    private ProfileService Profile => _ours.Client.Profile;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _phone = await _sandbox.AddPhoneAsync("15550001");
        _ours = await TestDevice.PairAsync(_sandbox, _phone);
        _baileys = await BaileysClient.PairAsync(_sandbox, _phone);
    }

    public async ValueTask DisposeAsync()
    {
        await _baileys.DisposeAsync();
        await _ours.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData("updateLastSeenPrivacy", "last", "contact_blacklist", PrivacyCategory.LastSeen, PrivacyAudience.ContactsExcept, PrivacyAudience.Nobody, "none")]
    [InlineData("updateOnlinePrivacy", "online", "match_last_seen", PrivacyCategory.Online, PrivacyAudience.SameAsLastSeen, PrivacyAudience.Everybody, "all")]
    [InlineData("updateProfilePicturePrivacy", "profile", "contacts", PrivacyCategory.Picture, PrivacyAudience.Contacts, PrivacyAudience.Nobody, "none")]
    [InlineData("updateStatusPrivacy", "status", "none", PrivacyCategory.About, PrivacyAudience.Nobody, PrivacyAudience.Contacts, "contacts")]
    [InlineData("updateReadReceiptsPrivacy", "readreceipts", "none", PrivacyCategory.ReadReceipts, PrivacyAudience.Nobody, PrivacyAudience.Everybody, "all")]
    [InlineData("updateGroupsAddPrivacy", "groupadd", "contacts", PrivacyCategory.GroupAdd, PrivacyAudience.Contacts, PrivacyAudience.ContactsExcept, "contact_blacklist")]
    [InlineData("updateCallPrivacy", "calladd", "known", PrivacyCategory.Calls, PrivacyAudience.Known, PrivacyAudience.Everybody, "all")]
    [InlineData("updateMessagesPrivacy", "messages", "contacts", PrivacyCategory.Messages, PrivacyAudience.Contacts, PrivacyAudience.Everybody, "all")]
    public async Task Each_privacy_setting_is_set_by_one_and_read_by_the_other(
        string method, string name, string word, PrivacyCategory category, PrivacyAudience audience, PrivacyAudience ours, string ourWord)
    {
        await _baileys.DoesAsync(method, word);
        Assert.Equal(audience, (await Profile.GetPrivacyAsync())[category]);
        await Wait.UntilAsync(() => _ours.Events.OfType<PrivacyChanged>().Any(e => e.Changed[category] == audience), "the change");

        await Profile.SetPrivacyAsync(category, ours);
        Assert.Equal(ourWord, BaileysClient.Text(await _baileys.DoesAsync("fetchPrivacySettings", true), name));
    }

    [Fact]
    public async Task About_text_and_default_timer_are_set_by_both()
    {
        await _baileys.DoesAsync("updateProfileStatus", "Busy");
        await _baileys.DoesAsync("updateDefaultDisappearingMode", 86400);
        await Wait.UntilAsync(() => _ours.Events.OfType<OwnAboutChanged>().Any(e => e.Text == "Busy"), "the about text");
        await Wait.UntilAsync(() => _ours.Events.OfType<DefaultTimerChanged>().Any(e => e.Timer == TimeSpan.FromDays(1)), "the timer");

        await Profile.SetAboutAsync("At home");
        await Profile.SetDefaultTimerAsync(TimeSpan.FromDays(7));
        Assert.Equal("At home", _sandbox.Core.Accounts.FindNumber(_phone.Number)!.Profile.About);
        Assert.Equal(604800, _sandbox.Core.Accounts.FindNumber(_phone.Number)!.DefaultTimer);
        await Profile.SetDefaultTimerAsync(null);
        Assert.Equal(0, _sandbox.Core.Accounts.FindNumber(_phone.Number)!.DefaultTimer);
    }

    [Fact]
    public async Task Who_saw_a_status_is_told_whoever_looks_at_it()
    {
        var friend = await _sandbox.AddPhoneAsync("15550002");
        await using var viewer = await TestDevice.PairAsync(_sandbox, friend);
        _phone.ChooseStatusAudience([friend.Jid]);
        var audience = await Profile.GetStatusAudienceAsync();
        var sent = await _ours.Client.Messages.SendTextAsync(new Jid("status", JidServer.Broadcast), "Look");

        var seen = await viewer.ReceivesAsync("Look");
        await viewer.Client.Messages.MarkReadAsync([seen.Reference]);

        Assert.Equal((StatusAudienceKind.Only, friend.Jid), (audience.Kind, Assert.Single(audience.People)));
        var viewed = await Wait.ForAsync(() => _ours.Events.OfType<StatusViewed>().FirstOrDefault(), "the view");
        Assert.Equal(sent.Id, Assert.Single(viewed.Ids));
        Assert.Contains(viewed.Viewer, new[] { friend.Jid, friend.Lid });
    }

    [Fact]
    public async Task Links_to_calls_are_made_by_both()
    {
        var ours = await _ours.Client.Calls.CreateLinkAsync(isVideo: true, DateTimeOffset.UtcNow.AddHours(1));
        var theirs = (await _baileys.DoesAsync("createCallLink", "audio")).GetString();

        Assert.StartsWith("https://call.whatsapp.com/video/", ours.ToString(), StringComparison.Ordinal);
        Assert.Equal(ours.Segments[^1].Length, theirs!.Length);
    }

    [Fact]
    public async Task Baileys_and_this_library_log_out_and_the_other_stays()
    {
        var theirs = Jid.Parse(BaileysClient.Text(_baileys.Of("open").Last(), "id")!);
        await _baileys.DoesAsync("logout");
        await Wait.UntilAsync(() => _baileys.Of("close").Any(e => e.GetProperty("code").GetInt32() == 401), "Baileys' end");
        await Wait.UntilAsync(() => _sandbox.Core.Accounts.FindDevice(theirs) is null, "the removal");
        Assert.Equal(ConnectionState.Connected, _ours.Client.Status.State);

        await _ours.Client.LogoutAsync();
        Assert.Equal(ConnectionState.LoggedOut, _ours.Client.Status.State);
        Assert.Equal(0, Assert.Single(_sandbox.Core.Accounts.FindNumber(_phone.Number)!.Devices).Key);
    }
}
