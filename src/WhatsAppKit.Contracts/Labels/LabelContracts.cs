namespace WhatsAppKit.Contracts.Labels;

/// <summary>A label as it shall be.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Color">0 to 19.</param>
public sealed record SaveLabelRequest(string? Name, int? Color);

/// <summary>A label for chats and messages.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Color">Its colour: 0 to 19.</param>
public sealed record LabelResponse(string Id, string Name, int Color);
