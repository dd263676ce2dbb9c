namespace WhatsAppKit.Core.Messages;

/// <summary>A message with buttons or a list, as businesses send them. It can be received only: WhatsApp does not show those of ordinary accounts.</summary>
/// <param name="Text">The text above the choices.</param>
/// <param name="Choices">What can be chosen.</param>
public sealed record InteractiveContent(string Text, IReadOnlyList<InteractiveChoice> Choices) : MessageContent
{
    /// <summary>Small text below.</summary>
    public string? Footer { get; init; }

    /// <summary>A heading.</summary>
    public string? Title { get; init; }

    /// <inheritdoc/>
    public bool Equals(InteractiveContent? other) =>
        other is not null && Text == other.Text && Footer == other.Footer && Title == other.Title && Choices.SequenceEqual(other.Choices);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, Footer, Title, Choices.Count);
}

/// <summary>A button, or a row of a list.</summary>
/// <param name="Id">What a reply names; for a link or a call its target.</param>
/// <param name="Label">What it shows.</param>
public sealed record InteractiveChoice(string Id, string Label);

/// <summary>The answer to a message with buttons or a list. It quotes that message.</summary>
/// <param name="Kind">What was answered.</param>
/// <param name="SelectedId">The id of the choice; for a native flow its parameters as JSON.</param>
/// <param name="Text">The label of the choice.</param>
public sealed record InteractiveReplyContent(InteractiveReplyKind Kind, string SelectedId, string Text) : MessageContent
{
    /// <summary>The position of the button in a template, from 0.</summary>
    public int Index { get; init; }

    /// <summary>The name of the native flow.</summary>
    public string? FlowName { get; init; }
}

/// <summary>What an <see cref="InteractiveReplyContent"/> answers.</summary>
public enum InteractiveReplyKind
{
    /// <summary>A button.</summary>
    Button,

    /// <summary>A row of a list.</summary>
    List,

    /// <summary>A button of a template.</summary>
    Template,

    /// <summary>A native flow.</summary>
    NativeFlow,
}
