namespace WhatsAppKit.Core.AppState;

/// <summary>A text that the owner writes by a short word.</summary>
/// <param name="Id">Its id: when it was made, in Unix seconds as text.</param>
/// <param name="Shortcut">The short word.</param>
/// <param name="Message">The text.</param>
/// <param name="Keywords">Words it is found by.</param>
public sealed record QuickReply(string Id, string Shortcut, string Message, IReadOnlyList<string> Keywords)
{
    /// <summary>The id alone.</summary>
    public override string ToString() => $"{nameof(QuickReply)} {{ {Id} }}";
}
