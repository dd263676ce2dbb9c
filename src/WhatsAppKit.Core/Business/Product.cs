
namespace WhatsAppKit.Core.Business;

/// <summary>A product of a business's catalogue.</summary>
public sealed record Product
{
    /// <summary>WhatsApp's id for it.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it is; empty when not told.</summary>
    public string Description { get; init; } = "";

    /// <summary>The price in thousandths of the currency; null when not told.</summary>
    public long? Price { get; init; }

    /// <summary>The currency, such as <c>EUR</c>; null when not told.</summary>
    public string? Currency { get; init; }

    /// <summary>The business's own id for it; null for none.</summary>
    public string? RetailerId { get; init; }

    /// <summary>Where to read more; null for nowhere.</summary>
    public string? Url { get; init; }

    /// <summary>The addresses of its pictures.</summary>
    public IReadOnlyList<string> ImageUrls { get; init; } = [];

    /// <summary>WhatsApp's word for whether it was approved; null when not told.</summary>
    public string? ReviewStatus { get; init; }

    /// <summary>True when customers do not see it.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>What a product shall be like. When one is edited, what is null stays as it is.</summary>
public sealed record ProductDetails
{
    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>The price in thousandths of the currency.</summary>
    public long? Price { get; init; }

    /// <summary>The currency: three capital letters.</summary>
    public string? Currency { get; init; }

    /// <summary>The business's own id.</summary>
    public string? RetailerId { get; init; }

    /// <summary>Addresses from <see cref="BusinessService.UploadImageAsync"/>.</summary>
    public IReadOnlyList<Uri> Images { get; init; } = [];

    /// <summary>Where it comes from: two capital letters; null when it needs no origin.</summary>
    public string? OriginCountry { get; init; }

    /// <summary>True to hide it from customers; null leaves it as it is.</summary>
    public bool? IsHidden { get; init; }
}

/// <summary>A page of a catalogue.</summary>
/// <param name="Products">The products.</param>
/// <param name="NextCursor">What asks for the following page; null at the end.</param>
public sealed record CatalogPage(IReadOnlyList<Product> Products, string? NextCursor);

/// <summary>Products that a business put together.</summary>
/// <param name="Id">WhatsApp's id for the collection.</param>
/// <param name="Name">Its name.</param>
/// <param name="Products">The products.</param>
public sealed record ProductGroup(string Id, string Name, IReadOnlyList<Product> Products);

/// <summary>An order that a customer made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it was made; null when not told.</param>
/// <param name="Total">The whole price in thousandths of the currency; null when not told.</param>
/// <param name="Currency">The currency; null when not told.</param>
/// <param name="Products">What was ordered.</param>
public sealed record Order(string Id, DateTimeOffset? CreatedAt, long? Total, string? Currency, IReadOnlyList<OrderedProduct> Products);

/// <summary>A product in an order.</summary>
/// <param name="Id">WhatsApp's id for the product.</param>
/// <param name="Name">Its name.</param>
/// <param name="Price">The price of one, in thousandths of the currency; null when not told.</param>
/// <param name="Currency">The currency; null when not told.</param>
/// <param name="Quantity">How many.</param>
/// <param name="ImageUrl">The address of its picture; null when not told.</param>
public sealed record OrderedProduct(string Id, string Name, long? Price, string? Currency, int Quantity, string? ImageUrl);

/// <summary>What shall change of the account's business profile; what is null stays as it is, empty removes.</summary>
public sealed record BusinessProfileChanges
{
    /// <summary>The address.</summary>
    public string? Address { get; init; }

    /// <summary>The email.</summary>
    public string? Email { get; init; }

    /// <summary>What the business does.</summary>
    public string? Description { get; init; }

    /// <summary>The websites, at most two.</summary>
    public IReadOnlyList<string>? Websites { get; init; }
}
