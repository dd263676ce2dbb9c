namespace WhatsAppKit.Contracts;

/// <content>Catalogues, orders and the business profile.</content>
public static partial class Routes
{
    private const string Business = "/api/business";

    /// <summary>The catalogue of a business.</summary>
    public const string Catalog = Business + "/{id}/catalog";

    /// <summary>The collections of a business's products.</summary>
    public const string Collections = Business + "/{id}/collections";

    /// <summary>The account's own products.</summary>
    public const string Products = Business + "/products";

    /// <summary>One of the account's products: change (PATCH), delete.</summary>
    public const string Product = Products + "/{productId}";

    /// <summary>Deletes several of the account's products.</summary>
    public const string DeleteProducts = Products + "/delete";

    /// <summary>Uploads a picture for products.</summary>
    public const string ProductImages = Business + "/images";

    /// <summary>Reads an order.</summary>
    public const string ReadOrder = Business + "/orders/read";

    /// <summary>The account's business profile.</summary>
    public const string BusinessProfile = Business + "/profile";
}
