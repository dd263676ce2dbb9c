using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Sandbox.State;
using static WhatsAppKit.Core.Protobuf.Message.Types;
using Results = WhatsAppKit.Core.Protobuf.Message.Types.PeerDataOperationRequestResponseMessage.Types;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>What a phone remembers of chats, and how it hands that to the devices linked to it.</summary>
public sealed class PhoneHistory
{
    private const int MostInline = 48 * 1024;

    private readonly SandboxCore _core;
    private readonly Account _account;
    private readonly PeerSender _peers;
    private readonly MediaService _media;
    private readonly PhoneGallery _gallery;
    private readonly WorkQueue _work;
    private readonly PhoneInbox _inbox;
    private readonly List<Conversation> _seeded = [];
    private readonly List<WebMessageInfo> _written = [];
    private readonly Dictionary<string, string> _names = [];
    private readonly Dictionary<string, (HistorySync Part, int Order)> _sent = [];
    private readonly Lock _gate = new();

    internal PhoneHistory(SandboxCore core, Account account, PeerSender peers, MediaService media, PhoneGallery gallery, PhoneInbox inbox, WorkQueue work)
    {
        _core = core;
        _account = account;
        _peers = peers;
        _media = media;
        _gallery = gallery;
        _inbox = inbox;
        _work = work;
    }

    /// <summary>How many messages one part holds at most. Default: 2,000.</summary>
    public int MessagesPerPart { get; set; } = 2_000;

    /// <summary>How many messages of each chat a new device gets at once. Default: 3.</summary>
    public int InitialMessagesPerChat { get; set; } = 3;

    /// <summary>False when its owner does not let devices have everything on request. Default: true.</summary>
    public bool SharesEverything { get; set; } = true;

    /// <summary>False to hand nothing to a device that is linked, unless it asks. Default: true.</summary>
    public bool WelcomesDevices { get; set; } = true;

    /// <summary>False to leave requests without an answer, as a phone that is off. Default: true.</summary>
    public bool AnswersRequests { get; set; } = true;

    /// <summary>What a part tells besides chats and names: set before a device is linked. Tests fill in what they need.</summary>
    internal HistorySync Extras { get; } = new();

    /// <summary>Does something to each part before it leaves, as a broken phone might; the packed bytes.</summary>
    internal Func<HistorySyncType, byte[], byte[]>? Damage { get; set; }

    /// <summary>Gives the phone a chat with messages of the past. Devices that are linked later get them.</summary>
    /// <param name="chat">A number (digits, with or without +) or a JID.</param>
    /// <param name="messages">The messages, in any order.</param>
    /// <param name="name">The chat's name; null for none.</param>
    /// <exception cref="ArgumentException">The chat is no number and no JID.</exception>
    public void Seed(string chat, IEnumerable<SandboxHistoryMessage> messages, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var jid = PhoneNumbers.ToJid(chat);
        var order = 0UL;
        var packed = messages.OrderBy(message => message.At)
            .Select(message => new HistorySyncMsg { Message = Info(jid, message), MsgOrderId = ++order }).Reverse();
        var conversation = Conversation(jid, name);
        conversation.Messages.AddRange(packed);
        conversation.ConversationTimestamp = conversation.Messages.FirstOrDefault()?.Message.MessageTimestamp ?? 0;
        Seed(conversation);
    }

