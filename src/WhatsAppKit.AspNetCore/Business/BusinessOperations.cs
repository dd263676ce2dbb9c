using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Contracts.Business;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Business;

namespace WhatsAppKit.AspNetCore.Business;

/// <summary>What instances are asked about catalogues, orders and the business profile.</summary>
internal static class BusinessOperations
{
    public static readonly InstanceOperation<CatalogWanted, CatalogResponse> Catalog = new(
        "business.catalog",
        async (client, wanted, cancellationToken) =>
        {
            var page = await client.Business.GetCatalogAsync(wanted.Business, wanted.Limit, wanted.Cursor, cancellationToken).ConfigureAwait(false);
            return new CatalogResponse([.. page.Products.Select(ToResponse)], page.NextCursor);
        });

    public static readonly InstanceOperation<CatalogWanted, IReadOnlyList<CollectionResponse>> Collections = new(
        "business.collections",
        async (client, wanted, cancellationToken) =>
            [.. (await client.Business.GetCollectionsAsync(wanted.Business, wanted.Limit, cancellationToken).ConfigureAwait(false))
                .Select(group => new CollectionResponse(group.Id, group.Name, [.. group.Products.Select(ToResponse)]))]);

    public static readonly InstanceOperation<ProductDetails, ProductResponse> AddProduct = new(
        "business.products.add",
        async (client, details, cancellationToken) => ToResponse(await client.Business.AddProductAsync(details, cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<ProductChange, ProductResponse> EditProduct = new(
        "business.products.edit",
        async (client, change, cancellationToken) =>
            ToResponse(await client.Business.EditProductAsync(change.Id, change.Details, cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<IReadOnlyList<string>, DeletedProductsResponse> DeleteProducts = new(
        "business.products.delete",
        async (client, ids, cancellationToken) =>
            new DeletedProductsResponse(await client.Business.DeleteProductsAsync(ids, cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<ReadOnlyMemory<byte>, ProductImageResponse> UploadImage = new(
        "business.images.upload",
        async (client, image, cancellationToken) =>
        {
            using var stream = new MemoryStream(image.ToArray(), writable: false);
            return new ProductImageResponse((await client.Business.UploadImageAsync(stream, cancellationToken).ConfigureAwait(false)).ToString());
        });

    public static readonly InstanceOperation<OrderWanted, OrderResponse> GetOrder = new(
        "business.orders.get",
        async (client, wanted, cancellationToken) =>
        {
            var order = await client.Business.GetOrderAsync(wanted.Id, wanted.Token, cancellationToken).ConfigureAwait(false);
            return new OrderResponse(
                order.Id,
                order.CreatedAt,
                order.Total,
                order.Currency,
                [.. order.Products.Select(each => new OrderedProductResponse(each.Id, each.Name, each.Price, each.Currency, each.Quantity, each.ImageUrl))]);
        });

    public static readonly InstanceOperation<BusinessProfileChanges, Nothing> UpdateProfile = Operation.Do<BusinessProfileChanges>(
        "business.profile.update", (client, changes, cancellationToken) => client.Business.UpdateProfileAsync(changes, cancellationToken));

    private static ProductResponse ToResponse(Product product) => new(
        product.Id,
        product.Name,
        product.Description,
        product.Price,
        product.Currency,
        product.RetailerId,
        product.Url,
        product.ImageUrls,
        product.ReviewStatus,
        product.IsHidden);
}

/// <summary>A part of a business's catalogue.</summary>
internal sealed record CatalogWanted(Jid Business, int Limit, string? Cursor);

/// <summary>What shall change of a product.</summary>
internal sealed record ProductChange(string Id, ProductDetails Details);

/// <summary>An order, named as its message does.</summary>
internal sealed record OrderWanted(string Id, string Token);
