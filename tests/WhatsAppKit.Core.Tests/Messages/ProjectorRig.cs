using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Tests.Session;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Messages;

/// <summary>What a decrypted message becomes, without a connection: we are 100 (LID 9100), they are 123 (LID 9123).</summary>
internal sealed class ProjectorRig
{
    public static readonly Jid Us = Jid.FromPhoneNumber("12025550100");
    public static readonly Jid OurLid = Jid.Parse("9100@lid");
    public static readonly Jid Them = Jid.FromPhoneNumber("12025550123");
    public static readonly Jid TheirLid = Jid.Parse("9123@lid");
    public static readonly Jid Third = Jid.FromPhoneNumber("19995550000");
    public static readonly Jid Group = Jid.Parse("120363025246125888@g.us");

    private readonly MessageProjector _projector;
    private readonly ObservedStore _store = new();

    private ProjectorRig(WorkQueue work)
    {
        State = new DeviceState(_store, new EventHub(1));
        Secrets = new SecretStore(_store, State.LidMap, TimeProvider.System, TimeSpan.FromDays(1));
        Groups = new GroupDirectory(Session, State);
        Revocations = new AdminRevocations(Groups, State, work);
        _projector = new MessageProjector(Secrets, Revocations, TimeProvider.System);
    }

    /// <summary>Answers questions about the group; refuses them while nothing is set.</summary>
    public ScriptedSession Session { get; } = new();

    public GroupDirectory Groups { get; }

    public AdminRevocations Revocations { get; }

    /// <summary>The events that were raised beside what was received.</summary>
    public IReadOnlyList<WhatsAppEvent> Later => [.. _store.Events];

    public DeviceState State { get; }

    public SecretStore Secrets { get; }

    public static async Task<ProjectorRig> CreateAsync()
    {
        // It ends at once: nothing is done behind the test's back.
        await using var work = new WorkQueue(TimeProvider.System, NullLogger.Instance);
        var rig = new ProjectorRig(work);
        await rig.State.LoadAsync(default);
        await rig.State.UpdateCredentialsAsync(
            credentials => credentials with { PhoneJid = Us.WithDevice(3), LidJid = OurLid.WithDevice(3) }, default);
        return rig;
    }

    /// <summary>Projects a message as it came from that address; the events it raised, and whether it could be read.</summary>
    public async Task<(IReadOnlyList<WhatsAppEvent> Events, bool IsRead)> ReceiveAsync(Message message, params NodeAttribute[] attributes)
    {
        NodeAttribute[] all = [("id", "3EB0NEW"), ("t", "1760000000"), .. attributes];
        var stanza = new BinaryNode("message", all);
        var source = MessageSource.Of(stanza, State.Credentials);
        var isRead = await State.UpdateAsync(
            transaction => _projector.ProjectAsync(transaction, stanza, source, message, default).AsTask(), default);
        WhatsAppEvent[] events = [.. _store.Events];
        _store.Events.Clear();
        return (events, isRead);
    }

    public async Task<WhatsAppEvent?> OneAsync(Message message, params NodeAttribute[] attributes)
    {
        var (events, _) = await ReceiveAsync(message, attributes);
        return events.Count == 0 ? null : Assert.Single(events);
    }
}
