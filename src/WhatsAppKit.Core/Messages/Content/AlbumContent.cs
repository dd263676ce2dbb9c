namespace WhatsAppKit.Core.Messages;

/// <summary>Announces pictures and videos that belong together; each follows in a message of its own that names this one.</summary>
/// <param name="Images">How many pictures follow.</param>
/// <param name="Videos">How many videos follow.</param>
public sealed record AlbumContent(int Images, int Videos) : MessageContent;
