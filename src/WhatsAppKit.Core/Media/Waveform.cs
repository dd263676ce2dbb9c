namespace WhatsAppKit.Core.Media;

/// <summary>The bars that a voice note shows.</summary>
public static class Waveform
{
    /// <summary>How many bars there are.</summary>
    public const int Length = 64;

    private const int Loudest = 100;

    /// <summary>Draws one channel of sound: the mean loudness of 64 equal blocks, in percent of the loudest block.</summary>
    /// <param name="samples">The samples of one channel, from -32768 to 32767; what does not fill the last block is left out.</param>
    /// <returns>64 values from 0 to 100; all 0 for silence.</returns>
    public static byte[] From(ReadOnlySpan<short> samples)
    {
        Span<double> means = stackalloc double[Length];
        for (var i = 0; i < Length; i++)
        {
            var block = Block(samples, i);
            foreach (var sample in block)
            {
                means[i] += Math.Abs((int)sample);
            }

            means[i] /= Math.Max(block.Length, 1);
        }

        return Scale(means);
    }

    /// <inheritdoc cref="From(ReadOnlySpan{short})"/>
    /// <param name="samples">The samples of one channel, from -1 to 1; what is no number counts as silence.</param>
    public static byte[] From(ReadOnlySpan<float> samples)
    {
        Span<double> means = stackalloc double[Length];
        for (var i = 0; i < Length; i++)
        {
            var block = Block(samples, i);
            foreach (var sample in block)
            {
                means[i] += float.IsFinite(sample) ? Math.Abs(sample) : 0;
            }

            means[i] /= Math.Max(block.Length, 1);
        }

        return Scale(means);
    }

    private static ReadOnlySpan<T> Block<T>(ReadOnlySpan<T> samples, int index)
    {
        var size = samples.Length / Length;

        // Fewer samples than bars: each is shown several times.
        return size > 0 ? samples.Slice(index * size, size)
            : samples.IsEmpty ? samples
            : samples.Slice(index * samples.Length / Length, 1);
    }

    private static byte[] Scale(ReadOnlySpan<double> means)
    {
        var bars = new byte[Length];
        var loudest = 0.0;
        foreach (var mean in means)
        {
            loudest = Math.Max(loudest, mean);
        }

        for (var i = 0; loudest > 0 && i < Length; i++)
        {
            bars[i] = (byte)Math.Floor(means[i] / loudest * Loudest);
        }

        return bars;
    }
}