    /// <summary>Gives the phone the name that somebody chose.</summary>
    /// <param name="person">A number (digits, with or without +) or a JID.</param>
    /// <param name="name">The name.</param>
    public void SeedName(string person, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_gate)
        {
            _names[PhoneNumbers.ToJid(person).ToString()] = name;
        }
    }

    internal void Seed(Conversation conversation)
    {
        lock (_gate)
        {
            _seeded.Add(conversation);
        }
    }

    /// <summary>Remembers what the phone itself wrote.</summary>
    internal void Note(SentMessage sent, string text)
    {
        lock (_gate)
        {
            _written.Add(Info(sent.To, new SandboxHistoryMessage(text, sent.Timestamp, FromMe: true, Id: sent.Id)));
        }
    }

    /// <summary>Begins to hand the history to a device that was linked; nothing happens when there is none.</summary>
    internal void Welcome(Jid device, ByteString properties)
    {
        if (WelcomesDevices)
        {
            _work.TryAdd("hand over the history", token => WelcomeAsync(device, DeviceProps.Parser.ParseFrom(properties), token));
        }
    }

    /// <summary>Begins to answer a request; one for something else gets no answer here.</summary>
    internal void Answer(Jid device, string requestId, PeerDataOperationRequestMessage request)
    {
        switch (request.PeerDataOperationRequestType)
        {
            case var _ when !AnswersRequests:
                break;
            case PeerDataOperationRequestType.HistorySyncOnDemand when request.HistorySyncOnDemandRequest is { } asked:
                _work.TryAdd("hand over older messages", token => AnswerAsync(device, requestId, asked, token));
                break;
            case PeerDataOperationRequestType.FullHistorySyncOnDemand when request.FullHistorySyncOnDemandRequest is { } asked:
                _work.TryAdd("hand over everything", token => AnswerAsync(device, requestId, asked, token));
                break;
            case PeerDataOperationRequestType.HistorySyncChunkRetry when request.HistorySyncChunkRetryRequest is { } asked:
                _work.TryAdd("hand over a part again", token => AnswerAsync(device, asked, token));
                break;
        }
    }

    private async Task WelcomeAsync(Jid device, DeviceProps properties, CancellationToken cancellationToken)
    {
        var config = properties.HistorySyncConfig ?? new DeviceProps.Types.HistorySyncConfig();
        var isFull = properties.RequireFullSync;
        var days = isFull ? config.FullSyncDaysLimit : config.RecentSyncDaysLimit;
        var conversations = await SinceAsync(days, cancellationToken).ConfigureAwait(false);
        if (conversations.Count == 0 && Names().Count == 0 && Extras.CalculateSize() == 0)
        {
            return;
        }

        var initial = Extras.Clone();
        initial.SyncType = HistorySyncType.InitialBootstrap;
        var most = config.InitialSyncMaxMessagesPerChat > 0 ? (int)config.InitialSyncMaxMessagesPerChat : InitialMessagesPerChat;
        initial.Conversations.AddRange(conversations.Select(each => HistoryPacker.Only(each, each.Messages.Take(most))));
        await SendAsync(device, initial, 1, config.InlineInitialPayloadInE2EeMsg, null, cancellationToken).ConfigureAwait(false);
        if (Names() is { Count: > 0 } names)
        {
            var part = new HistorySync { SyncType = HistorySyncType.PushName };
            part.Pushnames.AddRange(names);
            await SendAsync(device, part, 1, false, null, cancellationToken).ConfigureAwait(false);
        }

        await SendAllAsync(device, isFull ? HistorySyncType.Full : HistorySyncType.Recent, conversations, null, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAllAsync(
        Jid device, HistorySyncType type, IReadOnlyList<Conversation> conversations, FullHistorySyncOnDemandRequestMetadata? request, CancellationToken cancellationToken)
    {
        var parts = HistoryPacker.Cut(conversations, MessagesPerPart).ToArray();
        for (var i = 0; i < parts.Length; i++)
        {
            var part = new HistorySync { SyncType = type, ChunkOrder = (uint)i + 1, Progress = (uint)((i + 1) * 100 / parts.Length) };
            part.Conversations.AddRange(parts[i]);
            await SendAsync(
                device, part, i + 1, false, told => told.FullHistorySyncOnDemandRequestMetadata = request, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(Jid device, string requestId, HistorySyncOnDemandRequest asked, CancellationToken cancellationToken)
    {
        var part = new HistorySync { SyncType = HistorySyncType.OnDemand, ChunkOrder = 1 };
        var conversations = await ConversationsAsync(cancellationToken).ConfigureAwait(false);
        if (conversations.FirstOrDefault(each => IsAbout(each, asked.ChatJid)) is { } found)
        {
            var before = found.Messages.SkipWhile(each => each.Message.Key.Id != asked.OldestMsgId).Skip(1).ToArray();
            if (before.Length == 0)
            {
                before = [.. found.Messages.Where(each => each.Message.MessageTimestamp < (ulong)Math.Max(0, asked.OldestMsgTimestampMs))];
            }

            var answer = HistoryPacker.Only(found, before.Take(asked.OnDemandMsgCount));
            answer.EndOfHistoryTransferType = before.Length > asked.OnDemandMsgCount
                ? Core.Protobuf.Conversation.Types.EndOfHistoryTransferType.CompleteOnDemandSyncButMoreMsgRemainOnPrimary
                : Core.Protobuf.Conversation.Types.EndOfHistoryTransferType.CompleteAndNoMoreMessageRemainOnPrimary;
            part.Conversations.Add(answer);
        }

        await SendAsync(device, part, 1, false, told => told.PeerDataRequestSessionId = requestId, cancellationToken).ConfigureAwait(false);
    }

    private async Task AnswerAsync(Jid device, string requestId, FullHistorySyncOnDemandRequest asked, CancellationToken cancellationToken)
    {
        var response = new FullHistorySyncOnDemandRequestResponse
        {
            RequestMetadata = asked.RequestMetadata,
            ResponseCode = SharesEverything
                ? FullHistorySyncOnDemandRequestResponse.Types.ResponseCode.RequestSuccess
                : FullHistorySyncOnDemandRequestResponse.Types.ResponseCode.DeclinedSharingHistory,
        };
        var told = new ProtocolMessage
        {
            Type = ProtocolMessage.Types.Type.PeerDataOperationRequestResponseMessage,
            PeerDataOperationRequestResponseMessage = new PeerDataOperationRequestResponseMessage
            {
                PeerDataOperationRequestType = PeerDataOperationRequestType.FullHistorySyncOnDemand,
                StanzaId = requestId,
                PeerDataOperationResult = { new Results.PeerDataOperationResult { FullHistorySyncOnDemandRequestResponse = response } },
            },
        };
        await _peers.SendAsync(device, told, [], cancellationToken).ConfigureAwait(false);
        if (SharesEverything)
        {
            var from = asked.FullHistorySyncOnDemandConfig?.HistoryFromTimestamp ?? 0;
            await SendAllAsync(device, HistorySyncType.Full, await FromAsync(from, cancellationToken).ConfigureAwait(false), asked.RequestMetadata, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(Jid device, HistorySyncChunkRetryRequest asked, CancellationToken cancellationToken)
    {
        (HistorySync Part, int Order) found;
        lock (_gate)
        {
            if (!_sent.TryGetValue(asked.ChunkNotificationId, out found))
            {
                return;
            }
        }

        await SendAsync(device, found.Part, found.Order, false, null, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(
        Jid device, HistorySync part, int order, bool mayInline, Action<HistorySyncNotification>? describe, CancellationToken cancellationToken)
    {
        var id = MessageIds.Create(_account.PhoneJid, _core.Options.TimeProvider.GetUtcNow());
        var packed = HistoryPacker.Pack(part).ToArray();
        packed = Damage?.Invoke(part.SyncType, packed) ?? packed;
        var told = new HistorySyncNotification { SyncType = part.SyncType, ChunkOrder = (uint)order, OriginalMessageId = id };
        if (part.HasProgress)
        {
            told.Progress = part.Progress;
        }

        if (mayInline && packed.Length <= MostInline)
        {
            told.InitialHistBootstrapInlinePayload = ByteString.CopyFrom(packed);
        }
        else
        {
            await UploadAsync(told, id, packed, cancellationToken).ConfigureAwait(false);
        }

        if (describe is not null)
        {
            describe(told);
        }

        lock (_gate)
        {
            _sent[id] = (part, order);
        }

        var content = new ProtocolMessage { Type = ProtocolMessage.Types.Type.HistorySyncNotification, HistorySyncNotification = told };
        await _peers.SendAsync(device, content, [], new PeerStanza(id), cancellationToken).ConfigureAwait(false);
    }

    private async Task UploadAsync(HistorySyncNotification told, string id, byte[] packed, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(packed);
        var file = await _media.UploadAsync(content, MediaKind.History, cancellationToken: cancellationToken).ConfigureAwait(false);
        _gallery.Keep(id, file);
        told.DirectPath = file.DirectPath;
        told.MediaKey = ByteString.CopyFrom(file.MediaKey.Span);
        told.FileSha256 = ByteString.CopyFrom(file.FileSha256.Span);
        told.FileEncSha256 = ByteString.CopyFrom(file.FileEncSha256.Span);
        told.FileLength = (ulong)file.Length;
    }

    private Task<IReadOnlyList<Conversation>> SinceAsync(uint days, CancellationToken cancellationToken) => FromAsync(
        days == 0 ? 0 : (ulong)Math.Max(0, (_core.Options.TimeProvider.GetUtcNow() - TimeSpan.FromDays(days)).ToUnixTimeSeconds()), cancellationToken);

    private async Task<IReadOnlyList<Conversation>> FromAsync(ulong seconds, CancellationToken cancellationToken) =>
        [.. (await ConversationsAsync(cancellationToken).ConfigureAwait(false))
            .Select(each => HistoryPacker.Only(each, each.Messages.Where(message => message.Message.MessageTimestamp >= seconds)))];

    /// <summary>All chats: what was seeded, and after that what the phone and its devices wrote and received.</summary>
    private async Task<IReadOnlyList<Conversation>> ConversationsAsync(CancellationToken cancellationToken)
    {
        var received = await _inbox.ContentsAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            var remembered = received.Concat(_written).OrderBy(message => message.MessageTimestamp).ToLookup(message => AddressOf(message.Key.RemoteJid));
            var seeded = _seeded.Select(each => HistoryPacker.With(each, remembered[AddressOf(each.Id)]));
            var others = remembered.Where(chat => !_seeded.Exists(each => AddressOf(each.Id) == chat.Key))
                .Select(chat => HistoryPacker.With(Conversation(chat.Key, null), chat));
            return [.. seeded.Concat(others)];
        }
    }

    /// <summary>A person's number, whichever form the chat is addressed in; phones show one chat for both.</summary>
    private Jid AddressOf(string chat)
    {
        var jid = Jid.Parse(chat);
        lock (_core.Accounts.Gate)
        {
            return _core.Accounts.Find(jid)?.PhoneJid ?? jid;
        }
    }

    private Conversation Conversation(Jid chat, string? name)
    {
        var conversation = new Conversation
        {
            Id = chat.ToString(),
            Name = name ?? "",
            EndOfHistoryTransferType = Core.Protobuf.Conversation.Types.EndOfHistoryTransferType.CompleteAndNoMoreMessageRemainOnPrimary,
        };
        lock (_core.Accounts.Gate)
        {
            if (_core.Accounts.Find(chat) is { } account)
            {
                conversation.PnJid = account.PhoneJid.ToString();
                conversation.LidJid = account.LidJid.ToString();
            }
        }

        return conversation;
    }

    private IReadOnlyList<Pushname> Names()
    {
        lock (_gate)
        {
            return [.. _names.Select(each => new Pushname { Id = each.Key, Pushname_ = each.Value })];
        }
    }

    /// <summary>True for a chat with that address, whichever form it is asked for in.</summary>
    private static bool IsAbout(Conversation conversation, string chat) =>
        conversation.Id == chat || (chat.Length > 0 && (conversation.PnJid == chat || conversation.LidJid == chat));

    private static WebMessageInfo Info(Jid chat, SandboxHistoryMessage message)
    {
        var info = new WebMessageInfo
        {
            Key = new MessageKey
            {
                RemoteJid = chat.ToString(),
                FromMe = message.FromMe,
                Id = message.Id ?? MessageIds.Create(chat, message.At),
            },
            Message = new Message { Conversation = message.Text },
            MessageTimestamp = (ulong)message.At.ToUnixTimeSeconds(),
            MessageSecret = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(SecretBox.SecretLength)),
        };
        if (message.From is { } from && !message.FromMe)
        {
            info.Key.Participant = PhoneNumbers.ToJid(from).ToString();
        }

        return info;
    }
}
