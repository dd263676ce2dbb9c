using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.Notifications;
using WhatsAppKit.Core.Session.Receipts;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core;

/// <summary>
/// What a device can do over a session, composed in one place. It does not know whether that session is a connection to a
/// server or, for a simulated phone, a line inside one.
/// </summary>
internal sealed class DeviceFeatures : IAsyncDisposable
{
    private readonly WorkQueue _work;

    public DeviceFeatures(IWhatsAppSession session, ISessionStore store, EventHub events, WhatsAppClientOptions options, ILogger logger)
    {
        var time = options.TimeProvider;
        _work = new WorkQueue(logger);
        State = new DeviceState(store, events);
        PreKeys = new PreKeyService(session, State, logger);
        var directory = new DeviceDirectory(session, State, time);
        var encryptor = new DeviceEncryptor(State, PreKeys, logger);
        var sent = new SentMessageLog(store, time, options.SentMessageRetention);
        var retries = new RetryResponder(session, State, encryptor, PreKeys, sent, time, logger);
        var direct = new DirectFanout(State, directory, encryptor, sent);
        session.Handle("message", new MessageReceiver(session, State, new RetryRequester(session, State, time, logger), logger).HandleAsync);
        session.Handle("receipt", new ReceiptHandler(session, State, retries, _work, time).HandleAsync);
        session.Handle("notification", new NotificationHandler(session, PreKeys, directory, _work).HandleAsync);
        session.Handle("call", (node, token) => session.SendAsync(ReceiptNodes.Ack(node), token));
        Messages = new MessageService(State, new MessageSender(session, direct, time), time);
    }

    public DeviceState State { get; }

    public PreKeyService PreKeys { get; }

    public MessageService Messages { get; }

    public async ValueTask DisposeAsync()
    {
        await _work.DisposeAsync().ConfigureAwait(false);
        PreKeys.Dispose();
        State.Dispose();
    }
}
