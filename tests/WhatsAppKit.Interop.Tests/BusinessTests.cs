using System.Text.Json.Nodes;
using WhatsAppKit.Core.Business;

namespace WhatsAppKit.Interop.Tests;

/// <summary>Catalogues: what this library sells Baileys sees, and the other way round.</summary>
public sealed class BusinessTests : IAsyncLifetime
{
    private static readonly byte[] Picture = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3];

    private TwoSides _sides = null!;

    private BaileysClient Baileys => _sides.Theirs;

    private BusinessService Business => _sides.Ours.Client.Business;

    public async ValueTask InitializeAsync() => _sides = await TwoSides.StartAsync();

    public ValueTask DisposeAsync() => _sides.DisposeAsync();

    [Fact]
    public async Task Baileys_sees_our_catalogue_and_an_order_of_it()
    {
        using var picture = new MemoryStream(Picture);
        var image = await Business.UploadImageAsync(picture);
        var bread = await Business.AddProductAsync(new ProductDetails
        {
            Name = "Bread",
            Description = "Fresh",
            Price = 3500,
            Currency = "EUR",
            RetailerId = "B-1",
            Images = [image],
            OriginCountry = "DE",
        });
        var rolls = await Business.AddProductAsync(new ProductDetails { Name = "Rolls", Price = 500, Currency = "EUR", IsHidden = true });
        var edited = await Business.EditProductAsync(bread.Id, new ProductDetails { Price = 4000 });

        var catalog = await Baileys.DoesAsync("getCatalog", new JsonObject { ["jid"] = _sides.OurPhone.Jid.ToString(), ["limit"] = 10 });
        var seen = catalog.GetProperty("products").EnumerateArray().ToArray();
        Assert.Equal([bread.Id, rolls.Id], seen.Select(product => BaileysClient.Text(product, "id")));
        Assert.Equal(("Bread", "Fresh", 4000, "B-1"), (
            BaileysClient.Text(seen[0], "name"), BaileysClient.Text(seen[0], "description"), seen[0].GetProperty("price").GetInt32(), BaileysClient.Text(seen[0], "retailerId")));
        Assert.Equal(image.ToString(), BaileysClient.Text(seen[0].GetProperty("imageUrls"), "original"));
        Assert.True(seen[1].GetProperty("isHidden").GetBoolean());
        Assert.Equal((4000L, "Fresh", false), (edited.Price!.Value, edited.Description, edited.IsHidden));

        var collections = await Baileys.DoesAsync("getCollections", _sides.OurPhone.Jid.ToString(), 10);
        Assert.Equal(2, Assert.Single(collections.GetProperty("collections").EnumerateArray()).GetProperty("products").GetArrayLength());

        var order = await Business.GetOrderAsync("100", "dG9rZW4=");
        Assert.Equal(("100", 4500L, "EUR", 2), (order.Id, order.Total!.Value, order.Currency, order.Products.Count));
        Assert.Equal((bread.Id, 4000L, 1), (order.Products[0].Id, order.Products[0].Price!.Value, order.Products[0].Quantity));

        Assert.Equal(1, await Business.DeleteProductsAsync([rolls.Id]));
        Assert.Single((await Business.GetCatalogAsync(_sides.OurPhone.Jid)).Products);
    }

    [Fact]
    public async Task We_see_the_catalogue_of_Baileys_and_its_order()
    {
        // Baileys itself posts pictures before they are written to its temporary file; it takes one that is uploaded.
        using var picture = new MemoryStream(Picture);
        var image = await Business.UploadImageAsync(picture);
        for (var i = 0; i < 3; i++)
        {
            await Baileys.DoesAsync("productCreate", new JsonObject
            {
                ["name"] = $"Cake {i}",
                ["description"] = "Sweet",
                ["price"] = 1000 + i,
                ["currency"] = "EUR",
                ["originCountryCode"] = "IT",
                ["images"] = new JsonArray(new JsonObject { ["url"] = image.ToString() }),
            });
        }

        var first = await Business.GetCatalogAsync(_sides.TheirPhone.Jid, 2);
        var second = await Business.GetCatalogAsync(_sides.TheirPhone.Jid, 2, first.NextCursor);
        Assert.Equal(["Cake 0", "Cake 1", "Cake 2"], first.Products.Concat(second.Products).Select(product => product.Name));
        Assert.Null(second.NextCursor);
        Assert.StartsWith("https://mmg.whatsapp.net/", Assert.Single(first.Products[0].ImageUrls), StringComparison.Ordinal);
        Assert.Equal(("APPROVED", false), (first.Products[0].ReviewStatus, first.Products[0].IsHidden));

        await Baileys.DoesAsync("productUpdate", first.Products[0].Id, new JsonObject { ["name"] = "Tart", ["images"] = new JsonArray() });
        var group = Assert.Single(await Business.GetCollectionsAsync(_sides.TheirPhone.Jid));
        Assert.Equal(("Everything", "Tart", 3), (group.Name, group.Products[0].Name, group.Products.Count));
        var order = await Baileys.DoesAsync("getOrderDetails", "100", "dG9rZW4=");
        Assert.Equal(3003, order.GetProperty("price").GetProperty("total").GetInt32());
        var deleted = await Baileys.DoesAsync("productDelete", new JsonArray(first.Products[0].Id));
        Assert.Equal(1, deleted.GetProperty("deleted").GetInt32());
        Assert.Equal(2, (await Business.GetCatalogAsync(_sides.TheirPhone.Jid)).Products.Count);
    }

    [Fact]
    public async Task Both_change_their_business_profiles()
    {
        await Business.UpdateProfileAsync(new BusinessProfileChanges { Address = "Main Street 1", Description = "Bakery", Websites = ["https://bakery.example"] });
        await Baileys.DoesAsync("updateBussinesProfile", new JsonObject { ["address"] = "Side Street 2", ["email"] = "cakes@example.com" });

        var ours = await Baileys.DoesAsync("getBusinessProfile", _sides.OurPhone.Jid.ToString());
        Assert.Equal(("Main Street 1", "Bakery"), (ours.GetProperty("address").GetString(), ours.GetProperty("description").GetString()));
        Assert.Equal("https://bakery.example", ours.GetProperty("website")[0].GetString());
        var theirs = await _sides.Ours.Client.Contacts.GetBusinessProfileAsync(_sides.TheirPhone.Jid);
        Assert.Equal(("Side Street 2", "cakes@example.com"), (theirs?.Address, theirs?.Email));
    }
}
