using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Sandbox.Faults;
using WhatsAppKit.Sandbox.Media;
using WhatsAppKit.Sandbox.Observation;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Takes what logged-in devices say and hands it to whoever knows the answer. What nobody knows gets an error.</summary>
internal sealed class StanzaServer(
    AccountDirectory accounts,
    AccountArchive archive,
    GroupRegistry groups,
    GroupArchive groupArchive,
    AppStateArchive appState,
    ChannelRegistry channels,
    ProfileArchive profiles,
    SandboxMedia media,
    SandboxObserver observer,
    GroupAddressing addressing,
    TimeProvider time)
{
    private readonly DeliveryFaults _faults = new();
    private Delivery? _delivery;

    public DeliveryFaults Faults => _faults;

    public Delivery Delivery => _delivery ??= new Delivery(accounts, archive, _faults);

    public ProfileNotices ProfileNotices => new(accounts, Delivery, time);

    public PresenceRouting Presence => new(accounts, groups, Delivery, time);

    private PictureAnswers Pictures => new(accounts, groups, groupArchive, profiles, ProfileNotices, media);

    private GroupAnswers Groups => new(new GroupDesk(accounts, groups, groupArchive, Delivery, addressing, time), Pictures);

    private ChannelRouting Channels => new(accounts, channels, Delivery, _faults, time);

    public async Task HandleAsync(Device sender, ISandboxClient client, BinaryNode stanza)
    {
        switch (stanza.Tag)
        {
            case "iq" when stanza["type"] is "get" or "set":
                await AnswerAsync(sender, client, stanza).ConfigureAwait(false);
                break;
            case "message" when ChannelRouting.IsFor(stanza):
                await Channels.RouteAsync(sender, client, stanza).ConfigureAwait(false);
                break;
            case "message":
                await new MessageRouting(accounts, groups, Delivery, _faults, time).RouteAsync(sender, client, stanza).ConfigureAwait(false);
                break;
            case "receipt" when stanza["type"] == "view":
                new ChannelReading(accounts, channels).Saw(sender, stanza);
                await client.SendAsync(new BinaryNode(
                    "ack", [("class", "receipt"), ("id", stanza["id"]), ("from", stanza.Jid("to")), ("type", "view")])).ConfigureAwait(false);
                break;
            case "receipt":
                await new ReceiptRouting(accounts, Delivery, time).RouteAsync(sender, client, stanza).ConfigureAwait(false);
                break;
            case "call" when stanza.Child("link_create") is { } link:
                await client.SendAsync(CallLinks.Answer(stanza, link)).ConfigureAwait(false);
                break;
            case "call":
                await new CallRouting(accounts, Delivery, time).RouteAsync(sender, client, stanza).ConfigureAwait(false);
                break;
            case "presence" when stanza["type"] is null or "available" or "unavailable" or "subscribe":
                await Presence.OnPresenceAsync(sender, stanza).ConfigureAwait(false);
                break;
            case "chatstate":
                await Presence.OnTypingAsync(sender, stanza).ConfigureAwait(false);
                break;
            case "ack":
                await Delivery.ConfirmAsync(sender, stanza["class"] ?? "", stanza).ConfigureAwait(false);
                break;
            case "ib" when stanza.Child("offline_batch") is not null:
                await Delivery.ActivateAsync(sender).ConfigureAwait(false);
                break;
            case "ib" when stanza.Child("unified_session") is not null:
            case "iq" when stanza["type"] is "result" or "error":
                break;
            default:
                await MissAsync(sender, client, stanza).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>Refuses what nobody knows, so that a client need not wait for it, and makes the gap visible.</summary>
    private async Task MissAsync(Device sender, ISandboxClient client, BinaryNode stanza)
    {
        observer.Miss(sender.Name, stanza);
        if (stanza.Tag == "iq")
        {
            await client.SendAsync(Nodes.Unknown(stanza)).ConfigureAwait(false);
        }
        else if (stanza["id"] is { } id)
        {
            await client.SendAsync(new BinaryNode(
                "ack", [("class", stanza.Tag), ("id", id), ("from", stanza.Jid("to") ?? Jid.WhatsAppServer), ("error", Nodes.Text(Nodes.NotImplemented))])).ConfigureAwait(false);
        }
    }

    /// <summary>What a device is told right after it logged in.</summary>
    public async Task WelcomeAsync(Device device, ISandboxClient client)
    {
        int waiting;
        lock (accounts.Gate)
        {
            waiting = device.Pending.Count;
        }

        await client.SendAsync(new BinaryNode(
            "success",
            [
                ("t", Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds())),
                ("lid", device.Account.LidJid.WithDevice(device.Id)),
                ("props", "27"),
                ("abprops", "10"),
                ("location", "lla"),
                ("creation", Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds())),
                ("companion_enc_static", Convert.ToBase64String(device.NoiseKey)),
            ])).ConfigureAwait(false);
        await client.SendAsync(new BinaryNode(
            "ib",
            [("from", Jid.WhatsAppServer)],
            new BinaryNode("offline_preview", [("count", Nodes.Text(waiting)), ("message", Nodes.Text(waiting)), ("receipt", "0"), ("notification", "0"), ("appdata", "0")])))
            .ConfigureAwait(false);
    }

    private async Task AnswerAsync(Device sender, ISandboxClient client, BinaryNode iq)
    {
        _faults.Asking?.Invoke(sender, iq);
        var encrypt = new EncryptAnswers(accounts, archive, Delivery, time);
        var answer = (iq["xmlns"], iq.Children.Count > 0 ? iq.Children[0].Tag : null) switch
        {
            ("w:p", _) => Nodes.Result(iq),
            ("w:m", "media_conn") => MediaAnswers.For(iq, media),
            ("encrypt", _) => await encrypt.AnswerAsync(sender, iq).ConfigureAwait(false),
            ("usync", _) => await new UsyncAnswers(accounts, archive, time).AnswerAsync(sender, iq).ConfigureAwait(false),
            ("w:g2", _) => await Groups.AnswerAsync(sender, iq).ConfigureAwait(false),
            ("w:profile:picture", _) => await Pictures.AnswerAsync(sender, iq).ConfigureAwait(false),
            ("blocklist", _) => await new BlockListAnswers(accounts, profiles, ProfileNotices).AnswerAsync(sender, iq).ConfigureAwait(false),
            ("w:qr", "qr") => await new ContactLinkAnswers(accounts, profiles).AnswerAsync(sender, iq).ConfigureAwait(false),
            ("w:biz", "business_profile") when iq["type"] == "get" => BusinessAnswers.Profile(iq, accounts),
            ("privacy", "privacy") when iq["type"] == "get" => SettingsAnswers.Privacy(iq, sender.Account),
            ("privacy", "privacy") or ("status", "status") or ("disappearing_mode", _) =>
                await new ProfileAnswers(accounts, profiles, ProfileNotices, time).AnswerAsync(sender, iq).ConfigureAwait(false),
            ("w:mex", "query") => await new ChannelAnswers(accounts, channels, Delivery, time).AnswerAsync(sender, iq).ConfigureAwait(false),
            ("newsletter", "messages" or "message_updates") => new ChannelReading(accounts, channels).Answer(iq),
            ("w:biz:catalog" or "fb:thrift_iq", _) or ("w:biz", "business_profile") when iq["xmlns"] != "w:biz" || iq["type"] == "set" =>
                await new CatalogAnswers(accounts, profiles).AnswerAsync(sender, iq).ConfigureAwait(false),
            ("tos", "notice") => Nodes.Result(iq),
            ("privacy", "tokens") => await new PrivacyTokenAnswers(accounts, profiles, Delivery, time).AnswerAsync(sender, iq).ConfigureAwait(false),
            ("w:sync:app:state", "sync") => await new AppStateAnswers(accounts, appState, Delivery, media, _faults.AppState, time).AnswerAsync(sender, iq).ConfigureAwait(false),
            ("newsletter", "live_updates") => Channels.Watch(sender, iq),
            ("status", "privacy") => SettingsAnswers.StatusPrivacy(iq, sender.Account),
            ("md", "remove-companion-device") => Nodes.Result(iq),
            _ => SettingsAnswers.For(iq),
        };
        if (Nodes.IsUnknown(answer))
        {
            observer.Miss(sender.Name, iq);
        }

        _faults.Answered?.Invoke(sender, iq, answer);
        await client.SendAsync(answer).ConfigureAwait(false);
        if (iq["xmlns"] == "passive" && iq.Child("active") is not null)
        {
            await Delivery.ActivateAsync(sender).ConfigureAwait(false);
        }
        else if (iq["xmlns"] == "md" && iq.Child("remove-companion-device")?.Jid("jid") is { } removed)
        {
            await RemoveAsync(sender.Account.PhoneJid.WithDevice(removed.Device)).ConfigureAwait(false);
        }
    }

    /// <summary>Unlinks a device; a phone, device 0, stays.</summary>
    public async Task RemoveAsync(Jid jid)
    {
        Device? removed;
        lock (accounts.Gate)
        {
            removed = jid.Device > 0 ? accounts.FindDevice(jid) : null;
            removed?.Account.Devices.Remove(removed.Id);
        }

        if (removed is null)
        {
            return;
        }

        await archive.SaveAsync(removed.Account).ConfigureAwait(false);
        if (removed.Client is { } client)
        {
            await client.CloseAsync(new BinaryNode(
                "stream:error", [("code", "401")], new BinaryNode("conflict", [("type", "device_removed")]))).ConfigureAwait(false);
        }

        await new DeviceNotices(accounts, Delivery, time).AnnounceAsync(removed.Account, removed, "remove").ConfigureAwait(false);
    }
}
