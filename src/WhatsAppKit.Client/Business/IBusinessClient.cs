using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Business;

namespace WhatsAppKit.Client.Business;

/// <summary>Catalogues, orders and the business profile.</summary>
public interface IBusinessClient
{
    /// <summary>Get catalog. Needs the permission <c>business:read</c>.</summary>
    [Get(Routes.Catalog)]
    Task<CatalogResponse> GetCatalogAsync(string id, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default);

    /// <summary>List collections. Needs the permission <c>business:read</c>.</summary>
    [Get(Routes.Collections)]
    Task<IReadOnlyList<CollectionResponse>> ListCollectionsAsync(string id, int? limit = null, CancellationToken cancellationToken = default);

    /// <summary>Read order. Needs the permission <c>business:read</c>.</summary>
    [Post(Routes.ReadOrder)]
    Task<OrderResponse> ReadOrderAsync([Body] ReadOrderRequest request, CancellationToken cancellationToken = default);

    /// <summary>Add product. Needs the permission <c>business:write</c>.</summary>
    [Post(Routes.Products)]
    Task<ProductResponse> AddProductAsync([Body] ProductRequest request, CancellationToken cancellationToken = default);

    /// <summary>Update product. Needs the permission <c>business:write</c>.</summary>
    [Patch(Routes.Product)]
    Task<ProductResponse> UpdateProductAsync(string productId, [Body] ProductRequest request, CancellationToken cancellationToken = default);

    /// <summary>Delete product. Needs the permission <c>business:write</c>.</summary>
    [Delete(Routes.Product)]
    Task<DeletedProductsResponse> DeleteProductAsync(string productId, CancellationToken cancellationToken = default);

    /// <summary>Delete products. Needs the permission <c>business:write</c>.</summary>
    [Post(Routes.DeleteProducts)]
    Task<DeletedProductsResponse> DeleteProductsAsync([Body] DeleteProductsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Upload product image. Needs the permission <c>business:write</c>.</summary>
    [Post(Routes.ProductImages)]
    Task<ProductImageResponse> UploadProductImageAsync([Body] ProductImageRequest request, CancellationToken cancellationToken = default);

    /// <summary>Update business profile. Needs the permission <c>business:write</c>.</summary>
    [Patch(Routes.BusinessProfile)]
    Task UpdateBusinessProfileAsync([Body] UpdateBusinessProfileRequest request, CancellationToken cancellationToken = default);
}
