using WhatsAppKit.Core.Contacts;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>What this library and Baileys find out about each other, and whom they block.</summary>
public sealed class ContactTests : IAsyncLifetime
{
    private TwoSides _sides = null!;

    public async ValueTask InitializeAsync() => _sides = await TwoSides.StartAsync();

    public ValueTask DisposeAsync() => _sides.DisposeAsync();

    [Fact]
    public async Task Both_sides_find_the_same_numbers_on_WhatsApp()
    {
        string[] numbers = ["+1 555-0002", "15550003", "19998887777", "15550002"];
        var ours = await _sides.Client.Contacts.CheckNumbersAsync(numbers);
        Assert.Equal(numbers, ours.Select(check => check.Input));
        Assert.Equal([true, true, false, true], ours.Select(check => check.IsOnWhatsApp));
        Assert.Equal((_sides.TheirPhone.Jid, _sides.TheirPhone.Lid), (ours[0].Phone!.Value, ours[0].Lid!.Value));
        Assert.Null(ours[2].Phone);

        var theirs = await _sides.BaileysAsync("onWhatsApp", "15550001", "19998887777");

        // Baileys passes over those that are not.
        var found = Assert.Single(theirs.EnumerateArray());
        Assert.Equal((true, _sides.OurPhone.Jid.ToString()), (found.GetProperty("exists").GetBoolean(), BaileysClient.Text(found, "jid")));
        _sides.NothingWasUnknown();
    }

    [Fact]
    public async Task Both_sides_read_what_the_other_says_about_themselves()
    {
        await _sides.Client.Contacts.CheckNumbersAsync([_sides.TheirPhone.Number]);
        await _sides.TheirPhone.Profile.SayAsync("Busy");
        Assert.Equal("Busy", (await _sides.HappensAsync<AboutChanged>(e => e.Person == _sides.TheirPhone.Jid)).Text);
        var about = await _sides.Client.Contacts.GetAboutAsync(_sides.TheirPhone.Jid);
        Assert.Equal(("Busy", false), (about.Text, about.IsHidden));
        Assert.NotNull(about.ChangedAt);
        await _sides.TheirPhone.Profile.ShowToAsync(ProfileAudience.Nobody, ProfileAudience.Nobody);
        Assert.Equal((null, true), (await _sides.Client.Contacts.GetAboutAsync(_sides.TheirPhone.Lid)) is var hidden ? (hidden.Text, hidden.IsHidden) : default);

        await _sides.OurPhone.Profile.SayAsync("At sea");
        var read = await _sides.BaileysAsync("fetchStatus", _sides.OurPhone.Jid.ToString());
        Assert.Equal("At sea", BaileysClient.Text(read[0].GetProperty("status"), "status"));
        _sides.NothingWasUnknown();
    }

    [Fact]
    public async Task Both_sides_see_the_picture_that_the_other_chose()
    {
        await _sides.Theirs.SendAsync(_sides.OurPhone.Jid.ToString(), "hello");
        await _sides.Ours.ReceivesAsync("hello");
        await _sides.Client.Messages.SendTextAsync(_sides.TheirPhone.Jid, "hello back");
        await _sides.Theirs.ReceivesAsync("hello back");

        var id = await _sides.Client.Pictures.SetOwnAsync(TwoSides.Jpeg);
        await _sides.BaileysTellsAsync("contact", e => BaileysClient.Text(e, "imgUrl") == "changed" && BaileysClient.Text(e, "id") == _sides.OurPhone.Jid.ToString());
        Assert.NotNull((await _sides.BaileysAsync("profilePictureUrl", _sides.OurPhone.Jid.ToString(), "preview")).GetString());
        Assert.Equal(id, (await _sides.Client.Pictures.GetAsync(_sides.OurPhone.Jid)).Picture!.Id);
        await _sides.Client.Pictures.RemoveOwnAsync();
        await _sides.BaileysTellsAsync("contact", e => BaileysClient.Text(e, "imgUrl") == "removed");

        await _sides.BaileysAsync("query", GroupDescriptionTests.PictureSet(null));
        var changed = await _sides.HappensAsync<PictureChanged>(e => e.Of == _sides.TheirPhone.Jid && !e.IsRemoved);
        var answer = await _sides.Client.Pictures.GetAsync(_sides.TheirPhone.Lid);
        Assert.Equal(changed.PictureId, answer.Picture!.Id);
        Assert.Equal(TwoSides.Jpeg, await _sides.Client.Pictures.DownloadAsync(answer.Picture));

        // Shown to whoever has a token: both wrote to each other. The third one has none.
        await _sides.TheirPhone.Profile.ShowToAsync(ProfileAudience.Trusted, ProfileAudience.Trusted);
        await Wait.UntilAsync(() => _sides.TheirPhone.Account.Profile.IssuedTokens.ContainsKey(_sides.OurPhone.Number), "Baileys' token");
        await Wait.UntilAsync(
            () => _sides.Client.Pictures.GetAsync(_sides.TheirPhone.Jid) is { IsCompletedSuccessfully: true, Result.State: PictureState.Exists }, "the token to arrive");
        Assert.Equal(PictureState.Hidden, (await _sides.Third.Pictures.GetAsync(_sides.TheirPhone.Jid)).State);
        await _sides.BaileysAsync("removeProfilePicture", _sides.TheirPhone.Jid.ToString());
        await _sides.HappensAsync<PictureChanged>(e => e.Of == _sides.TheirPhone.Jid && e.IsRemoved);
        _sides.NothingWasUnknown();
    }

