using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Calls;
using WhatsAppKit.Core.Contacts;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Presence;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>A simulated phone: the first device of its account. It scans QR codes, and encrypts and decrypts for itself.</summary>
public sealed partial class SandboxPhone : IAsyncDisposable
{
    private const int EventBacklog = 100_000;

    private readonly SandboxCore _core;
    private readonly Device _device;
    private readonly PhoneLink _link;
    private readonly DeviceFeatures _features;
    private readonly PhoneInbox _inbox;
    private readonly PhoneGallery _gallery;
    private readonly PhoneCalls _calls;
    private readonly EventHub _events = new(EventBacklog);
    private readonly WorkQueue _work;
    private readonly PhoneLines _lines;
    private readonly PhoneDiary _diary;

    private SandboxPhone(SandboxCore core, Device device)
    {
        _core = core;
        _device = device;
        var store = new PrefixedStore(core.Store, Prefix(device.Account));
        var time = core.Options.TimeProvider;
        _inbox = new PhoneInbox(store, device.Account, core.Accounts);
        _link = new PhoneLink(device, core.Server, time, core.Logger);
        var options = new WhatsAppClientOptions
        {
            TimeProvider = time,
            Media = new MediaOptions { TrustedCertificates = core.Media.CertificatePem },
        };
        _lines = new PhoneLines(device.Account, core.Accounts);
        _diary = new PhoneDiary(_events, _lines, time);
        _features = new DeviceFeatures(_link, _inbox, _events, options, core.Logger);
        _work = new WorkQueue(time, core.Logger);
        Memory = new PhoneMemory(_inbox, _features.PeerSender, _work);
        AppState = new AppStatePhone(_link, _features, _work, time);
        _gallery = new PhoneGallery(core);
        History = new PhoneHistory(core, device.Account, _features.PeerSender, _features.Media, _gallery, _inbox, _work);
        _features.PeerMessages.OnRequest((asking, id, request) =>
        {
            Memory.Answer(asking, id, request);
            History.Answer(asking, id, request);
        });
        _calls = new PhoneCalls(_link, device);
        _features.Receipts.On("server-error", async (receipt, _) => await _gallery.AnswerAsync(receipt, Jid).ConfigureAwait(false));
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
    public MediaService Media => _features.Media;

    /// <summary>What the phone's owner shows of themselves and allows others.</summary>
    public PhoneProfile Profile => new(_core, _device.Account);

    /// <summary>Looks people up and blocks them, as the phone itself does.</summary>
    public ContactService Contacts => _features.Contacts.Contacts;

    /// <summary>The pictures of people and groups, and the own one.</summary>
    public ProfilePictures Pictures => _features.Contacts.Pictures;

    /// <summary>What the phone shares with its linked devices: chats, contacts, labels, settings.</summary>
    public AppStatePhone AppState { get; }

    /// <summary>Whether devices that pair must show a passkey, and the code the phone shows meanwhile.</summary>
    public PhonePasskey Passkey { get; } = new();

    /// <summary>What the phone remembers of chats: devices linked later get it.</summary>
    public PhoneHistory History { get; }

    internal DeviceState State => _features.State;

    internal PhoneMemory Memory { get; }

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

    /// <summary>Types a pairing code and links the device that showed it; returns when the device has confirmed.</summary>
    /// <param name="code">The code, with or without its dash.</param>
    /// <param name="cancellationToken">Stops waiting for the device.</param>
    /// <returns>The new device's phone-number JID.</returns>
    /// <exception cref="ArgumentException">The text cannot be a code.</exception>
    /// <exception cref="InvalidOperationException">
    /// No device waits for a code of this phone, the code is wrong, or the device refused or did not answer. The device keeps waiting.
    /// </exception>
    public Task<Jid> EnterCodeAsync(string code, CancellationToken cancellationToken = default) => new CodeEntry(_core, this).RunAsync(code, cancellationToken);

    /// <summary>Shows the account as online or typing, and asks about others.</summary>
    public PresenceService Presence => _features.Presence;

    /// <summary>Refuses calls.</summary>
    public CallService Calls => _features.Calls;

    /// <summary>What the phone is told from now on, for one reader.</summary>
    public EventSubscription Subscribe() => _events.Subscribe();

    /// <summary>Marks messages as read on the phone.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellationToken">Stops between two receipts.</param>
    public Task MarkReadAsync(IReadOnlyList<MessageReference> messages, CancellationToken cancellationToken = default) =>
        _features.Messages.MarkReadAsync(messages, cancellationToken);

    /// <summary>Calls somebody. Nobody can speak, but the devices of the other side ring.</summary>
    /// <param name="to">A number (digits, with or without +) or a JID.</param>
    /// <param name="isVideo">True for a video call.</param>
    /// <param name="cancellationToken">Stops before the call is made.</param>
    public Task<SandboxCall> CallAsync(string to, bool isVideo = false, CancellationToken cancellationToken = default) =>
        _calls.CallAsync(PhoneNumbers.ToJid(to), isVideo, cancellationToken);

    /// <summary>Ends a call this phone made.</summary>
    /// <param name="call">The call.</param>
    /// <param name="reason">The server's word for why; <c>timeout</c> when nobody answered. Null for none.</param>
    /// <param name="cancellationToken">Stops before anything is sent.</param>
    public Task EndCallAsync(SandboxCall call, string? reason = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return _calls.EndAsync(call, reason, cancellationToken);
    }

    /// <summary>Takes a call that rings on this phone, as its events told.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Stops before anything is sent.</param>
    public Task AnswerCallAsync(CallChanged call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return _calls.AnswerAsync(call, cancellationToken);
    }

    /// <summary>Chooses what others may see of the account.</summary>
    /// <param name="readReceipts">True when those who wrote messages are told that they were read.</param>
    /// <param name="lastSeen">True when others may see when the account was online last.</param>
    public Task ChoosePrivacyAsync(bool readReceipts = true, bool lastSeen = true)
    {
        BinaryNode chosen;
        lock (_core.Accounts.Gate)
        {
            Account.TellsWhatIsRead = readReceipts;
            Account.HidesLastSeen = !lastSeen;
            chosen = Stanzas.SettingsAnswers.PrivacyOf(Account);
        }

        return _core.ProfileNotices.TellOwnAsync(Account, except: null, chosen);
    }

    /// <summary>Makes and changes groups.</summary>
    public GroupService Groups => _features.Groups.Groups;

    /// <summary>Sends text to a person or a group, and to the devices linked to this phone.</summary>
    /// <param name="to">A number (digits, with or without +) or a JID.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<SentMessage> SendTextAsync(string to, string text, CancellationToken cancellationToken = default)
    {
        var sent = await _features.Messages.SendTextAsync(PhoneNumbers.ToJid(to), text, null, cancellationToken).ConfigureAwait(false);
        History.Note(sent, text);
        return Note(sent, $"\"{text}\"");
    }

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

    /// <summary>Chooses who may see the account's status updates.</summary>
    /// <param name="people">Phone-number JIDs or LIDs; null for all contacts.</param>
    /// <param name="isExcluded">True for all contacts but these people.</param>
    public void ChooseStatusAudience(IReadOnlyList<Jid>? people, bool isExcluded = false)
    {
        lock (_core.Accounts.Gate)
        {
            Account.StatusAudience = people;
            Account.IsStatusAudienceExcluded = isExcluded;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync().ConfigureAwait(false);
        await _work.DisposeAsync().ConfigureAwait(false);
        await _features.DisposeAsync().ConfigureAwait(false);
        _events.Complete();
        await _diary.DisposeAsync().ConfigureAwait(false);
    }

    // The first installation's keys stood here before there could be a second.
    private static string Prefix(Account account) =>
        account.Installation == 0 ? $"phone-{account.Number}-" : $"phone-{account.Number}-{Stanzas.Nodes.Text(account.Installation)}-";

    private async Task TurnOnAsync(CancellationToken cancellationToken)
    {
        await _inbox.LoadAsync(cancellationToken).ConfigureAwait(false);
        await State.LoadAsync(cancellationToken).ConfigureAwait(false);
        if (!State.Credentials.IsPaired || State.Credentials.PushName is null)
        {
            // Its owner's name, until somebody chooses another: the number.
            await State.UpdateCredentialsAsync(
                credentials => credentials with { PhoneJid = Jid, LidJid = Lid, PushName = Number }, cancellationToken).ConfigureAwait(false);
        }

        lock (_core.Accounts.Gate)
        {
            var credentials = State.Credentials;
            _device.Identity = credentials.IdentityKey.PublicKey.Span.ToArray();
            _device.Registration = PreKeyNodes.UInt32(credentials.RegistrationId);
            _device.SignedPreKeyId = PreKeyNodes.UInt32(credentials.SignedPreKey.Id)[1..];
            _device.SignedPreKey = credentials.SignedPreKey.KeyPair.PublicKey.Span.ToArray();
            _device.SignedPreKeySignature = credentials.SignedPreKey.Signature.ToArray();
            _device.Client = _link;
        }

        // Before the first synchronisation, which a device without keys leaves out: what others change next would then come as a whole, old.
        await AppState.EnsureKeyAsync(cancellationToken).ConfigureAwait(false);
        _link.Start();
        await _features.LoggedInAsync(cancellationToken).ConfigureAwait(false);
        await _core.Server.Delivery.ActivateAsync(_device).ConfigureAwait(false);
        await _core.Archive.SaveAsync(_device.Account).ConfigureAwait(false);
    }
}
