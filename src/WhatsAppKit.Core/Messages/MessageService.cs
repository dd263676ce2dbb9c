using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Messages;

/// <summary>Sends messages, and changes those that were sent.</summary>
/// <remarks>
/// Every method returns when the server has accepted the message, and throws when it has not:
/// <see cref="WhatsAppNotConnectedException"/> without a connection, or when it breaks and does not come back within 5 seconds, <see cref="RecipientNotFoundException"/> when the
/// person is not on WhatsApp, <see cref="MessageRejectedException"/> when the server refuses, and
/// <see cref="RequestTimeoutException"/> when it does not answer, so that it is unknown whether it has the message.
/// Sending again under the same id is then harmless.
/// </remarks>
public sealed partial class MessageService
{
    /// <summary>The longest text in characters that WhatsApp's own clients accept.</summary>
    public const int MaxTextLength = 65536;

    // As wide as the web client makes the thumbnails inside its messages.
    private const int ThumbnailWidth = 32;

    private readonly DeviceState _state;
    private readonly MessageSender _sender;
    private readonly SecretStore _secrets;
    private readonly SecretWriter _sealed;
    private readonly MediaService _media;
    private readonly ReadMarker _reads;
    private readonly TimeProvider _time;
    private readonly bool _reports;

    internal MessageService(
        DeviceState state,
        MessageSender sender,
        SecretStore secrets,
        MediaService media,
        ReadMarker reads,
        TimeProvider time,
        bool reports)
    {
        _media = media;
        _state = state;
        _sender = sender;
        _secrets = secrets;
        _sealed = new SecretWriter(secrets, state);
        _reads = reads;
        _time = time;
        _reports = reports;
    }

    /// <summary>A new message id, for callers that must record it before they send.</summary>
    /// <exception cref="WhatsAppNotConnectedException">The device is not paired.</exception>
    public string CreateId() =>
        _state.IsLoaded && _state.Credentials.PhoneJid is { } own
            ? MessageIds.Create(own, _time.GetUtcNow())
            : throw new WhatsAppNotConnectedException("The device is not paired.");

    /// <summary>A new message id for an account that need not be connected, or loaded.</summary>
    /// <param name="own">The account's own address by phone number.</param>
    /// <param name="now">The time.</param>
    public static string CreateIdFor(Jid own, DateTimeOffset now) => MessageIds.Create(own, now);

    /// <summary>Sends content to a chat and to this account's other devices.</summary>
    /// <param name="to">A person by phone number or LID, a group, a channel, or <c>status@broadcast</c>.</param>
    /// <param name="content">What to say. Files are uploaded with <c>client.Media</c> first.</param>
    /// <param name="options">A reply, mentions, an id chosen before; null for none of it.</param>
    /// <param name="cancellationToken">Stops waiting; the message may still have been sent.</param>
    /// <exception cref="ArgumentException">The content or the options are not valid, or the chat cannot take them.</exception>
    public Task<SentMessage> SendAsync(Jid to, MessageContent content, MessageOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        options ??= new MessageOptions();
        var message = ContentWriter.Write(content);
        ContextWriter.Write(message, options, to);
        return to.Server == JidServer.Newsletter
            ? SendToChannelAsync(to, content, message, options, cancellationToken)
            : SendWithSecretAsync(to, message, options, cancellationToken);
    }

    /// <summary>Sends text to a chat and to this account's other devices.</summary>
    /// <param name="to">A person by phone number or LID, a group, a channel, or <c>status@broadcast</c>.</param>
    /// <param name="text">1 to <see cref="MaxTextLength"/> characters.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one. The server drops a second message with the same id.</param>
    /// <param name="cancellationToken">Stops waiting; the message may still have been sent.</param>
    public Task<SentMessage> SendTextAsync(Jid to, string text, string? id = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return SendAsync(to, new TextContent(text), new MessageOptions { Id = id }, cancellationToken);
    }

