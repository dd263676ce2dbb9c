using System.Globalization;
using System.Text;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Business;

/// <summary>Shapes what is asked about catalogues and orders, and reads the answers.</summary>
internal static class BusinessNodes
{
    private const int MaxItems = 1000;
    private const string ImageSize = "100";

    public static BinaryNode Catalog(Jid business, int limit, string? cursor) => Iq("get", "w:biz:catalog", null, new BinaryNode(
        "product_catalog",
        [("jid", business), ("allow_shop_source", "true")],
        [Text("limit", limit), Text("width", ImageSize), Text("height", ImageSize), .. cursor is null ? Array.Empty<BinaryNode>() : [Text("after", cursor)]]));

    public static BinaryNode Collections(Jid business, int limit) => Iq("get", "w:biz:catalog", "35", new BinaryNode(
        "collections",
        [("biz_jid", business)],
        Text("collection_limit", limit), Text("item_limit", limit), Text("width", ImageSize), Text("height", ImageSize)));

    public static BinaryNode Add(ProductDetails details) => Change("product_catalog_add", Product(null, details with { IsHidden = details.IsHidden ?? false }));

    public static BinaryNode Edit(string id, ProductDetails details) => Change("product_catalog_edit", Product(id, details));

    public static BinaryNode Delete(IEnumerable<string> ids) => Iq("set", "w:biz:catalog", null, new BinaryNode(
        "product_catalog_delete", [("v", "1")], [.. ids.Select(id => new BinaryNode("product", null, Text("id", id)))]));

    public static BinaryNode Order(string id, string token) => Iq("get", "fb:thrift_iq", "5", new BinaryNode(
        "order",
        [("op", "get"), ("id", id)],
        new BinaryNode("image_dimensions", null, Text("width", ImageSize), Text("height", ImageSize)),
        Text("token", token)));

    public static BinaryNode Profile(BusinessProfileChanges changes)
    {
        var children = new List<BinaryNode>();
        AddText(children, "address", changes.Address);
        AddText(children, "email", changes.Email);
        AddText(children, "description", changes.Description);
        children.AddRange((changes.Websites ?? []).Select(site => Text("website", site)));
        return Iq("set", "w:biz", null, new BinaryNode("business_profile", [("v", "3"), ("mutation_type", "delta")], [.. children]));
    }

    public static CatalogPage ReadCatalog(BinaryNode? catalog) => new(
        ReadProducts(catalog), catalog?.Child("paging")?.Child("after")?.Text is { Length: > 0 } cursor ? cursor : null);

    public static IReadOnlyList<ProductGroup> ReadCollections(BinaryNode? collections) =>
        [.. (collections?.ChildrenOf("collection") ?? []).Take(MaxItems).Where(each => Of(each, "id") is not null)
            .Select(each => new ProductGroup(Of(each, "id")!, Of(each, "name") ?? "", ReadProducts(each)))];

    public static Product? ReadProduct(BinaryNode? product) => product is null || Of(product, "id") is not { } id ? null : new Product
    {
        Id = id,
        Name = Of(product, "name") ?? "",
        Description = Of(product, "description") ?? "",
        Price = Number(product, "price"),
        Currency = Of(product, "currency"),
        RetailerId = Of(product, "retailer_id"),
        Url = Of(product, "url"),
        ImageUrls = [.. (product.Child("media")?.ChildrenOf("image") ?? []).Take(MaxItems)
            .Select(image => Of(image, "original_image_url") ?? Of(image, "request_image_url")).OfType<string>()],
        ReviewStatus = product.Child("status_info") is { } status ? Of(status, "status") : null,
        IsHidden = product["is_hidden"] == "true",
    };

    public static Order? ReadOrder(BinaryNode? order, string id) => order is null ? null : new Order(
        order["id"] ?? id,
        UnixTime.FromSeconds(order.Number("creation_ts")),
        order.Child("price") is { } price ? Number(price, "total") : null,
        order.Child("price") is { } paid ? Of(paid, "currency") : null,
        [.. order.ChildrenOf("product").Take(MaxItems).Where(each => Of(each, "id") is not null).Select(each => new OrderedProduct(
            Of(each, "id")!,
            Of(each, "name") ?? "",
            Number(each, "price"),
            Of(each, "currency"),
            (int)Math.Clamp(Number(each, "quantity") ?? 0, 0, int.MaxValue),
            each.Child("image") is { } image ? Of(image, "url") : null))]);

    private static IReadOnlyList<Product> ReadProducts(BinaryNode? list) =>
        [.. (list?.ChildrenOf("product") ?? []).Take(MaxItems).Select(ReadProduct).OfType<Product>()];

    private static BinaryNode Change(string tag, BinaryNode product) =>
        Iq("set", "w:biz:catalog", null, new BinaryNode(tag, [("v", "1")], product, Text("width", ImageSize), Text("height", ImageSize)));

    private static BinaryNode Product(string? id, ProductDetails details)
    {
        var children = new List<BinaryNode>();
        AddText(children, "id", id);
        AddText(children, "name", details.Name);
        AddText(children, "description", details.Description);
        AddText(children, "retailer_id", details.RetailerId);
        if (details.Images.Count > 0)
        {
            children.Add(new BinaryNode("media", null, [.. details.Images.Select(image => new BinaryNode("image", null, Text("url", image.ToString())))]));
        }

        AddText(children, "price", details.Price?.ToString(CultureInfo.InvariantCulture));
        AddText(children, "currency", details.Currency);
        if (details.OriginCountry is { } country)
        {
            children.Add(new BinaryNode("compliance_info", null, Text("country_code_origin", country)));
        }

        return new BinaryNode(
            "product",
            [
                ("compliance_category", id is null && details.OriginCountry is null ? "COUNTRY_ORIGIN_EXEMPT" : null),
                ("is_hidden", details.IsHidden is { } hidden ? (hidden ? "true" : "false") : null),
            ],
            [.. children]);
    }

    private static BinaryNode Iq(string type, string topic, string? schema, BinaryNode child) =>
        new("iq", [("to", Jid.WhatsAppServer), ("type", type), ("xmlns", topic), ("smax_id", schema)], child);

    private static void AddText(List<BinaryNode> children, string tag, string? text)
    {
        if (text is not null)
        {
            children.Add(Text(tag, text));
        }
    }

    private static BinaryNode Text(string tag, int number) => Text(tag, number.ToString(CultureInfo.InvariantCulture));

    private static BinaryNode Text(string tag, string text) => new(tag, null, Encoding.UTF8.GetBytes(text));

    private static string? Of(BinaryNode node, string child) => node.Child(child)?.Text is { Length: > 0 } text ? text : null;

    private static long? Number(BinaryNode node, string child) =>
        long.TryParse(Of(node, child), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