    [Fact]
    public async Task Both_sides_read_the_profile_of_a_business()
    {
        var shop = new SandboxBusiness("The Shop")
        {
            Address = "1 Main Street",
            Description = "Sells things",
            Email = "shop@example.com",
            Websites = ["https://example.com", "https://example.org"],
            Category = "Retail",
            TimeZone = "Europe/Berlin",
            Hours = [new SandboxBusinessHours("mon", 540, 1080)],
        };
        await _sides.Client.Contacts.CheckNumbersAsync([_sides.Third.Number]);
        await _sides.Third.Profile.BecomeAsync(shop);
        Assert.Equal("The Shop", (await _sides.HappensAsync<BusinessChanged>(e => e.Person == _sides.Third.Jid)).Name!.Name);

        var ours = (await _sides.Client.Contacts.GetBusinessProfileAsync(_sides.Third.Jid))!;
        Assert.Equal((shop.Address, shop.Description, shop.Email), (ours.Address, ours.Description, ours.Email));
        Assert.Equal(shop.Websites, ours.Websites);
        Assert.Equal("Retail", Assert.Single(ours.Categories).Name);
        Assert.Equal(new BusinessHours(DayOfWeek.Monday, BusinessHoursMode.SpecificHours, new TimeOnly(9, 0), new TimeOnly(18, 0)), Assert.Single(ours.Hours));
        Assert.Equal("The Shop", (await _sides.Client.Contacts.GetBusinessNameAsync(_sides.Third.Jid))!.Name);
        Assert.Equal("The Shop", (await _sides.Client.Contacts.CheckNumbersAsync([_sides.Third.Number]))[0].BusinessName!.Name);
        Assert.Null(await _sides.Client.Contacts.GetBusinessProfileAsync(_sides.TheirPhone.Jid));
        Assert.Null(await _sides.Client.Contacts.GetBusinessNameAsync(_sides.TheirPhone.Jid));

        var theirs = await _sides.BaileysAsync("getBusinessProfile", _sides.Third.Jid.ToString());
        Assert.Equal(("1 Main Street", "Retail", "shop@example.com"), (BaileysClient.Text(theirs, "address"), BaileysClient.Text(theirs, "category"), BaileysClient.Text(theirs, "email")));
        _sides.NothingWasUnknown();
    }

    [Fact]
    public async Task Whoever_is_blocked_on_either_side_is_heard_no_more()
    {
        var list = _sides.Client.Contacts.BlockList;
        Assert.Empty(await list.GetAsync());
        Assert.Equal([_sides.TheirPhone.Lid], await list.BlockAsync(_sides.TheirPhone.Jid));
        await _sides.Theirs.SendAsync(_sides.OurPhone.Jid.ToString(), "unheard");
        Assert.Empty(await list.UnblockAsync(_sides.TheirPhone.Lid));
        await _sides.Theirs.SendAsync(_sides.OurPhone.Jid.ToString(), "heard");
        await _sides.Ours.ReceivesAsync("heard");
        Assert.DoesNotContain(_sides.Ours.Received, m => m.Text == "unheard");

        await _sides.BaileysAsync("updateBlockStatus", _sides.OurPhone.Jid.ToString(), "block");
        Assert.Equal(_sides.OurPhone.Lid.ToString(), (await _sides.BaileysAsync("fetchBlocklist"))[0].GetString());
        await _sides.Client.Messages.SendTextAsync(_sides.TheirPhone.Jid, "unheard as well");
        await _sides.BaileysAsync("updateBlockStatus", _sides.OurPhone.Lid.ToString(), "unblock");
        await _sides.Client.Messages.SendTextAsync(_sides.TheirPhone.Jid, "heard as well");
        await _sides.Theirs.ReceivesAsync("heard as well");
        Assert.DoesNotContain(_sides.Theirs.Of("message"), m => BaileysClient.Text(m, "text") == "unheard as well");

        // The other devices of an account are told.
        await _sides.OurPhone.Contacts.BlockList.BlockAsync(_sides.Third.Jid);
        Assert.Equal(new BlockChange(_sides.Third.Lid, true), (await _sides.HappensAsync<BlockListChanged>(_ => true)).Changes.Single());
        await _sides.TheirPhone.Contacts.BlockList.BlockAsync(_sides.Third.Jid);
        await _sides.BaileysTellsAsync("blocked", e => BaileysClient.Text(e, "type") == "add" && e.GetProperty("blocklist")[0].GetString() == _sides.Third.Lid.ToString());
        _sides.NothingWasUnknown();
    }
}
