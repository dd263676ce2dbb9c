using WhatsAppKit.Sandbox.Media;

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
/// <param name="Kind">
/// lose-message, repeat-message, damage-message, hold-messages, lose-ack, hold-acks, release, release-reversed, refuse, silent, hears, cut,
/// damage-frame, stream-error, failure, restrict, exhaust-pre-keys, storm, or remove.
/// </param>
/// <param name="Code">The code of a refusal or failure.</param>
/// <param name="Ban">What a ban is for.</param>
/// <param name="Seconds">How long a ban lasts.</param>
/// <param name="Error">The stream's error.</param>
/// <param name="Count">How many.</param>
/// <param name="Until">When a restriction ends.</param>
internal sealed record DeviceFault(string? Kind, int? Code, int? Ban, long? Seconds, string? Error, int? Count, DateTimeOffset? Until);

/// <summary>Something that goes wrong at the media host.</summary>
/// <param name="Operation">upload or download.</param>
/// <param name="Status">The HTTP status that is answered.</param>
/// <param name="Times">How many requests meet it; 1 unless given.</param>
/// <param name="DelayMilliseconds">The pause before the answer, or before each part of a file.</param>
internal sealed record HostFault(string? Operation, int? Status, int? Times, int? DelayMilliseconds)
{
    private const int MaxDelay = 600_000;

    /// <exception cref="ArgumentException">It does not say what is needed.</exception>
    public MediaFault ToFault() => new(Operation switch
    {
        "upload" => MediaOperation.Upload,
        "download" => MediaOperation.Download,
        _ => throw new ArgumentException("The operation is upload or download."),
    })
    {
        Status = Status is null or (>= 400 and <= 599) ? Status : throw new ArgumentException("The status is from 400 to 599."),
        Times = Times is null or > 0 ? Times ?? 1 : throw new ArgumentException("It happens at least once."),
        Delay = DelayMilliseconds is null or (>= 0 and <= MaxDelay) ? TimeSpan.FromMilliseconds(DelayMilliseconds ?? 0) : throw new ArgumentException("The pause is at most 10 minutes."),
    };
}

/// <summary>What was sent.</summary>
internal sealed record Done(string? Id);
