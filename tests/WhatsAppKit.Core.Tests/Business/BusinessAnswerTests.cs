using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Business;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Tests.Session;

namespace WhatsAppKit.Core.Tests.Business;

/// <summary>Answers about catalogues and orders that lack things, or hold nonsense.</summary>
public sealed class BusinessAnswerTests
{
    private readonly ScriptedSession _session = new();
    private readonly BusinessService _business;

    public BusinessAnswerTests() => _business = new BusinessService(_session, null!);

    [Fact]
    public async Task What_is_no_product_is_passed_over_and_what_is_no_number_is_not_told()
    {
        Answer(new BinaryNode(
            "product_catalog",
            null,
            new BinaryNode("product", null, Text("name", "without an id")),
            new BinaryNode("product", null, Text("id", "1"), Text("price", "cheap"), new BinaryNode("media")),
            new BinaryNode("paging", null, Text("after", ""))));
        var page = await _business.GetCatalogAsync(Jid.FromPhoneNumber("12025550123"));
        var product = Assert.Single(page.Products);
        Assert.Equal(("1", "", (long?)null, (string?)null), (product.Id, product.Name, product.Price, page.NextCursor));
    }

    [Fact]
    public async Task An_answer_without_what_was_asked_for_is_an_error()
    {
        Answer(new BinaryNode("product_catalog_add", null, new BinaryNode("product")));
        await Assert.ThrowsAsync<ProtocolException>(() => _business.AddProductAsync(new ProductDetails { Name = "Bread" }));
        await Assert.ThrowsAsync<ProtocolException>(() => _business.GetOrderAsync("1", "t"));
        Assert.Empty(await _business.GetCollectionsAsync(Jid.FromPhoneNumber("12025550123")));
    }

    [Fact]
    public async Task Nothing_is_asked_for_without_names_and_ids()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => _business.AddProductAsync(new ProductDetails()));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => _business.EditProductAsync("", new ProductDetails()));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => _business.DeleteProductsAsync([]));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => _business.UpdateProfileAsync(new BusinessProfileChanges()));
        Assert.Empty(_session.Asked);
    }

    private static BinaryNode Text(string tag, string text) => new(tag, null, Encoding.UTF8.GetBytes(text));

    private void Answer(BinaryNode child) => _session.Answer = _ => Task.FromResult(new BinaryNode("iq", [("type", "result")], child));
}
