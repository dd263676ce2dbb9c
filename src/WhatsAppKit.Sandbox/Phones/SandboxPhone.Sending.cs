using System.Collections.Concurrent;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Presence;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Sandbox.Phones;

/// <content>What the phone's owner writes and does in chats.</content>
public sealed partial class SandboxPhone
{
    private const int MaxSent = 1_000;
    private readonly ConcurrentQueue<SentMessage> _sent = new();

    /// <summary>What the phone itself wrote since it was turned on, oldest first: the last 1,000 at most.</summary>
    public IReadOnlyList<SentMessage> Sent => [.. _sent];

    /// <summary>Sends content of any kind. Files are uploaded with <see cref="Media"/> first.</summary>
    /// <param name="to">A number (digits, with or without +) or a JID.</param>
    /// <param name="content">What to say.</param>
    /// <param name="options">A reply, mentions, an id; null for none of it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<SentMessage> SendAsync(string to, MessageContent content, MessageOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var sent = await _features.Messages.SendAsync(PhoneNumbers.ToJid(to), content, options, cancellationToken).ConfigureAwait(false);
        return Note(sent, PhoneLines.Describe(content));
    }

    /// <summary>Uploads a file and sends it.</summary>
    /// <param name="to">A number (digits, with or without +) or a JID.</param>
    /// <param name="kind">What kind of file it is: an image, a video, audio, a document or a sticker.</param>
    /// <param name="file">The file's bytes; any will do.</param>
    /// <param name="mimeType">The MIME type, such as <c>image/jpeg</c>.</param>
    /// <param name="caption">Text shown with it, or a document's name; null for none.</param>
    /// <param name="cancellationToken">Stops the upload, or waiting.</param>
    /// <exception cref="ArgumentException">Files of this kind are no messages.</exception>
    public async Task<SentMessage> SendMediaAsync(
        string to, MediaKind kind, ReadOnlyMemory<byte> file, string mimeType, string? caption = null, CancellationToken cancellationToken = default)
    {
        using var stream = new MemoryStream(file.ToArray(), writable: false);
        var uploaded = await Media.UploadAsync(stream, kind, mimeType, cancellationToken: cancellationToken).ConfigureAwait(false);
        MessageContent content = kind switch
        {
            MediaKind.Image => new ImageContent(uploaded) { Caption = caption },
            MediaKind.Video => new VideoContent(uploaded) { Caption = caption },
            MediaKind.Audio => new AudioContent(uploaded),
            MediaKind.Document => new DocumentContent(uploaded) { FileName = caption },
            MediaKind.Sticker => new StickerContent(uploaded),
            _ => throw new ArgumentException("Files of this kind are no messages.", nameof(kind)),
        };
        var sent = await SendAsync(to, content, null, cancellationToken).ConfigureAwait(false);
        KeepMedia(sent.Id, uploaded);
        return sent;
    }

    /// <summary>Sends a picture: <see cref="SendMediaAsync"/> of a JPEG.</summary>
    /// <param name="to">A number (digits, with or without +) or a JID.</param>
    /// <param name="jpeg">The picture's bytes; any will do.</param>
    /// <param name="caption">Text shown with it; null for none.</param>
    /// <param name="cancellationToken">Stops the upload, or waiting.</param>
    public Task<SentMessage> SendImageAsync(string to, ReadOnlyMemory<byte> jpeg, string? caption = null, CancellationToken cancellationToken = default) =>
        SendMediaAsync(to, MediaKind.Image, jpeg, "image/jpeg", caption, cancellationToken);

    /// <summary>Answers a message, quoting it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="text">The answer.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<SentMessage> ReplyAsync(MessageReceived message, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var options = new MessageOptions { ReplyTo = new QuotedMessage(message.Reference, message.Content) };
        return SendAsync(message.Chat.ToString(), new TextContent(text), options, cancellationToken);
    }

    /// <summary>Sends a poll.</summary>
    /// <param name="to">A number (digits, with or without +) or a JID.</param>
    /// <param name="question">The question.</param>
    /// <param name="options">2 to 12 answers to choose from.</param>
    public Task<SentMessage> SendPollAsync(string to, string question, params string[] options) => SendAsync(to, new PollContent(question, options));

    /// <summary>Votes in a poll that reached this phone. Each vote replaces the one before.</summary>
    /// <param name="poll">The message with the poll.</param>
    /// <param name="options">The chosen answers, in the poll's words; none takes the vote back.</param>
    public Task<SentMessage> VoteAsync(MessageReference poll, params string[] options) =>
        DoAsync(_features.Messages.VoteAsync(poll, options), $"voted in {poll?.Id}: {string.Join(", ", options)}");

    /// <summary>Reacts to a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="emoji">One emoji; null takes the reaction back.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<SentMessage> ReactAsync(MessageReference message, string? emoji, CancellationToken cancellationToken = default) =>
        DoAsync(_features.Messages.ReactAsync(message, emoji, null, cancellationToken), $"reacted to {message?.Id}: {emoji ?? "(nothing any more)"}");

    /// <summary>Changes the text of a message this phone wrote.</summary>
    /// <param name="message">The message.</param>
    /// <param name="text">What it says now.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<SentMessage> EditAsync(MessageReference message, string text, CancellationToken cancellationToken = default) =>
        DoAsync(_features.Messages.EditAsync(message, new TextContent(text), null, cancellationToken), $"edited {message?.Id}: \"{text}\"");

    /// <summary>Deletes a message for everyone.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<SentMessage> DeleteAsync(MessageReference message, CancellationToken cancellationToken = default) =>
        DoAsync(_features.Messages.RevokeAsync(message, null, cancellationToken), $"deleted {message?.Id}");

    /// <summary>Makes a group with this phone's owner as its administrator.</summary>
    /// <param name="subject">The group's name.</param>
    /// <param name="members">The others: numbers or JIDs.</param>
    /// <returns>The group's address.</returns>
    public async Task<Jid> CreateGroupAsync(string subject, params string[] members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var group = await Groups.CreateAsync(subject, members.Select(PhoneNumbers.ToJid)).ConfigureAwait(false);
        _diary.Did($"made the group \"{subject}\" ({group.Jid})");
        return group.Jid;
    }

    /// <summary>Shows its owner as typing, or as having stopped. Whoever is online sees it.</summary>
    /// <param name="to">A number (digits, with or without +) or a JID.</param>
    /// <param name="state">Typing, recording, or neither.</param>
    /// <param name="cancellationToken">Stops before it is sent.</param>
    public async Task TypeAsync(string to, TypingState state = TypingState.Composing, CancellationToken cancellationToken = default)
    {
        await Presence.SetAvailableAsync(true, cancellationToken).ConfigureAwait(false);
        await Presence.SetTypingAsync(PhoneNumbers.ToJid(to), state, cancellationToken).ConfigureAwait(false);
        _diary.Did($"-> {to}: {state}");
    }

    /// <summary>Reads messages: their writers are told.</summary>
    /// <param name="messages">What this phone received.</param>
    public async Task ReadAsync(params MessageReceived[] messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        await MarkReadAsync([.. messages.Select(message => message.Reference)]).ConfigureAwait(false);
        _diary.Did("read " + string.Join(", ", messages.Select(message => message.Id)));
    }

    private SentMessage Note(SentMessage sent, string what)
    {
        _sent.Enqueue(sent);
        while (_sent.Count > MaxSent)
        {
            _sent.TryDequeue(out _);
        }

        _diary.Did($"-> {_lines.NameOf(sent.To)}: {what} ({sent.Id})");
        return sent;
    }

    private async Task<SentMessage> DoAsync(Task<SentMessage> doing, string what)
    {
        var sent = await doing.ConfigureAwait(false);
        _diary.Did(what);
        return sent;
    }
}
