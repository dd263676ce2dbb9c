namespace WhatsAppKit.Sandbox.Host;

/// <summary>Something a phone's owner does.</summary>
/// <param name="Kind">react, edit, delete, reply, poll, vote, type, read, group, or image.</param>
/// <param name="To">The chat: a number or a JID. Not needed where a received message is named.</param>
/// <param name="Message">The id of the message it is about.</param>
/// <param name="Text">The text, the emoji, the question, the group's name, or the caption.</param>
/// <param name="Options">The answers of a poll or of a vote, or a group's other members.</param>
/// <param name="File">A file in base64.</param>
internal sealed record PhoneAction(string? Kind, string? To, string? Message, string? Text, string[]? Options, string? File);

/// <summary>Something that goes wrong for a device.</summary>
/// <param name="Kind">lose-message, repeat-message, damage-message, lose-ack, refuse, silent, hears, cut, damage-frame, stream-error, failure, restrict, exhaust-pre-keys, storm, or remove.</param>
/// <param name="Code">The code of a refusal or failure.</param>
/// <param name="Error">The stream's error.</param>
/// <param name="Count">How many.</param>
/// <param name="Until">When a restriction ends.</param>
internal sealed record DeviceFault(string? Kind, int? Code, string? Error, int? Count, DateTimeOffset? Until);

/// <summary>What was sent.</summary>
internal sealed record Done(string? Id);
