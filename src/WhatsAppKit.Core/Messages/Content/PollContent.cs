namespace WhatsAppKit.Core.Messages;

/// <summary>A question with answers to choose from.</summary>
/// <param name="Question">The question.</param>
/// <param name="Options">The answers: <see cref="MinOptions"/> to <see cref="MaxOptions"/>, all different.</param>
public sealed record PollContent(string Question, IReadOnlyList<string> Options) : MessageContent
{
    /// <summary>The fewest answers a poll has.</summary>
    public const int MinOptions = 2;

    /// <summary>The most answers a poll that is sent may have.</summary>
    public const int MaxOptions = 12;

    /// <summary>How many answers one person may choose: 1, or 0 for any number. Default: 0.</summary>
    public int MaxSelections { get; init; }

    /// <inheritdoc/>
    public bool Equals(PollContent? other) =>
        other is not null && Question == other.Question && MaxSelections == other.MaxSelections && Options.SequenceEqual(other.Options);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Question, Options.Count, MaxSelections);
}
