using System.Net;
using System.Net.Http.Headers;
using SkiaSharp;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.Contacts;
using WhatsAppKit.Core.Profile;

namespace WhatsAppKit.AspNetCore.Tests.Features;

public class ProfileTests(GatewayFixture gateway)
{
    [Fact]
    public async Task What_the_account_says_of_itself_others_read()
    {
        var account = await Account.PairAsync(gateway.Host, "15553401");
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15553402");
        using var events = account.Phone.Subscribe();
        (await account.PutAsync("/api/profile/about", new { text = "open until six" })).Is(HttpStatusCode.NoContent);
        (await account.SynchronisedAsync(() => account.PutAsync("/api/profile/name", new { name = "Shop" }))).Is(HttpStatusCode.NoContent);

        Assert.Equal("open until six", (await friend.Contacts.GetAboutAsync(account.Phone.Jid)).Text);
        Assert.Equal("Shop", (await Account.ToldAsync<OwnNameChanged>(events, _ => true)).Name);
        var profile = (await account.GetAsync("/api/profile")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("15553401", account.Phone.Lid.ToString()), (profile.GetProperty("phone").GetString(), profile.GetProperty("lid").GetString()));
        Assert.Equal("open until six", profile.GetProperty("about").GetProperty("text").GetString());
        (await account.PatchAsync("/api/profile/settings", new { linkPreviews = false, unarchiveOnMessage = true })).Is(HttpStatusCode.NoContent);
        await Account.ToldAsync<LinkPreviewSettingChanged>(events, told => !told.IsEnabled);
        await Account.ToldAsync<UnarchiveSettingChanged>(events, told => told.IsEnabled);
        (await account.PutAsync("/api/profile/about", new { text = "" })).Is(HttpStatusCode.NoContent);
        Assert.Null((await friend.Contacts.GetAboutAsync(account.Phone.Jid)).Text);
    }

    [Fact]
    public async Task Privacy_is_changed_field_by_field()
    {
        var account = await Account.PairAsync(gateway.Host, "15553403");
        using var events = account.Phone.Subscribe();
        var changed = (await account.PatchAsync("/api/profile/privacy", new { lastSeen = "contacts-except", online = "same-as-last-seen", defense = "on" }))
            .Is(HttpStatusCode.OK);

        Assert.Equal(["contacts-except", "same-as-last-seen", "on"], [changed["lastSeen"], changed["online"], changed["defense"]]);
        Assert.Equal(changed.Text, (await account.GetAsync("/api/profile/privacy")).Is(HttpStatusCode.OK).Text);
        Assert.Equal(
            PrivacyAudience.ContactsExcept,
            (await Account.ToldAsync<PrivacyChanged>(events, told => told.Changed[PrivacyCategory.LastSeen] is not null)).Changed[PrivacyCategory.LastSeen]);
        account.Phone.ChooseStatusAudience([account.Phone.Jid]);
        var audience = (await account.GetAsync("/api/profile/status-audience")).Is(HttpStatusCode.OK);
        Assert.Equal(("only", 1), (audience["kind"], audience.Json.GetProperty("people").GetArrayLength()));
        (await account.PutAsync("/api/profile/default-timer", new { seconds = 604_800 })).Is(HttpStatusCode.NoContent);
        Assert.Equal(TimeSpan.FromDays(7), (await Account.ToldAsync<DefaultTimerChanged>(events, _ => true)).Timer);
    }

    [Fact]
    public async Task Pictures_are_set_seen_downloaded_and_removed()
    {
        var account = await Account.PairAsync(gateway.Host, "15553404");
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15553405");
        var picture = Jpeg();
        Assert.NotEmpty((await account.PutAsync("/api/profile/picture", new { image = Convert.ToBase64String(picture) })).Is(HttpStatusCode.OK).Id);

        var seen = await friend.Pictures.GetAsync(account.Phone.Jid);
        Assert.Equal(picture, await friend.Pictures.DownloadAsync(seen.Picture!));
        await friend.Pictures.SetOwnAsync(picture);
        foreach (var path in new[] { "/api/profile/picture", "/api/contacts/15553405/picture" })
        {
            Assert.Equal("exists", (await account.GetAsync(path)).Is(HttpStatusCode.OK)["state"]);
            Assert.Equal(picture, await FileAsync(account, path));
        }

        var group = (await account.PostAsync("/api/groups", new { subject = "Team" })).Is(HttpStatusCode.Created).Id;
        (await account.PutAsync($"/api/groups/{group}/picture", new { image = Convert.ToBase64String(picture) })).Is(HttpStatusCode.OK);
        Assert.Equal(picture, await FileAsync(account, $"/api/groups/{group}/picture?size=full"));
        (await account.DeleteAsync($"/api/groups/{group}/picture")).Is(HttpStatusCode.NoContent);
        Assert.Equal("not-set", (await account.GetAsync($"/api/groups/{group}/picture")).Is(HttpStatusCode.OK)["state"]);
        (await account.DeleteAsync("/api/profile/picture")).Is(HttpStatusCode.NoContent);
        Assert.Equal(PictureState.NotSet, (await friend.Pictures.GetAsync(account.Phone.Jid)).State);
    }

    private static async Task<byte[]> FileAsync(Account account, string path)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(account.Program.Address, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("image/*"));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + account.Program.Credential);
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static byte[] Jpeg()
    {
        using var bitmap = new SKBitmap(64, 64);
        bitmap.Erase(SKColors.Teal);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80);
        return data.ToArray();
    }
}
