using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

internal sealed class TextKind(StoredMessages rows) : ContentKind<SendTextRequest>(rows)
{
    private const int MaxUrl = 2048;

    public override string Name => "text";

    protected override MessageContent Content(SendTextRequest request) => new TextContent(Text(request)) { Preview = Preview(request), Style = Style(request) };

    private static string Text(SendTextRequest request) =>
        request.Text is { Length: >= 1 and <= MessageService.MaxTextLength } text
            ? text
            : throw GatewayException.Invalid("text", $"1 to {MessageService.MaxTextLength} characters are needed.");

    private static LinkPreview? Preview(SendTextRequest request)
    {
        if (request.Preview is not { } preview)
        {
            return null;
        }

        var url = Fields.Text(preview.Url, "preview.url", MaxUrl);
        return request.Text!.Contains(url, StringComparison.Ordinal)
            ? new LinkPreview(url) { Title = Fields.Optional(preview.Title, "preview.title"), Description = Fields.Optional(preview.Description, "preview.description") }
            : throw GatewayException.Invalid("preview.url", "The link must stand in the text.");
    }

    private static TextStyle? Style(SendTextRequest request)
    {
        var background = Fields.Color(request.BackgroundColor, "backgroundColor");
        var text = Fields.Color(request.TextColor, "textColor");
        if (request.Font is not (null or 0 or 1 or 2 or (>= 6 and <= 10)))
        {
            throw GatewayException.Invalid("font", "0, 1, 2 or 6 to 10 is allowed.");
        }

        if (background is null)
        {
            return text is null && request.Font is null ? null : throw GatewayException.Invalid("backgroundColor", "A text colour or font needs a background.");
        }

        return new TextStyle(background.Value, text, request.Font ?? 0);
    }
}
