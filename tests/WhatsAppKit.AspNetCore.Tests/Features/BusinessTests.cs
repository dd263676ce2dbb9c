using System.Net;
using SkiaSharp;

namespace WhatsAppKit.AspNetCore.Tests.Features;

public class BusinessTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_catalogue_is_filled_read_by_others_and_emptied()
    {
        var shop = await Account.PairAsync(gateway.Host, "15553601");
        var customer = await Account.PairAsync(gateway.Host, "15553602");
        var image = (await shop.PostAsync("/api/business/images", new { image = Convert.ToBase64String(Jpeg()) })).Is(HttpStatusCode.OK)["url"];
        var product = (await shop.PostAsync(
            "/api/business/products",
            new { name = "Tea", description = "Green", price = 4500, currency = "EUR", retailerId = "T1", images = new[] { image } })).Is(HttpStatusCode.OK).Id;
        var second = (await shop.PostAsync("/api/business/products", new { name = "Cup" })).Is(HttpStatusCode.OK).Id;

        var page = (await customer.GetAsync("/api/business/15553601/catalog?limit=1")).Is(HttpStatusCode.OK).Json;
        var seen = Assert.Single(page.GetProperty("items").EnumerateArray());
        Assert.Equal(("Tea", 4500, "EUR", "T1"), (
            seen.GetProperty("name").GetString(), seen.GetProperty("price").GetInt64(), seen.GetProperty("currency").GetString(), seen.GetProperty("retailerId").GetString()));
        var rest = (await customer.GetAsync($"/api/business/15553601/catalog?cursor={page.GetProperty("nextCursor").GetString()}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal("Cup", Assert.Single(rest.GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal("Mint tea", (await shop.PatchAsync($"/api/business/products/{product}", new { name = "Mint tea", price = 5000, currency = "EUR" })).Is(HttpStatusCode.OK)["name"]);
        (await customer.GetAsync("/api/business/15553601/collections")).Is(HttpStatusCode.OK);
        (await customer.GetAsync("/api/business/15553699/catalog")).IsProblem(HttpStatusCode.NotFound, "not-found-on-whatsapp");

        Assert.Equal(1, (await shop.DeleteAsync($"/api/business/products/{product}")).Is(HttpStatusCode.OK).Json.GetProperty("count").GetInt32());
        Assert.Equal(1, (await shop.PostAsync("/api/business/products/delete", new { ids = new[] { second, "unknown" } })).Is(HttpStatusCode.OK).Json.GetProperty("count").GetInt32());
        Assert.Empty((await customer.GetAsync("/api/business/15553601/catalog")).Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray());
        Assert.False((await customer.PostAsync("/api/business/orders/read", new { id = "1", token = "wrong" })).Status is HttpStatusCode.OK or HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task The_business_profile_is_changed_and_others_see_it()
    {
        var shop = await Account.PairAsync(gateway.Host, "15553603");
        var customer = await Account.PairAsync(gateway.Host, "15553604");
        await shop.Phone.Profile.BecomeAsync(new Sandbox.Phones.SandboxBusiness("Shop"));
        var change = new { address = "Main Street 1", email = "shop@example.com", description = "Tea", websites = new[] { "https://shop.example/" } };

        (await shop.PatchAsync("/api/business/profile", change)).Is(HttpStatusCode.NoContent);

        var seen = (await customer.GetAsync("/api/contacts/15553603/business")).Is(HttpStatusCode.OK);
        Assert.Equal(["Shop", "Main Street 1", "shop@example.com", "Tea"], [seen["verifiedName"], seen["address"], seen["email"], seen["description"]]);
        Assert.Equal("https://shop.example/", Assert.Single(seen.Json.GetProperty("websites").EnumerateArray()).GetString());
        (await customer.GetAsync("/api/contacts/15553604/business")).IsProblem(HttpStatusCode.NotFound, "not-found-on-whatsapp");
    }

    private static byte[] Jpeg()
    {
        using var bitmap = new SKBitmap(32, 32);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80);
        return data.ToArray();
    }
}
