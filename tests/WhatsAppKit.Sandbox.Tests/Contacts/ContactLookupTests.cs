using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Contacts;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Looking people up: what Baileys has no words for, and what is refused.</summary>
public sealed class ContactLookupTests : IAsyncLifetime
{
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _alice = null!;
    private SandboxPhone _bob = null!;
    private TestDevice _device = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _alice = await _sandbox.AddPhoneAsync("15550001");
        _bob = await _sandbox.AddPhoneAsync("15550002");
        _device = await TestDevice.PairAsync(_sandbox, _alice);
    }

    public async ValueTask DisposeAsync()
    {
        await _device.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Numbers_are_asked_for_in_bounded_requests_each_once()
    {
        var sizes = new List<int>();
        _sandbox.Faults.Asking = (device, iq) => sizes.AddRange(device.Id > 0 && iq.Child("usync")?.Child("list") is { } list ? [list.Children.Count] : []);
        string[] numbers = [.. Enumerable.Range(0, 249).Select(i => $"+1 777 {1000 + i}"), "15550002", "+1-555-0002"];
        var checks = await _device.Client.Contacts.CheckNumbersAsync(numbers);

        Assert.Equal(numbers, checks.Select(check => check.Input));
        Assert.Equal([100, 100, 50], sizes);
        Assert.All(checks.Take(249), check => Assert.Equal((false, null), (check.IsOnWhatsApp, check.Phone)));
        Assert.All(checks.Skip(249), check => Assert.Equal((true, _bob.Jid, _bob.Lid), (check.IsOnWhatsApp, check.Phone!.Value, check.Lid!.Value)));
        Assert.Empty(await _device.Client.Contacts.CheckNumbersAsync([]));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _device.Client.Contacts.CheckNumbersAsync(["15550002", "not a number"]));
        Assert.Contains("Entry 1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not a number", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_link_leads_to_its_account_until_it_is_revoked()
    {
        await _bob.Profile.BecomeAsync(new SandboxBusiness("The Shop"));
        var link = await _bob.Contacts.Links.GetOwnAsync();
        Assert.Equal(link, await _bob.Contacts.Links.GetOwnAsync());
        Assert.StartsWith("https://wa.me/qr/", link, StringComparison.Ordinal);
        var target = await _device.Client.Contacts.Links.ResolveAsync(link + "?src=qr");
        Assert.Equal((_bob.Jid, "contact", "The Shop", true), (target!.Jid, target.Type, target.BusinessName, target.IsSigned));
        Assert.Equal(_bob.Jid, (await _device.Client.Contacts.Links.ResolveAsync(link.Replace("wa.me", "api.whatsapp.com", StringComparison.Ordinal)))!.Jid);

        var renewed = await _bob.Contacts.Links.RevokeOwnAsync();
        Assert.NotEqual(link, renewed);
        Assert.Null(await _device.Client.Contacts.Links.ResolveAsync(link));
        Assert.Equal(_bob.Jid, (await _device.Client.Contacts.Links.ResolveAsync(renewed[8..]))!.Jid);
        Assert.Equal(_bob.Jid, (await _device.Client.Contacts.Links.ResolveAsync(renewed[17..]))!.Jid);
        Assert.NotEqual(renewed, await _device.Client.Contacts.Links.GetOwnAsync());
        await Assert.ThrowsAsync<ArgumentException>(() => _device.Client.Contacts.Links.ResolveAsync("https://example.com/qr/ABC"));
        await Assert.ThrowsAsync<ArgumentException>(() => _device.Client.Contacts.Links.ResolveAsync(""));
    }

    [Fact]
    public async Task A_device_that_was_never_connected_says_so()
    {
        await using var idle = TestDevice.Create(_sandbox, new Core.Storage.MemorySessionStore());
        await Assert.ThrowsAsync<Core.WhatsAppNotConnectedException>(() => idle.Client.Contacts.GetAboutAsync(_bob.Jid));
        await Assert.ThrowsAsync<Core.WhatsAppNotConnectedException>(() => idle.Client.Contacts.CheckNumbersAsync(["15550002"]));
        await Assert.ThrowsAsync<Core.WhatsAppNotConnectedException>(() => idle.Client.Contacts.BlockList.BlockAsync(_bob.Jid));
        await Assert.ThrowsAsync<Core.WhatsAppNotConnectedException>(() => idle.Client.Pictures.GetAsync(_bob.Jid));
        await Assert.ThrowsAsync<Core.WhatsAppNotConnectedException>(() => idle.Client.Groups.CreateAsync("Trip", [_bob.Jid]));
        await Assert.ThrowsAsync<Core.WhatsAppNotConnectedException>(() => idle.Client.Groups.ListAsync());
        await Assert.ThrowsAsync<Core.WhatsAppNotConnectedException>(() => idle.Client.Communities.CreateAsync(new Core.Groups.CommunityCreation("Village")));
    }

    [Fact]
    public async Task Addresses_that_are_nobodys_are_refused_before_the_server_is_asked()
    {
        var group = new Jid("1203", JidServer.Group);
        var contacts = _device.Client.Contacts;
        await Assert.ThrowsAsync<ArgumentException>(() => contacts.GetAboutAsync(group));
        await Assert.ThrowsAsync<ArgumentException>(() => contacts.GetBusinessProfileAsync(group));
        await Assert.ThrowsAsync<ArgumentException>(() => contacts.GetBusinessNameAsync(group));
        await Assert.ThrowsAsync<ArgumentException>(() => contacts.BlockList.BlockAsync(group));
        await Assert.ThrowsAsync<ArgumentException>(() => _device.Client.Pictures.GetAsync(new Jid("status", JidServer.Broadcast)));
        await Assert.ThrowsAsync<ArgumentException>(() => _device.Client.Pictures.SetGroupAsync(_bob.Jid, new byte[] { 0xFF, 0xD8, 0xFF }));
        await Assert.ThrowsAsync<ArgumentException>(() => _device.Client.Pictures.SetOwnAsync(new byte[ProfilePictures.MaxBytes + 1]));
        await Assert.ThrowsAsync<RecipientNotFoundException>(() => contacts.BlockList.BlockAsync(Jid.FromPhoneNumber("19998887777")));
        Assert.Equal(PictureState.NotSet, (await _device.Client.Pictures.GetAsync(Jid.FromPhoneNumber("19998887777"))).State);
    }

    [Fact]
    public async Task Whoever_is_blocked_neither_writes_nor_rings()
    {
        await _device.Client.Contacts.BlockList.BlockAsync(_bob.Jid);
        await _bob.SendTextAsync(_alice.Number, "unheard");
        await _bob.CallAsync(_alice.Number);
        await _device.Client.Contacts.BlockList.UnblockAsync(_bob.Jid);
        await _bob.SendTextAsync(_alice.Number, "heard");
        await _device.ReceivesAsync("heard");
        await _bob.CallAsync(_alice.Number);
        await Wait.UntilAsync(() => _device.Events.OfType<Core.Calls.CallChanged>().Any(), "the call");

        Assert.Single(_device.Received);
        Assert.Single(_device.Events.OfType<Core.Calls.CallChanged>());
    }

    [Fact]
    public async Task A_picture_at_a_foreign_host_is_not_fetched()
    {
        var elsewhere = new ProfilePicture("1", "https://example.com/picture.jpg", PictureSize.Full);
        foreach (var picture in new[] { elsewhere, elsewhere with { Url = "file:///etc/hostname" }, elsewhere with { Url = "not an address" } })
        {
            // A host that was asked and did not answer would be worth another try.
            var error = await Assert.ThrowsAsync<Core.Media.MediaUnavailableException>(() => _device.Client.Pictures.DownloadAsync(picture));
            Assert.False(error.IsTransient);
        }
    }
}
