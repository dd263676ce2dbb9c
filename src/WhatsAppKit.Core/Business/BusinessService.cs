using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Business;

/// <summary>Reads catalogues and orders of businesses, and changes those of this account.</summary>
/// <remarks>
/// What the server refuses comes as <see cref="WhatsAppRequestException"/>, an answer without what was asked for as
/// <see cref="ProtocolException"/>; without a connection every method throws <see cref="WhatsAppNotConnectedException"/>.
/// </remarks>
public sealed class BusinessService
{
    private readonly IWhatsAppSession _session;
    private readonly MediaService _media;

    internal BusinessService(IWhatsAppSession session, MediaService media)
    {
        _session = session;
        _media = media;
    }

    /// <summary>A page of a business's catalogue.</summary>
    /// <param name="business">The business.</param>
    /// <param name="limit">How many products at most.</param>
    /// <param name="cursor">Where to go on: <see cref="CatalogPage.NextCursor"/> of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public async Task<CatalogPage> GetCatalogAsync(Jid business, int limit = 10, string? cursor = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var answer = await _session.QueryAsync(BusinessNodes.Catalog(business.ToUser(), limit, cursor), cancellationToken).ConfigureAwait(false);
        return BusinessNodes.ReadCatalog(answer.Child("product_catalog"));
    }

    /// <summary>The collections of a business's products.</summary>
    /// <param name="business">The business.</param>
    /// <param name="limit">How many collections, and products of each, at most.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public async Task<IReadOnlyList<ProductGroup>> GetCollectionsAsync(Jid business, int limit = 50, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var answer = await _session.QueryAsync(BusinessNodes.Collections(business.ToUser(), limit), cancellationToken).ConfigureAwait(false);
        return BusinessNodes.ReadCollections(answer.Child("collections"));
    }

    /// <summary>Uploads a picture for products. It is not encrypted: all customers may see it.</summary>
    /// <param name="image">The picture, JPEG or PNG.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    /// <returns>The picture's address for <see cref="ProductDetails.Images"/>.</returns>
    /// <exception cref="MediaUploadException">No host took the picture.</exception>
    public Task<Uri> UploadImageAsync(Stream image, CancellationToken cancellationToken = default) => _media.UploadProductImageAsync(image, cancellationToken);

    /// <summary>Adds a product to the account's catalogue.</summary>
    /// <param name="details">The product; it needs a name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The product as the server tells it.</returns>
    /// <exception cref="ArgumentException">The product has no name.</exception>
    public async Task<Product> AddProductAsync(ProductDetails details, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(details);
        ArgumentException.ThrowIfNullOrWhiteSpace(details.Name, nameof(details));
        var answer = await _session.QueryAsync(BusinessNodes.Add(details), cancellationToken).ConfigureAwait(false);
        return Read(answer.Child("product_catalog_add"));
    }

    /// <summary>Changes a product of the account's catalogue.</summary>
    /// <param name="id">WhatsApp's id for it.</param>
    /// <param name="details">What shall change.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The product as the server tells it.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public async Task<Product> EditProductAsync(string id, ProductDetails details, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(details);
        var answer = await _session.QueryAsync(BusinessNodes.Edit(id, details), cancellationToken).ConfigureAwait(false);
        return Read(answer.Child("product_catalog_edit"));
    }

    /// <summary>Deletes products of the account's catalogue.</summary>
    /// <param name="ids">WhatsApp's ids for them.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="ArgumentException">There are no ids.</exception>
    public async Task<int> DeleteProductsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count == 0 || ids.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException("A product is named by its id.", nameof(ids));
        }

        var answer = await _session.QueryAsync(BusinessNodes.Delete(ids), cancellationToken).ConfigureAwait(false);
        return (int)Math.Clamp(answer.Child("product_catalog_delete")?.Number("deleted_count") ?? 0, 0, int.MaxValue);
    }

    /// <summary>Reads an order that a customer made or this account made.</summary>
    /// <param name="id">Its id, from the message that tells of it.</param>
    /// <param name="token">Its token, from the same message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">Id or token are empty.</exception>
    public async Task<Order> GetOrderAsync(string id, string token, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentException.ThrowIfNullOrEmpty(token);
        var answer = await _session.QueryAsync(BusinessNodes.Order(id, token), cancellationToken).ConfigureAwait(false);
        return BusinessNodes.ReadOrder(answer.Child("order"), id) ?? throw new ProtocolException("The server tells no order.");
    }

    /// <summary>Changes the account's business profile.</summary>
    /// <param name="changes">What shall change.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">Nothing shall change.</exception>
    public async Task UpdateProfileAsync(BusinessProfileChanges changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes == new BusinessProfileChanges())
        {
            throw new ArgumentException("Nothing shall change.", nameof(changes));
        }

        await _session.QueryAsync(BusinessNodes.Profile(changes), cancellationToken).ConfigureAwait(false);
    }

    private static Product Read(BinaryNode? change) =>
        BusinessNodes.ReadProduct(change?.Child("product")) ?? throw new ProtocolException("The server tells no product.");
}
