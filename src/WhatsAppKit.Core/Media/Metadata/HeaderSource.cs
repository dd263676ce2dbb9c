namespace WhatsAppKit.Core.Media.Metadata;

/// <summary>Small pieces of a file that is not trusted; what lies outside it is simply not there.</summary>
internal sealed class HeaderSource(Stream content)
{
    public long Length => content.Length;

    /// <summary>The bytes at a place; fewer at the end of the file.</summary>
    public async ValueTask<byte[]> ReadAsync(long offset, int count, CancellationToken cancellationToken)
    {
        if (offset < 0 || offset >= Length)
        {
            return [];
        }

        content.Position = offset;
        var buffer = new byte[(int)Math.Min(count, Length - offset)];
        var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read == buffer.Length ? buffer : buffer[..read];
    }
}