    /// <summary>
    /// Uploads a picture and sends it, with its size and a thumbnail where <see cref="MediaOptions.Thumbnailer"/> is set and
    /// the stream can seek.
    /// </summary>
    /// <param name="to">A person by phone number or LID, a group, or <c>status@broadcast</c>.</param>
    /// <param name="picture">The picture; it is read to its end and not disposed.</param>
    /// <param name="mimeType">The MIME type, such as <c>image/jpeg</c>.</param>
    /// <param name="caption">Text shown with it; null for none.</param>
    /// <param name="options">A reply, mentions, an id chosen before; null for none of it.</param>
    /// <param name="cancellationToken">Stops the upload, or waiting; the message may still have been sent.</param>
    /// <exception cref="MediaUploadException">No host took the file.</exception>
    public async Task<SentMessage> SendImageAsync(
        Jid to, Stream picture, string mimeType, string? caption = null, MessageOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(mimeType);
        var thumbnail = await _media.CreateThumbnailAsync(picture, MediaKind.Image, ThumbnailWidth, cancellationToken).ConfigureAwait(false);
        var file = await _media.UploadAsync(picture, MediaKind.Image, mimeType, cancellationToken: cancellationToken).ConfigureAwait(false);
        var content = new ImageContent(file)
        {
            Caption = caption,
            Width = thumbnail?.OriginalWidth ?? 0,
            Height = thumbnail?.OriginalHeight ?? 0,
            Thumbnail = thumbnail?.Jpeg ?? default,
        };
        return await SendAsync(to, content, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Passes a received message on. Its files are not uploaded again.</summary>
    /// <param name="to">The chat to send it to.</param>
    /// <param name="message">The message.</param>
    /// <param name="id">An id from <see cref="CreateId"/>; null makes one.</param>
    /// <param name="cancellationToken">Stops waiting; the message may still have been sent.</param>
    /// <exception cref="ArgumentException">Content of that kind cannot be passed on.</exception>
    public Task<SentMessage> ForwardAsync(Jid to, MessageReceived message, string? id = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);

        // Passing on what one wrote oneself does not count.
        var score = message.ForwardingScore + (message.FromMe ? 0 : 1);
        return SendAsync(to, message.Content, new MessageOptions { Id = id, ForwardingScore = score }, cancellationToken);
    }

    /// <summary>Sends pictures and videos as one album.</summary>
    /// <param name="to">The chat.</param>
    /// <param name="items">2 to 30 pictures and videos, in order.</param>
    /// <param name="cancellationToken">Stops after the item that is being sent.</param>
    /// <returns>The message that announces the album, then one for each item.</returns>
    public async Task<IReadOnlyList<SentMessage>> SendAlbumAsync(Jid to, IReadOnlyList<MediaContent> items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count is < 2 or > 30 || items.Any(item => item is not (ImageContent or VideoContent { IsNote: false }) || item.IsViewOnce))
        {
            throw new ArgumentException("An album has 2 to 30 pictures and videos.", nameof(items));
        }

        var album = new AlbumContent(items.Count(item => item is ImageContent), items.Count(item => item is VideoContent));
        var sent = new List<SentMessage>(items.Count + 1) { await SendAsync(to, album, null, cancellationToken).ConfigureAwait(false) };
        foreach (var item in items)
        {
            var options = new MessageOptions { Album = sent[0].Reference };
            sent.Add(await SendAsync(to, item, options, cancellationToken).ConfigureAwait(false));
        }

        return sent;
    }

    /// <summary>
    /// Gives the message a secret, which those who read it may add votes, answers and comments under. A message that is sent again
    /// keeps its secret: whoever has the first copy drops the second.
    /// </summary>
    private async Task<SentMessage> SendWithSecretAsync(Jid to, Message message, MessageOptions options, CancellationToken cancellationToken)
    {
        var id = options.Id ?? CreateId();
        var own = (_state.Credentials.LidJid ?? _state.Credentials.PhoneJid)
            ?? throw new WhatsAppNotConnectedException("The device is not paired.");
        var before = options.IsRepeat ? await _secrets.FindAsync(id, own, cancellationToken).ConfigureAwait(false) : null;
        (message.MessageContextInfo ??= new MessageContextInfo()).MessageSecret = before is { Secret: var secret }
            ? ByteString.CopyFrom(secret.Span)
            : ByteString.CopyFrom(RandomNumberGenerator.GetBytes(SecretBox.SecretLength));
        return await _sender.SendAsync(
            new OutgoingMessage(id, to, message)
            {
                Alongside = [_secrets.Entry(id, own, MessageWrappers.Unwrap(message))!.Value],
                Reporting = _reports ? (self, chat) => ReportingToken.NodeFor(id, message, self, chat) : null,
            },
            cancellationToken).ConfigureAwait(false);
    }
}
