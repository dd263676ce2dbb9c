namespace WhatsAppKit.Contracts.Business;

/// <summary>A product as it shall be. When one is changed, what is null stays.</summary>
/// <param name="Name">1 to 150 characters; a new product needs one.</param>
/// <param name="Description">Up to 5,000 characters.</param>
/// <param name="Price">The price in thousandths of the currency: 0 or more.</param>
/// <param name="Currency">Three capital letters, such as <c>EUR</c>.</param>
/// <param name="RetailerId">The business's own id for it, up to 100 characters.</param>
/// <param name="Images">Up to 10 addresses that uploading pictures gave.</param>
/// <param name="OriginCountry">Where it comes from: two capital letters.</param>
/// <param name="IsHidden">True to hide it from customers.</param>
public sealed record ProductRequest(
    string? Name = null,
    string? Description = null,
    long? Price = null,
    string? Currency = null,
    string? RetailerId = null,
    IReadOnlyList<string>? Images = null,
    string? OriginCountry = null,
    bool? IsHidden = null);

/// <summary>A product of a catalogue.</summary>
/// <param name="Id">WhatsApp's id for it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is.</param>
/// <param name="Price">The price in thousandths of the currency, when told.</param>
/// <param name="Currency">The currency, when told.</param>
/// <param name="RetailerId">The business's own id for it.</param>
/// <param name="Url">Where to read more.</param>
/// <param name="Images">The addresses of its pictures.</param>
/// <param name="ReviewStatus">WhatsApp's word for whether it was approved.</param>
/// <param name="IsHidden">True when customers do not see it.</param>
public sealed record ProductResponse(
    string Id,
    string Name,
    string Description,
    long? Price,
    string? Currency,
    string? RetailerId,
    string? Url,
    IReadOnlyList<string> Images,
    string? ReviewStatus,
    bool IsHidden);

/// <summary>A page of a catalogue.</summary>
/// <param name="Items">The products.</param>
/// <param name="NextCursor">What asks for the following page; null at the end.</param>
public sealed record CatalogResponse(IReadOnlyList<ProductResponse> Items, string? NextCursor);

/// <summary>Products that a business put together.</summary>
/// <param name="Id">WhatsApp's id for the collection.</param>
/// <param name="Name">Its name.</param>
/// <param name="Products">The products.</param>
public sealed record CollectionResponse(string Id, string Name, IReadOnlyList<ProductResponse> Products);

/// <summary>Products to delete.</summary>
/// <param name="Ids">1 to 100 of WhatsApp's ids.</param>
public sealed record DeleteProductsRequest(IReadOnlyList<string>? Ids);

/// <summary>How many products were deleted.</summary>
/// <param name="Count">How many.</param>
public sealed record DeletedProductsResponse(int Count);

/// <summary>A picture for products. It is not encrypted: all customers may see it.</summary>
/// <param name="Image">A JPEG file of at most 2 MiB in base64.</param>
public sealed record ProductImageRequest(ReadOnlyMemory<byte>? Image);

/// <summary>A picture that was uploaded.</summary>
/// <param name="Url">Its address, for a product's images.</param>
public sealed record ProductImageResponse(string Url);

/// <summary>An order to read: both come with the message that tells of it.</summary>
/// <param name="Id">The order's id.</param>
/// <param name="Token">The order's token: up to 1,000 characters.</param>
public sealed record ReadOrderRequest(string? Id, string? Token);

/// <summary>An order.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it was made, when told.</param>
/// <param name="Total">The whole price in thousandths of the currency, when told.</param>
/// <param name="Currency">The currency, when told.</param>
/// <param name="Products">What was ordered.</param>
public sealed record OrderResponse(string Id, DateTimeOffset? CreatedAt, long? Total, string? Currency, IReadOnlyList<OrderedProductResponse> Products);

/// <summary>A product in an order.</summary>
/// <param name="Id">WhatsApp's id for the product.</param>
/// <param name="Name">Its name.</param>
/// <param name="Price">The price of one in thousandths of the currency, when told.</param>
/// <param name="Currency">The currency, when told.</param>
/// <param name="Quantity">How many.</param>
/// <param name="ImageUrl">The address of its picture, when told.</param>
public sealed record OrderedProductResponse(string Id, string Name, long? Price, string? Currency, int Quantity, string? ImageUrl);

/// <summary>What shall change of the account's business profile; what is null stays, empty removes.</summary>
/// <param name="Address">Up to 256 characters.</param>
/// <param name="Email">Up to 128 characters.</param>
/// <param name="Description">Up to 512 characters.</param>
/// <param name="Websites">Up to two addresses of up to 256 characters.</param>
public sealed record UpdateBusinessProfileRequest(
    string? Address = null, string? Email = null, string? Description = null, IReadOnlyList<string>? Websites = null);
