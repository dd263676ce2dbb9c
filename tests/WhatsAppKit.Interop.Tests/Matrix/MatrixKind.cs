using System.Text.Json.Nodes;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.Interop.Tests.Matrix;

/// <summary>A kind of message that each client sends to each. What is in it, between our client and Baileys, is the subject of <see cref="MessageTypeTests"/>.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Part">Its name in the protocol's messages.</param>
/// <param name="Ours">What our client sends; the file is null where there is none.</param>
/// <param name="Baileys">What Baileys sends, in its own terms.</param>
internal sealed record MatrixKind(string Name, string Part, Func<MediaFile?, MessageContent> Ours, Func<JsonObject, JsonObject> Baileys)
{
    /// <summary>What its file is, if it has one.</summary>
    public MediaKind? File { get; private init; }

    public string Type { get; private init; } = "";

    public static IReadOnlyList<MatrixKind> All { get; } =
    [
        new("location", "locationMessage", _ => new LocationContent(48.8584, 2.2945), _ => Location()),
        new("contact", "contactMessage", _ => new ContactsContent([new ContactCard("Ann", Card)]), _ => Contact()),
        new("poll", "pollCreationMessage", _ => new PollContent("Lunch?", ["Pizza", "Sushi"]), _ => Poll()),
        Media("video", "video/mp4", MediaKind.Video, file => new VideoContent(file)),
        Media("audio", "audio/mp4", MediaKind.Audio, file => new AudioContent(file)),
        Media("document", "application/pdf", MediaKind.Document, file => new DocumentContent(file) { FileName = "a.pdf" }, more => more["fileName"] = "a.pdf"),
        Media("sticker", "image/webp", MediaKind.Sticker, file => new StickerContent(file)),
    ];

    private const string Card = "BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nEND:VCARD";

    private static MatrixKind Media(string name, string type, MediaKind kind, Func<MediaFile, MessageContent> ours, Action<JsonObject>? more = null) => new(
        name,
        name + "Message",
        file => ours(file!),
        bytes =>
        {
            var content = new JsonObject { [name] = bytes, ["mimetype"] = type, ["seconds"] = 1, ["jpegThumbnail"] = "AAAA", ["width"] = 4, ["height"] = 3 };
            more?.Invoke(content);
            return content;
        })
    {
        File = kind,
        Type = type,
    };

    private static JsonObject Location() => new() { ["location"] = new JsonObject { ["degreesLatitude"] = 48.8584, ["degreesLongitude"] = 2.2945 } };

    private static JsonObject Contact() =>
        new() { ["contacts"] = new JsonObject { ["displayName"] = "Ann", ["contacts"] = new JsonArray(new JsonObject { ["displayName"] = "Ann", ["vcard"] = Card }) } };

    private static JsonObject Poll() => new() { ["poll"] = new JsonObject { ["name"] = "Lunch?", ["values"] = new JsonArray("Pizza", "Sushi"), ["selectableCount"] = 0 } };
}
