using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Contacts;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Business;
using WhatsAppKit.Core.Business;

namespace WhatsAppKit.AspNetCore.Business;

internal static class BusinessEndpoints
{
    private const int MaxCursor = 2048;
    private const int MaxWebAddress = 2048;
    private const int MaxIds = 100;
    private const int MaxToken = 1000;
    private const int MaxName = 150;
    private const int MaxDescription = 5000;
    private const int MaxImages = 10;
    private const int MaxAddress = 256;
    private const int MaxEmail = 128;
    private const int MaxAbout = 512;
    private const int MaxWebsites = 2;

    public static void Map(RouteGroupBuilder gateway)
    {
        var business = gateway.MapGroup("").RateLimited(RatePolicy.Key).WithTags("Business");
        var read = business.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.BusinessRead));
        read.MapGet(Routes.Catalog, CatalogAsync).WithName("GetCatalog");
        read.MapGet(Routes.Collections, CollectionsAsync).WithName("ListCollections");
        read.MapPost(Routes.ReadOrder, OrderAsync).WithName("ReadOrder");
        var write = business.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.BusinessWrite));
        write.MapPost(Routes.Products, AddAsync).WithName("AddProduct");
        write.MapPatch(Routes.Product, EditAsync).WithName("UpdateProduct");
        write.MapDelete(Routes.Product, DeleteOneAsync).WithName("DeleteProduct");
        write.MapPost(Routes.DeleteProducts, DeleteAsync).WithName("DeleteProducts");
        write.MapPost(Routes.ProductImages, UploadAsync).TakesPicture().WithName("UploadProductImage");
        write.MapPatch(Routes.BusinessProfile, UpdateProfileAsync).WithName("UpdateBusinessProfile");
    }

    private static Task<Ok<CatalogResponse>> CatalogAsync(
        string id, string? limit, string? cursor, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(
            BusinessOperations.Catalog,
            new CatalogWanted(Address.Person(id, "id"), Paging.Limit(limit), cursor is null ? null : Validated.Text(cursor, "cursor", MaxCursor)),
            cancellationToken);

    private static Task<Ok<IReadOnlyList<CollectionResponse>>> CollectionsAsync(
        string id, string? limit, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(BusinessOperations.Collections, new CatalogWanted(Address.Person(id, "id"), Paging.Limit(limit), null), cancellationToken);

    private static Task<Ok<OrderResponse>> OrderAsync(ConnectedInstance instance, JsonBody<ReadOrderRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(
            BusinessOperations.GetOrder,
            new OrderWanted(Validated.Id(request.Value.Id, "id"), Validated.Text(request.Value.Token, "token", MaxToken)),
            cancellationToken);

    private static Task<Ok<ProductResponse>> AddAsync(ConnectedInstance instance, JsonBody<ProductRequest> request, CancellationToken cancellationToken)
    {
        Validated.Name(request.Value.Name, "name", MaxName);
        return instance.OkAsync(BusinessOperations.AddProduct, Details(request.Value), cancellationToken);
    }

    private static Task<Ok<ProductResponse>> EditAsync(
        string productId, ConnectedInstance instance, JsonBody<ProductRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(BusinessOperations.EditProduct, new ProductChange(Validated.Id(productId, "productId"), Details(request.Value)), cancellationToken);

    private static Task<Ok<DeletedProductsResponse>> DeleteOneAsync(string productId, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(BusinessOperations.DeleteProducts, [Validated.Id(productId, "productId")], cancellationToken);

    private static Task<Ok<DeletedProductsResponse>> DeleteAsync(
        ConnectedInstance instance, JsonBody<DeleteProductsRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(
            BusinessOperations.DeleteProducts,
            [.. Validated.Items(request.Value.Ids, "ids", MaxIds).Select(id => Validated.Id(id, "ids"))],
            cancellationToken);

    private static Task<Ok<ProductImageResponse>> UploadAsync(
        ConnectedInstance instance, JsonBody<ProductImageRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(BusinessOperations.UploadImage, Pictures.Checked(request.Value.Image), cancellationToken);

    private static Task<NoContent> UpdateProfileAsync(
        ConnectedInstance instance, JsonBody<UpdateBusinessProfileRequest> request, CancellationToken cancellationToken)
    {
        var change = request.Value;
        if (change == new UpdateBusinessProfileRequest())
        {
            throw GatewayException.Invalid("$", "Nothing is to change.");
        }

        return instance.DoneAsync(
            BusinessOperations.UpdateProfile,
            new BusinessProfileChanges
            {
                Address = Optional(change.Address, "address", MaxAddress),
                Email = Optional(change.Email, "email", MaxEmail),
                Description = Optional(change.Description, "description", MaxAbout),
                Websites = change.Websites is { Count: > 0 } sites
                    ? [.. Validated.Items(sites, "websites", MaxWebsites).Select(site => WebAddress(Validated.Text(site, "websites", MaxAddress), "websites").ToString())]
                    : change.Websites,
            },
            cancellationToken);
    }

    private static ProductDetails Details(ProductRequest request) => new()
    {
        Name = request.Name is null ? null : Validated.Name(request.Name, "name", MaxName),
        Description = Optional(request.Description, "description", MaxDescription),
        Price = request.Price is null or >= 0 ? request.Price : throw GatewayException.Invalid("price", "A price is not negative."),
        Currency = Letters(request.Currency, "currency", 3),
        RetailerId = request.RetailerId is null ? null : Validated.Name(request.RetailerId, "retailerId"),
        Images = request.Images is { Count: > 0 } images
            ? [.. Validated.Items(images, "images", MaxImages).Select(image => WebAddress(image, "images"))]
            : [],
        OriginCountry = Letters(request.OriginCountry, "originCountry", 2),
        IsHidden = request.IsHidden,
    };

    private static string? Optional(string? text, string field, int max) => text is null ? null : Validated.Text(text, field, max, minLength: 0);

    private static string? Letters(string? text, string field, int count) =>
        text is null || (text.Length == count && text.All(char.IsAsciiLetterUpper)) ? text : throw GatewayException.Invalid(field, $"{count} capital letters are needed.");

    private static Uri WebAddress(string? text, string field) =>
        text?.Length <= MaxWebAddress && Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "https" or "http")
            ? address
            : throw GatewayException.Invalid(field, "An http or https address is needed.");
}
