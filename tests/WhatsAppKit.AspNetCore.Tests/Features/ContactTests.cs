using System.Net;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Features;

public class ContactTests(GatewayFixture gateway)
{
    [Fact]
    public async Task Numbers_are_checked_and_answered_in_their_order()
    {
        var account = await Account.PairAsync(gateway.Host, "15553001");
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15553002");

        var answer = (await account.PostAsync("/api/contacts/check", new { numbers = new[] { "+1 555 3002", "15553999" } })).Is(HttpStatusCode.OK).Json;

        Assert.Equal(2, answer.GetArrayLength());
        Assert.Equal(["number", "exists", "jid", "lid", "businessName"], answer[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal(("+1 555 3002", true), (answer[0].GetProperty("number").GetString(), answer[0].GetProperty("exists").GetBoolean()));
        Assert.Equal(friend.Lid.ToString(), answer[0].GetProperty("lid").GetString());
        Assert.Equal(("15553999", false), (answer[1].GetProperty("number").GetString(), answer[1].GetProperty("exists").GetBoolean()));
    }

    [Fact]
    public async Task What_a_person_shows_is_read_by_every_form_of_address()
    {
        var account = await Account.PairAsync(gateway.Host, "15553003");
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15553004");
        await friend.Profile.SayAsync("out for lunch");
        await friend.Profile.BecomeAsync(new SandboxBusiness("Lunch & Co") { Description = "We eat." });

        foreach (var id in new[] { "15553004", "%2B15553004", "15553004@c.us", "15553004@s.whatsapp.net", friend.Lid.ToString() })
        {
            Assert.Equal("out for lunch", (await account.GetAsync($"/api/contacts/{id}/about")).Is(HttpStatusCode.OK)["text"]);
        }

        var person = (await account.GetAsync("/api/contacts/15553004")).Is(HttpStatusCode.OK).Json;
        Assert.Equal("out for lunch", person.GetProperty("about").GetProperty("text").GetString());
        Assert.Equal("not-set", person.GetProperty("picture").GetProperty("state").GetString());
        Assert.Equal("Lunch & Co", person.GetProperty("business").GetProperty("verifiedName").GetString());
        Assert.Equal("We eat.", (await account.GetAsync("/api/contacts/15553004/business")).Is(HttpStatusCode.OK)["description"]);
    }

    [Fact]
    public async Task The_address_book_is_changed_on_the_phone_too_and_read_in_pages()
    {
        var account = await Account.PairAsync(gateway.Host, "15553005");
        (await account.SynchronisedAsync(() => account.PutAsync("/api/contacts/15553101", new { fullName = "Ada Lovelace" }))).Is(HttpStatusCode.NoContent);
        (await account.PutAsync("/api/contacts/15553102", new { fullName = "Bob Jones", firstName = "Bobby" })).Is(HttpStatusCode.NoContent);
        (await account.PutAsync("/api/contacts/15553103", new { fullName = "Cy", saveOnPhone = false })).Is(HttpStatusCode.NoContent);

        await Wait.UntilAsync(() => account.Phone.AppState.AddressBook.ListAsync().Result.Count == 3, "the phone's address book");
        await Tenant.UntilAsync(account.Program, "/api/contacts", page => page.Json.GetProperty("items").GetArrayLength() == 3);
        var first = (await account.GetAsync("/api/contacts?limit=2")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(["Ada Lovelace", "Bob Jones"], first.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("fullName").GetString()));
        var second = (await account.GetAsync($"/api/contacts?limit=2&cursor={first.GetProperty("nextCursor").GetString()}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal("Cy", Assert.Single(second.GetProperty("items").EnumerateArray()).GetProperty("fullName").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);

        (await account.DeleteAsync("/api/contacts/15553102")).Is(HttpStatusCode.NoContent);
        await Wait.UntilAsync(() => account.Phone.AppState.AddressBook.ListAsync().Result.Count == 2, "the removal on the phone");
    }

    [Fact]
    public async Task Whoever_is_blocked_is_listed_and_heard_no_more_until_unblocked()
    {
        var account = await Account.PairAsync(gateway.Host, "15553006");
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15553007");

        (await account.PostAsync("/api/contacts/15553007/block")).Is(HttpStatusCode.OK);

        var listed = (await account.GetAsync("/api/contacts/blocked")).Is(HttpStatusCode.OK).Json.GetProperty("items");
        Assert.Equal(friend.Lid.ToString(), Assert.Single(listed.EnumerateArray()).GetString());
        Assert.Equal([friend.Lid], await account.Phone.Contacts.BlockList.GetAsync());
        Assert.Empty((await account.PostAsync("/api/contacts/15553007/unblock")).Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray());
        (await account.PostAsync("/api/contacts/15553998/block")).IsProblem(HttpStatusCode.UnprocessableEntity, "recipient-not-on-whatsapp");
    }

    [Fact]
    public async Task A_short_link_leads_to_the_account_until_it_is_revoked()
    {
        var account = await Account.PairAsync(gateway.Host, "15553008");
        var link = (await account.GetAsync("/api/contacts/link")).Is(HttpStatusCode.OK)["link"];

        Assert.StartsWith("15553008@", (await account.PostAsync("/api/contacts/link/resolve", new { link })).Is(HttpStatusCode.OK)["jid"], StringComparison.Ordinal);
        Assert.NotEqual(link, (await account.PostAsync("/api/contacts/link/revoke")).Is(HttpStatusCode.OK)["link"]);
        (await account.PostAsync("/api/contacts/link/resolve", new { link })).IsProblem(HttpStatusCode.NotFound, "not-found-on-whatsapp");
        (await account.PostAsync("/api/contacts/link/resolve", new { link = "no link!" })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "link");
    }

    [Fact]
    public async Task The_own_number_is_shared_by_a_message()
    {
        var account = await Account.PairAsync(gateway.Host, "15553009");
        await gateway.Host.Sandbox.AddPhoneAsync("15553010");

        (await account.PostAsync("/api/contacts/15553010/share-phone-number")).Is(HttpStatusCode.NoContent);
        (await account.PostAsync("/api/contacts/15553997/share-phone-number")).IsProblem(HttpStatusCode.UnprocessableEntity, "recipient-not-on-whatsapp");
    }
}
