using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Subscriptions;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Media;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>Keeps files: their rows, and sealed on disk what they hold. A file belongs to one instance.</summary>
internal sealed class MediaStore(
    IDbContextFactory<GatewayDbContext> contexts, MediaFiles files, RecordSealer sealer, IOptions<WhatsAppGatewayOptions> options, TimeProvider time)
{
    private const string KeyKind = "media-key";
    private const int SweepLength = 100;

    // Long enough to upload a file and then to send it.
    private static readonly TimeSpan WithoutContent = TimeSpan.FromHours(1);

    private MediaStorageOptions Limits => options.Value.Media;

    /// <summary>Stores a file that is to be sent.</summary>
    /// <param name="tenant">Whose it is; with an instance.</param>
    /// <param name="content">Read to its end.</param>
    /// <param name="claimedType">The MIME type that was said, if any.</param>
    /// <param name="fileName">The name that was said, if any.</param>
    /// <param name="field">The field that errors name.</param>
    /// <param name="cancellationToken">Stops; nothing of the file stays.</param>
    public async Task<StoredMedia> AddAsync(
        TenantContext tenant, Stream content, string? claimedType, string? fileName, string field, CancellationToken cancellationToken)
    {
        var row = new StoredMedia
        {
            SubscriptionId = tenant.SubscriptionId,
            InstanceId = tenant.InstanceId!,
            FileName = FileNames.Clean(fileName),
            CreatedAt = StoredTime.Now(time),
        };
        var written = await WriteAsync(row, content, cancellationToken).ConfigureAwait(false);
        try
        {
            row.MimeType = TypeOf(written, claimedType, field);
            await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            context.Media.Add(row);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            await HoldAsync(context, row, written, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            files.Delete(row.InstanceId, row.Id);
            throw;
        }

        await SweepOnceAsync(row.SubscriptionId, cancellationToken).ConfigureAwait(false);
        return row;
    }

    /// <summary>Stores what was received, once it was fetched and verified.</summary>
    public async Task FillAsync(StoredMedia row, Stream content, CancellationToken cancellationToken)
    {
        var written = await WriteAsync(row, content, cancellationToken).ConfigureAwait(false);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await HoldAsync(context, row, written, cancellationToken).ConfigureAwait(false);
        }
        catch (GatewayException)
        {
            files.Delete(row.InstanceId, row.Id);
            throw;
        }

        await SweepOnceAsync(row.SubscriptionId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A file of the instance; null for none.</summary>
    public async Task<StoredMedia?> FindAsync(TenantContext tenant, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        return await context.Media.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id && row.InstanceId == tenant.InstanceId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A file of an instance that a stored message names.</summary>
    public async Task<StoredMedia?> FindAsync(string instanceId, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Media.IgnoreQueryFilters().AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == id && row.InstanceId == instanceId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a file for reading, where it is on disk; else null. The stream can seek.</summary>
    public Stream? Open(StoredMedia row)
    {
        if (row.Key is null)
        {
            return null;
        }

        try
        {
            return files.Open(row.InstanceId, row.Id, sealer.Open(row.InstanceId, KeyKind, row.Id, row.Key));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // Swept between the look at the row and here.
            return null;
        }
    }

    /// <summary>Notes where WhatsApp has a file since its phone uploaded it again.</summary>
    public async Task SetSourceAsync(StoredMedia row, byte[] source, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await context.Media.IgnoreQueryFilters().Where(each => each.Id == row.Id && each.Source != null)
            .ExecuteUpdateAsync(set => set.SetProperty(each => each.Source, source), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets a file unless a message has it: what came with a request that failed does not stay.</summary>
    public async Task ReleaseAsync(StoredMedia row)
    {
        await using var context = await contexts.CreateDbContextAsync().ConfigureAwait(false);
        var released = await context.Media.IgnoreQueryFilters()
            .Where(each => each.Id == row.Id && !context.Messages.IgnoreQueryFilters().Any(message => message.MediaId == each.Id))
            .ExecuteDeleteAsync().ConfigureAwait(false);
        if (released > 0)
        {
            files.Delete(row.InstanceId, row.Id);
        }
    }

    public static MediaResponse Response(StoredMedia row) => new(row.Id, row.MimeType, row.Length, row.FileName, row.ExpiresAt);

    private async Task<SealedFile> WriteAsync(StoredMedia row, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return await files.WriteAsync(row.InstanceId, row.Id, content, Limits.MaxFileBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (FileTooLongException)
        {
            throw TooLarge(Limits.MaxFileBytes);
        }
    }

    public static GatewayException TooLarge(long max) =>
        new(StatusCodes.Status413PayloadTooLarge, ProblemCodes.TooLarge, $"A file may have {max} bytes at most.");

    /// <summary>One statement checks the subscription's limit and counts the file: two files cannot both be the last.</summary>
    private async Task HoldAsync(GatewayDbContext context, StoredMedia row, SealedFile written, CancellationToken cancellationToken)
    {
        var key = sealer.Seal(row.InstanceId, KeyKind, row.Id, written.Key);
        var limit = Limits.MaxSubscriptionBytes;
        var expires = StoredTime.Of(time.GetUtcNow() + await RetentionAsync(context, row.SubscriptionId, cancellationToken).ConfigureAwait(false));
        var held = await context.Media.IgnoreQueryFilters()
            .Where(each => each.Id == row.Id)
            .Where(each => context.Media.IgnoreQueryFilters()
                .Where(other => other.SubscriptionId == row.SubscriptionId && other.Key != null && other.Id != row.Id).Sum(other => other.Length) + written.Length <= limit)
            .ExecuteUpdateAsync(
                set => set.SetProperty(each => each.Key, key).SetProperty(each => each.Length, written.Length).SetProperty(each => each.ExpiresAt, expires),
                cancellationToken).ConfigureAwait(false);
        if (held == 0)
        {
            throw new GatewayException(
                StatusCodes.Status409Conflict, ProblemCodes.MediaStorageLimit, $"The subscription may keep {limit} bytes of files, and this one would be too many.");
        }

        (row.Key, row.Length, row.ExpiresAt) = (key, written.Length, expires);
    }

    /// <summary>How long a file is kept: where no content is, only until it was sent.</summary>
    private async Task<TimeSpan> RetentionAsync(GatewayDbContext context, string subscriptionId, CancellationToken cancellationToken)
    {
        var subscription = await context.Subscriptions.IgnoreQueryFilters().Where(row => row.Id == subscriptionId)
            .Select(row => new { row.Tier, row.IsMetadataOnly }).SingleAsync(cancellationToken).ConfigureAwait(false);
        var kept = options.Value.Tiers.Of(subscription.Tier)!.Retention.Media;
        return subscription.IsMetadataOnly && kept > WithoutContent ? WithoutContent : kept;
    }

    /// <summary>Ends the time of all files of a subscription that no message waits with, and forgets where WhatsApp has them.</summary>
    public async Task ExpireAllAsync(string subscriptionId, CancellationToken cancellationToken)
    {
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
        {
            var received = context.Media.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscriptionId && row.Source != null);
            await received.Where(row => row.Key == null).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            await received.ExecuteUpdateAsync(set => set.SetProperty(row => row.Source, (byte[]?)null), cancellationToken).ConfigureAwait(false);
            await context.Media.IgnoreQueryFilters().Where(row => row.SubscriptionId == subscriptionId)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.ExpiresAt, DateTimeOffset.UnixEpoch), cancellationToken).ConfigureAwait(false);
        }

        await SweepAsync(subscriptionId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Clears the files of a subscription whose time is over. What a message waits with stays.</summary>
    public async Task SweepAsync(string subscriptionId, CancellationToken cancellationToken)
    {
        while (await SweepOnceAsync(subscriptionId, cancellationToken).ConfigureAwait(false) == SweepLength)
        {
            // There may be more.
        }
    }

    private async Task<int> SweepOnceAsync(string subscriptionId, CancellationToken cancellationToken)
    {
        var now = StoredTime.Now(time);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var over = await context.Media.IgnoreQueryFilters().AsNoTracking()
            .Where(row => row.SubscriptionId == subscriptionId && row.Key != null && row.ExpiresAt <= now)
            .Where(row => !context.Messages.IgnoreQueryFilters().Any(message => message.MediaId == row.Id && message.Status < MessageStatus.Sent))
            .OrderBy(row => row.ExpiresAt).Take(SweepLength).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var row in over)
        {
            // What WhatsApp has can be fetched again: its row stays.
            var one = context.Media.IgnoreQueryFilters().Where(each => each.Id == row.Id);
            _ = row.Source is null
                ? await one.ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false)
                : await one.ExecuteUpdateAsync(set => set.SetProperty(each => each.Key, (byte[]?)null), cancellationToken).ConfigureAwait(false);
            files.Delete(row.InstanceId, row.Id);
        }

        return over.Count;
    }

    /// <summary>What a file is: as it was said, unless the file itself says it is something of another kind.</summary>
    private static string TypeOf(SealedFile written, string? claimed, string field)
    {
        if (written.Length == 0)
        {
            throw GatewayException.Invalid(field, "The file is empty.");
        }

        var told = MimeTypes.Sniff(written.Head);
        if (claimed is null || claimed == MimeTypes.Unknown)
        {
            return told ?? MimeTypes.Unknown;
        }

        var type = MimeTypes.Parse(claimed) ?? throw GatewayException.Invalid(field, "A MIME type such as image/jpeg is needed.");
        return told is null || IsPicture(told) == IsPicture(type) || !MimeTypes.IsMedia(type)
            ? type
            : throw GatewayException.Invalid(field, $"The file is no {type}: it is {told}.");

        static bool IsPicture(string type) => MimeTypes.Family(type) == "image";
    }
}
