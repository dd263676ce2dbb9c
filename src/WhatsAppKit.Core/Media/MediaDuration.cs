using WhatsAppKit.Core.Media.Metadata;

namespace WhatsAppKit.Core.Media;

/// <summary>Tells how long sound or video plays, for the seconds that a message carries.</summary>
public static class MediaDuration
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Reads the duration of an Ogg Opus, MP4 (M4A, MOV) or WAV file. Only headers are read, and little of them.</summary>
    /// <param name="content">The file, from its start; it must be able to seek, and its position is as before afterwards.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The duration; null when the file is of another kind, damaged, or claims more than 7 days.</returns>
    public static async Task<TimeSpan?> ReadAsync(Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!content.CanSeek)
        {
            throw new ArgumentException("The stream must be able to seek.", nameof(content));
        }

        var before = content.Position;
        try
        {
            var source = new HeaderSource(content);
            var seconds = await OggOpusDuration.ReadAsync(source, cancellationToken).ConfigureAwait(false)
                ?? await WavDuration.ReadAsync(source, cancellationToken).ConfigureAwait(false)
                ?? await Mp4Duration.ReadAsync(source, cancellationToken).ConfigureAwait(false);
            return seconds is { } known && known >= 0 && known <= Longest.TotalSeconds ? TimeSpan.FromSeconds(known) : null;
        }
        finally
        {
            content.Position = before;
        }
    }
}
