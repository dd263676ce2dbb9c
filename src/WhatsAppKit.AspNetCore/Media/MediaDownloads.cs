using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>Names a received file.</summary>
internal sealed record FetchMedia(string InstanceId, string MediaId);

/// <summary>Opens files for callers: from the store, or through the instance that received them.</summary>
internal sealed class MediaDownloads(MediaStore store, MediaFetcher fetcher, IInstanceConnections connections)
{
    private readonly InstanceOperation<FetchMedia, Nothing> _fetch = Operation.Do<FetchMedia>("media.fetch", async (client, request, cancellationToken) =>
    {
        var row = await store.FindAsync(request.InstanceId, request.MediaId, cancellationToken).ConfigureAwait(false) ?? throw GatewayException.NotFound();
        await fetcher.FetchAsync(client, row, cancellationToken).ConfigureAwait(false);
    });

    /// <exception cref="GatewayException">404 for a file the instance does not have; 410 for one that nobody has any more.</exception>
    public async Task<(StoredMedia Row, Stream Content)> OpenAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) ?? throw GatewayException.NotFound();
        if (store.Open(row) is { } stored)
        {
            return (row, stored);
        }

        if (row.Source is null)
        {
            throw GatewayException.NotFound();
        }

        await connections.AskAsync(InstanceRef.Of(tenant), _fetch, new FetchMedia(row.InstanceId, row.Id), cancellationToken).ConfigureAwait(false);
        row = await store.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) ?? throw GatewayException.NotFound();
        return (row, store.Open(row) ?? throw GatewayException.NotFound());
    }
}
