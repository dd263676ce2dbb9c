using Microsoft.AspNetCore.Http;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>Fetches received files from WhatsApp into the store: all of a file is verified before any of it is kept.</summary>
internal sealed class MediaFetcher(MediaStore store, BodySealer bodies)
{
    /// <summary>Opens a file for reading, fetching it first where it is not in the store.</summary>
    public async Task<Stream> OpenAsync(WhatsAppClient client, StoredMedia row, CancellationToken cancellationToken)
    {
        if (store.Open(row) is { } stored)
        {
            return stored;
        }

        await FetchAsync(client, row, cancellationToken).ConfigureAwait(false);
        var fetched = await store.FindAsync(row.InstanceId, row.Id, cancellationToken).ConfigureAwait(false);
        return (fetched is null ? null : store.Open(fetched)) ?? throw GatewayException.NotFound();
    }

    /// <summary>Fetches a file into the store.</summary>
    /// <exception cref="GatewayException">Nobody has it any more.</exception>
    public async Task FetchAsync(WhatsAppClient client, StoredMedia row, CancellationToken cancellationToken)
    {
        var source = bodies.Open(row) ?? throw GatewayException.NotFound();
        var content = await DownloadAsync(client, row, source, cancellationToken).ConfigureAwait(false);
        await using var _ = content.ConfigureAwait(false);
        await store.FillAsync(row, content, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Stream> DownloadAsync(WhatsAppClient client, StoredMedia row, MediaSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Media.OpenReadAsync(source.File, cancellationToken).ConfigureAwait(false);
        }
        catch (MediaUnavailableException error) when (error.MayReupload && source.File.IsEncrypted)
        {
            var again = await AskPhoneAsync(client, source, cancellationToken).ConfigureAwait(false);
            await store.SetSourceAsync(row, bodies.Seal(row.InstanceId, row.Id, source with { File = again }), cancellationToken).ConfigureAwait(false);
            return await client.Media.OpenReadAsync(again, cancellationToken).ConfigureAwait(false);
        }
        catch (MediaUnavailableException error) when (!error.IsTransient)
        {
            throw Expired();
        }
        catch (MediaCorruptException)
        {
            throw new GatewayException(StatusCodes.Status502BadGateway, ProblemCodes.MediaCorrupt, "WhatsApp's host sent something else than the file of this message.");
        }
        catch (MediaTooLargeException)
        {
            throw new GatewayException(StatusCodes.Status413PayloadTooLarge, ProblemCodes.TooLarge, "The file is larger than files may be.");
        }
    }

    private static async Task<MediaFile> AskPhoneAsync(WhatsAppClient client, MediaSource source, CancellationToken cancellationToken)
    {
        try
        {
            var request = new MediaReuploadRequest
            {
                Chat = source.Chat,
                MessageId = source.MessageId,
                FromMe = source.FromMe,
                Participant = source.Participant.IsEmpty ? (Jid?)null : source.Participant,
                File = source.File,
            };
            return await client.Media.RequestReuploadAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (MediaReuploadException)
        {
            throw Expired();
        }
    }

    private static GatewayException Expired() => new(
        StatusCodes.Status410Gone, ProblemCodes.MediaExpired, "WhatsApp does not have this file any more, and the account's phone did not upload it again.");
}
