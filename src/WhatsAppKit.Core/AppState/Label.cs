namespace WhatsAppKit.Core.AppState;

/// <summary>A label for chats and messages, as businesses use them.</summary>
/// <param name="Id">The label's id, a number as text.</param>
/// <param name="Name">Its name.</param>
/// <param name="Color">Its colour, 0 to 19.</param>
/// <param name="PredefinedId">Which of WhatsApp's own labels it was made from; null for one of the owner's.</param>
public sealed record Label(string Id, string Name, int Color, int? PredefinedId = null);
