using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.History;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Presence;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests.Matrix;

/// <summary>The client of this library.</summary>
internal sealed class OurMatrixClient(WhatsAppSandbox sandbox) : IMatrixClient
{
    private readonly TestDevice _device = TestDevice.Create(sandbox, new MemorySessionStore());

    public bool HoldsBackWhatWaited => false;

    private MessageService Messages => _device.Client.Messages;

    public async Task PairAsync(SandboxPhone phone, bool isByCode)
    {
        if (!isByCode)
        {
            await _device.PairAsync(phone);
            return;
        }

        await _device.Client.ConnectAsync();
        await Wait.ForAsync(() => _device.Client.Status.Qr, "our QR code");
        var code = await _device.Client.RequestPairingCodeAsync(phone.Number);
        await phone.EnterCodeAsync(code.Code);
        await _device.ConnectedAsync();
    }

    public async Task ConnectAsync()
    {
        await _device.Client.ConnectAsync();
        await _device.ConnectedAsync();
    }

    public Task DisconnectAsync() => _device.Client.DisconnectAsync();

    public async Task<string> SendTextAsync(Jid to, string text) => (await Messages.SendTextAsync(to, text)).Id;

    public Task SeesTextAsync(string text) => _device.ReceivesAsync(text);

    public async Task<string> SendImageAsync(Jid to, byte[] bytes) => (await Messages.SendImageAsync(to, new MemoryStream(bytes), "image/jpeg")).Id;

    public async Task SeesImageAsync(string id, byte[] bytes)
    {
        var seen = await Wait.ForAsync(() => _device.Received.FirstOrDefault(message => message.Id == id), "our picture");
        using var copy = new MemoryStream();
        await _device.Client.Media.DownloadAsync(Assert.IsType<ImageContent>(seen.Content).File, copy);
        Assert.Equal(bytes, copy.ToArray());
    }

    public async Task<string> SendAsync(Jid to, MatrixKind kind, byte[] bytes)
    {
        var file = kind.File is { } media ? await _device.Client.Media.UploadAsync(new MemoryStream(bytes), media, kind.Type) : null;
        return (await Messages.SendAsync(to, kind.Ours(file))).Id;
    }

    public async Task SeesAsync(string id, MatrixKind kind)
    {
        var seen = await Wait.ForAsync(() => _device.Received.FirstOrDefault(message => message.Id == id), $"our {kind.Name}");
        Assert.Equal(kind.Ours(seen.Content is MediaContent media ? media.File : null).GetType(), seen.Content.GetType());
    }

    public async Task ReactAsync(string text, string emoji) => await Messages.ReactAsync((await _device.ReceivesAsync(text)).Reference, emoji);

    public Task SeesReactionAsync(string id, string emoji) =>
        Wait.UntilAsync(() => _device.Events.OfType<ReactionChanged>().Any(each => each.Target.Id == id && each.Emoji == emoji), "our reaction");

    public async Task EditAsync(Jid to, string id, string text) => await Messages.EditAsync(Own(to, id), new TextContent(text));

    public Task SeesEditAsync(string id, string text) =>
        Wait.UntilAsync(() => _device.Events.OfType<MessageEdited>().Any(each => each.Target.Id == id && each.Content == new TextContent(text)), "our edit");

    public async Task DeleteAsync(Jid to, string id) => await Messages.RevokeAsync(Own(to, id));

    public Task SeesDeletionAsync(string id) => Wait.UntilAsync(() => _device.Events.OfType<MessageRevoked>().Any(each => each.Target.Id == id), "our deletion");

    public async Task<Jid> CreateGroupAsync(string subject, Jid member) => (await _device.Client.Groups.CreateAsync(subject, [member])).Jid;

    public Task RenameGroupAsync(Jid group, string subject) => _device.Client.Groups.Settings.SetSubjectAsync(group, subject);

    public Task SeesGroupNameAsync(Jid group, string subject) =>
        Wait.UntilAsync(() => _device.Events.OfType<GroupSubjectChanged>().Any(each => each.Group == group && each.Subject == subject), "our group's name");

    public async Task AddToGroupAsync(Jid group, Jid member) => Assert.All(await _device.Client.Groups.AddParticipantsAsync(group, [member]), result => Assert.True(result.IsSuccess));

    public Task SeesMemberAsync(Jid group, Jid member) =>
        Wait.UntilAsync(() => _device.Events.OfType<GroupParticipantsChanged>().Any(each => each.Group == group && each.Participants.Contains(member)), "our group's member");

    public async Task ReadAsync(string text) => await Messages.MarkReadAsync([(await _device.ReceivesAsync(text)).Reference]);

    public Task SeesReadAsync(string id) =>
        Wait.UntilAsync(() => _device.Events.OfType<ReceiptReceived>().Any(each => each.Kind == ReceiptKind.Read && each.Ids.Contains(id)), "our read receipt");

    /// <summary>It learns its name, without which nobody is online, from what its phone sends.</summary>
    public async Task GoOnlineAsync(SandboxPhone phone, SandboxPhone friend)
    {
        await phone.SendTextAsync(friend.Number, $"name of {phone.Number}");
        await phone.SendTextAsync(friend.Number, $"name of {phone.Number} again");
        await _device.ReceivesAsync($"name of {phone.Number} again");
        await _device.Client.Presence.SetAvailableAsync(true);
    }

    public Task SubscribeAsync(Jid to) => _device.Client.Presence.SubscribeAsync(to);

    public Task SeesOnlineAsync(Jid who) =>
        Wait.UntilAsync(() => _device.Events.OfType<PresenceChanged>().Any(each => each.Chat == who && each.IsAvailable), "our presence");

    public Task TypeAsync(Jid to) => _device.Client.Presence.SetTypingAsync(to, TypingState.Composing);

    public Task SeesTypingAsync(Jid who) => Wait.UntilAsync(() => _device.Events.Contains(new TypingChanged(who, who, TypingState.Composing)), "our typing");

    public Task IsSyncedAsync() => AppStateRig.ReadyAsync(_device);

    public Task MuteAsync(Jid chat) => _device.Client.Chats.MuteAsync(chat);

    public Task SeesMuteAsync(Jid chat) =>
        Wait.UntilAsync(() => _device.Events.OfType<ChatMuteChanged>().Any(each => each.Chat.User == chat.User && each.IsMuted), "our mute");

    public Task HasHistoryAsync(string text) => Wait.UntilAsync(
        () => _device.Events.OfType<HistoryReceived>().SelectMany(part => part.Messages).Any(message => message.Event is MessageReceived received && received.Text == text),
        "our history");

    public ValueTask DisposeAsync() => _device.DisposeAsync();

    private MessageReference Own(Jid to, string id) => new(to, id, _device.Client.Status.LidJid!.Value.ToUser(), FromMe: true);
}
