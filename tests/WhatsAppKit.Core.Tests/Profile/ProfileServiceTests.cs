using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Profile;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Tests.Session;

namespace WhatsAppKit.Core.Tests.Profile;

/// <summary>Privacy settings, about text and timers on the wire.</summary>
public sealed class ProfileServiceTests
{
    private readonly ScriptedSession _session = new() { Answer = _ => Task.FromResult(new BinaryNode("iq", [("type", "result")])) };
    private readonly ProfileService _profile;

    public ProfileServiceTests() => _profile = new ProfileService(_session);

    [Fact]
    public async Task Unknown_categories_are_passed_over_and_unknown_words_are_told_as_such()
    {
        Answer(new BinaryNode(
            "privacy",
            null,
            new BinaryNode("category", [("name", "last"), ("value", "none")]),
            new BinaryNode("category", [("name", "online"), ("value", "sometimes")]),
            new BinaryNode("category", [("name", "moods"), ("value", "all")]),
            new BinaryNode("category")));
        var settings = await _profile.GetPrivacyAsync();
        Assert.Equal((PrivacyAudience.Nobody, PrivacyAudience.Unknown), (settings[PrivacyCategory.LastSeen], settings[PrivacyCategory.Online]));
        Assert.Null(settings[PrivacyCategory.Calls]);
        Assert.Equal(2, settings.Values.Count);
    }

    [Theory]
    [InlineData(PrivacyCategory.Online, PrivacyAudience.Nobody)]
    [InlineData(PrivacyCategory.Messages, PrivacyAudience.Known)]
    [InlineData(PrivacyCategory.ReadReceipts, PrivacyAudience.Contacts)]
    [InlineData(PrivacyCategory.LastSeen, PrivacyAudience.Unknown)]
    [InlineData((PrivacyCategory)99, PrivacyAudience.Everybody)]
    public async Task A_choice_that_a_category_does_not_have_is_refused_before_anything_is_sent(PrivacyCategory category, PrivacyAudience audience)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _profile.SetPrivacyAsync(category, audience));
        Assert.Empty(_session.Asked);
    }

    [Fact]
    public async Task Protection_and_stickers_have_words_of_their_own()
    {
        await _profile.SetPrivacyAsync(PrivacyCategory.Defense, PrivacyAudience.On);
        await _profile.SetPrivacyAsync(PrivacyCategory.Stickers, PrivacyAudience.OnlySomeContacts);
        Assert.Equal(
            ["defense=on_standard", "stickers=contact_allowlist"],
            _session.Asked.Select(iq => iq.Child("privacy")!.Child("category")!).Select(category => $"{category["name"]}={category["value"]}"));
    }

    [Fact]
    public async Task An_about_text_is_bounded_and_a_timer_is_in_whole_seconds()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _profile.SetAboutAsync(new string('ä', 1025)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _profile.SetDefaultTimerAsync(TimeSpan.FromMilliseconds(5)));
        Assert.Empty(_session.Asked);
        await _profile.SetDefaultTimerAsync(TimeSpan.FromDays(90));
        Assert.Equal("7776000", Assert.Single(_session.Asked).Child("disappearing_mode")!["duration"]);
    }

    [Fact]
    public async Task Of_several_lists_the_chosen_one_says_who_may_see_a_status()
    {
        Answer(new BinaryNode(
            "privacy",
            null,
            new BinaryNode("list", [("type", "contacts")]),
            new BinaryNode("list", [("type", "blacklist"), ("default", "true")], new BinaryNode("user", [("jid", Jid.Parse("1@lid"))]))));
        var audience = await _profile.GetStatusAudienceAsync();
        Assert.Equal((StatusAudienceKind.ContactsExcept, Jid.Parse("1@lid")), (audience.Kind, Assert.Single(audience.People)));

        _session.Answer = _ => throw new WhatsAppRequestException("status", 404, "");
        Assert.Equal(StatusAudienceKind.Contacts, (await _profile.GetStatusAudienceAsync()).Kind);
    }

    [Fact]
    public async Task An_answer_without_settings_is_an_error() => await Assert.ThrowsAsync<ProtocolException>(() => _profile.GetPrivacyAsync());

    private void Answer(BinaryNode child) => _session.Answer = _ => Task.FromResult(new BinaryNode("iq", [("type", "result")], child));
}
