using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.Notifications;
using WhatsAppKit.Core.Session.Receipts;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>A simulated phone: the first device of its account. It scans QR codes, and encrypts and decrypts for itself.</summary>
public sealed class SandboxPhone : IAsyncDisposable
{
    private const int EventBacklog = 100_000;

    private readonly SandboxCore _core;
    private readonly Device _device;
    private readonly DeviceState _state;
    private readonly PhoneLink _link;
    private readonly WorkQueue _work;
    private readonly PreKeyService _preKeys;
    private readonly MessageService _messages;
    private readonly PhoneInbox _inbox;
    private readonly PhoneGallery _gallery;
    private readonly ReceiptHandler _receipts;

    private SandboxPhone(SandboxCore core, Device device)
    {
        _core = core;
        _device = device;
        var time = core.Options.TimeProvider;
        var events = new EventHub(EventBacklog);
        var store = new PrefixedStore(core.Store, $"phone-{device.Account.Number}-");
        _inbox = new PhoneInbox(store, device.Account);
        _state = new DeviceState(_inbox, events);
        _link = new PhoneLink(device, core.Server, time, core.Logger);
        _work = new WorkQueue(core.Logger);
        _preKeys = new PreKeyService(_link, _state, core.Logger);
        var directory = new DeviceDirectory(_link, _state, time);
        var encryptor = new DeviceEncryptor(_state, _preKeys, core.Logger);
        var sent = new SentMessageLog(_inbox, time, TimeSpan.FromDays(7));
        var retries = new RetryResponder(_link, _state, encryptor, _preKeys, sent, time, core.Logger);
        _link.Handle("message", new MessageReceiver(_link, _state, new RetryRequester(_link, _state, time, core.Logger), core.Logger).HandleAsync);
        _receipts = new ReceiptHandler(_link, _state, retries, _work, time);
        _link.Handle("receipt", OnReceiptAsync);
        var notifications = new NotificationHandler(_link, _preKeys, directory, _work);
        _link.Handle("notification", notifications.HandleAsync);
        _gallery = new PhoneGallery(core);
        Media = new MediaService(
            _link, _state, notifications, new MediaOptions { TrustedCertificates = core.Media.CertificatePem }, time, core.Logger);
        _messages = new MessageService(_link, _state, directory, encryptor, sent, time);
    }

    /// <summary>The phone number, digits only.</summary>
    public string Number => _device.Account.Number;

    /// <summary>The account's phone-number JID.</summary>
    public Jid Jid => _device.Account.PhoneJid;

    /// <summary>The account's LID.</summary>
    public Jid Lid => _device.Account.LidJid;

    /// <summary>What the phone has received, oldest first; what its linked devices wrote is among it.</summary>
    public IReadOnlyList<PhoneMessage> Messages => _inbox.Messages;

    /// <summary>Uploads and downloads files, as the phone itself does.</summary>
    public MediaService Media { get; }

    internal DeviceState State => _state;

    internal Account Account => _device.Account;

    internal static async Task<SandboxPhone> StartAsync(SandboxCore core, Account account, CancellationToken cancellationToken)
    {
        Device device;
        lock (core.Accounts.Gate)
        {
            if (!account.Devices.TryGetValue(0, out device!))
            {
                device = new Device(account, 0);
                account.Devices.Add(0, device);
            }
        }

        var phone = new SandboxPhone(core, device);
        await phone.TurnOnAsync(cancellationToken).ConfigureAwait(false);
        return phone;
    }

    /// <summary>Scans a QR code and links the device that shows it; returns when the device has confirmed.</summary>
    /// <param name="code">The exact text of the QR code.</param>
    /// <param name="cancellationToken">Stops waiting for the device.</param>
    /// <returns>The new device's phone-number JID.</returns>
    /// <exception cref="ArgumentException">The text is no QR code of WhatsApp.</exception>
    /// <exception cref="InvalidOperationException">No waiting device shows this code, or the device refused.</exception>
    public Task<Jid> ScanAsync(string code, CancellationToken cancellationToken = default) => new QrScan(_core, this).RunAsync(code, cancellationToken);

    /// <summary>Sends text to a person, and to the devices linked to this phone.</summary>
    /// <param name="to">A number (digits, with or without +) or a JID.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<SentMessage> SendTextAsync(string to, string text, CancellationToken cancellationToken = default) =>
        _messages.SendTextAsync(PhoneNumbers.ToJid(to), text, null, cancellationToken);

    /// <summary>Gives the phone the file of a message, so that it can upload it again when a linked device asks.</summary>
    /// <param name="messageId">The message's id.</param>
    /// <param name="file">The file as the message names it.</param>
    public void KeepMedia(string messageId, MediaFile file)
    {
        ArgumentException.ThrowIfNullOrEmpty(messageId);
        ArgumentNullException.ThrowIfNull(file);
        _gallery.Keep(messageId, file);
    }

    /// <summary>Takes the file of a message away from the phone.</summary>
    /// <param name="messageId">The message's id.</param>
    public void ForgetMedia(string messageId) => _gallery.Forget(messageId);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync().ConfigureAwait(false);
        await _work.DisposeAsync().ConfigureAwait(false);
        _preKeys.Dispose();
        _state.Dispose();
    }

    private async ValueTask OnReceiptAsync(BinaryNode receipt, CancellationToken cancellationToken)
    {
        if (receipt["type"] == "server-error")
        {
            await _gallery.AnswerAsync(receipt, Jid).ConfigureAwait(false);
        }

        await _receipts.HandleAsync(receipt, cancellationToken).ConfigureAwait(false);
    }

    private async Task TurnOnAsync(CancellationToken cancellationToken)
    {
        await _inbox.LoadAsync(cancellationToken).ConfigureAwait(false);
        await _state.LoadAsync(cancellationToken).ConfigureAwait(false);
        if (!_state.Credentials.IsPaired)
        {
            await _state.UpdateCredentialsAsync(
                credentials => credentials with { PhoneJid = Jid, LidJid = Lid }, cancellationToken).ConfigureAwait(false);
        }

        lock (_core.Accounts.Gate)
        {
            var credentials = _state.Credentials;
            _device.Identity = credentials.IdentityKey.PublicKey.Span.ToArray();
            _device.Registration = PreKeyNodes.UInt32(credentials.RegistrationId);
            _device.SignedPreKeyId = PreKeyNodes.UInt32(credentials.SignedPreKey.Id)[1..];
            _device.SignedPreKey = credentials.SignedPreKey.KeyPair.PublicKey.Span.ToArray();
            _device.SignedPreKeySignature = credentials.SignedPreKey.Signature.ToArray();
            _device.Client = _link;
        }

        _link.Start();
        await _preKeys.EnsureAsync(cancellationToken).ConfigureAwait(false);
        await _core.Server.Delivery.ActivateAsync(_device).ConfigureAwait(false);
        await _core.Archive.SaveAsync(_device.Account).ConfigureAwait(false);
    }
}
