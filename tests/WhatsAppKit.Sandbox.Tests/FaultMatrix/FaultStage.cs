using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.Sandbox.Tests.FaultMatrix;

/// <summary>
/// A row of the matrix: each fault at one moment of a connection's life. Whatever happens, the connection ends as its table
/// says, and what was being said arrives once.
/// </summary>
public abstract class FaultStage
{
    private const string Message = "said meanwhile";

    public static TheoryData<string> Faults => new(Fault.All.Select(fault => fault.Name));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Ends_as_the_table_says_and_loses_nothing(string name)
    {
        var fault = Fault.All.Single(each => each.Name == name);
        await using var scene = await FaultScene.BeginAsync();
        await RunAsync(scene, fault);
    }

    private protected abstract Task RunAsync(FaultScene scene, Fault fault);

    /// <summary>Pairs, and lets the fault happen in place of the first stanza that fits.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="fits">Whether it is this stanza's turn.</param>
    /// <param name="isTaken">True when the server takes that stanza all the same.</param>
    private protected static void InflictAt(FaultScene scene, Fault fault, Func<BinaryNode, bool> fits, bool isTaken = true) =>
        scene.Sandbox.Faults.Reading = async (connection, stanza) =>
        {
            if (scene.WasInflicted || connection.Device is null || !fits(stanza))
            {
                return true;
            }

            if (isTaken && fault.End is not null)
            {
                await scene.Sandbox.Core.Server.HandleAsync(connection.Device, new Deaf(connection.Device), stanza);
            }

            await scene.InflictAsync(fault, connection);
            return fault.End is null;
        };

    /// <summary>Waits for the end that the table names, and brings the device back from where it may come back.</summary>
    private protected static async Task EndsAsync(FaultScene scene, Fault fault)
    {
        var wasPaired = scene.Changes.Any(change => change.Status.PhoneJid is not null);
        await scene.PassUntilAsync(() => scene.WasInflicted, "the fault");
        if (fault.End is not { } end)
        {
            if (!fault.MayTimeOut)
            {
                Assert.DoesNotContain(scene.Changes, change => change.Status.State == ConnectionState.Reconnecting && change.Reason != "restart-required");
            }

            return;
        }

        await scene.PassUntilAsync(() => scene.Changes.Any(change => change.Reason == end.Reason && change.Status.State == end.Next), $"the end '{end.Reason}'");
        scene.Sandbox.Faults.IsSilent = false;
        if (end.Next != ConnectionState.Reconnecting)
        {
            await scene.PassUntilAsync(() => scene.Client.Status.State == end.Next, "the state that a person must mend");
            var opened = scene.Sandbox.SocketsOpened;
            scene.Time.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal((end.Next, opened), (scene.Client.Status.State, scene.Sandbox.SocketsOpened));
            Assert.Equal(end.DropCredentials || !wasPaired, scene.Client.Status.PhoneJid is null);
            await scene.Client.ConnectAsync();
        }
    }

    /// <summary>Talks in both directions, once the device is connected.</summary>
    private protected static async Task TalksAsync(FaultScene scene)
    {
        await ConnectedAsync(scene);
        await SendAsync(scene, "to the friend", scene.Client.Messages.CreateId());
        await scene.Friend.SendTextAsync(scene.Phone.Number, "from the friend");
        await scene.PassUntilAsync(() => scene.Arrived("from the friend") > 0, "the friend's message");
        Assert.Single(scene.Friend.Messages, message => message.Text == "to the friend");
    }

    private protected static Task ConnectedAsync(FaultScene scene) =>
        scene.PassUntilAsync(() => scene.Client.Status.State == ConnectionState.Connected, "the connection");

    /// <summary>Sends until the server has confirmed it, always under one id, as a sender does who loses nothing.</summary>
    private protected static async Task SendAsync(FaultScene scene, string text, string id)
    {
        while (true)
        {
            await ConnectedAsync(scene);
            var sending = scene.Client.Messages.SendTextAsync(scene.Friend.Jid, text, id);
            await scene.PassUntilAsync(() => sending.IsCompleted, "the message to be sent or not");
            if (await WentOutAsync(sending))
            {
                await scene.PassUntilAsync(() => scene.Friend.Messages.Any(message => message.Text == text), "the message to arrive");
                return;
            }
        }
    }

    private protected static async Task<bool> WentOutAsync(Task<SentMessage> sending)
    {
        try
        {
            await sending;
            return true;
        }
        catch (Exception error) when (error is WhatsAppNotConnectedException or RequestTimeoutException)
        {
            return false;
        }
    }

    /// <summary>A connection that nothing can be said on any more.</summary>
    private sealed class Deaf(State.Device device) : Stanzas.ISandboxClient
    {
        public State.Device? Device => device;

        public ValueTask SendAsync(BinaryNode node) => ValueTask.CompletedTask;

        public ValueTask CloseAsync(BinaryNode? farewell) => ValueTask.CompletedTask;
    }

    /// <summary>While a code is shown: the next attempt shows the next code.</summary>
    public sealed class Pairing : FaultStage
    {
        private protected override async Task RunAsync(FaultScene scene, Fault fault)
        {
            await scene.Client.ConnectAsync();
            var code = await Wait.ForAsync(() => scene.Client.Status.Qr, "a QR code");
            var reference = code.Text[(code.Text.IndexOf('#', StringComparison.Ordinal) + 1)..].Split(',')[0];
            await scene.InflictAsync(fault, scene.Sandbox.Core.FindWaiting(reference)!);
            await EndsAsync(scene, fault);
            if (scene.Client.Status.State == ConnectionState.ForceDisconnected)
            {
                // The clock jumped past the last code.
                await scene.Client.ConnectAsync();
            }

            await scene.PassUntilAsync(() => scene.Client.Status.Qr is not null && scene.Client.Status.State == ConnectionState.AwaitingScan, "a code");
            Assert.InRange(scene.Client.Status.Qr!.Attempt, 1, 3);
            await scene.PairAsync();
            await TalksAsync(scene);
        }
    }

    /// <summary>Between the server's word that the login succeeded and the device's readiness.</summary>
    public sealed class LoggingIn : FaultStage
    {
        private protected override async Task RunAsync(FaultScene scene, Fault fault)
        {
            await scene.PairAsync();
            await scene.Client.DisconnectAsync();
            InflictAt(scene, fault, stanza => stanza.Tag == "iq");
            await scene.Friend.SendTextAsync(scene.Phone.Number, Message);
            await scene.Client.ConnectAsync();
            await EndsAsync(scene, fault);
            if (fault.End?.DropCredentials == true)
            {
                await scene.PairAsync();
            }
            else
            {
                await scene.PassUntilAsync(() => scene.Arrived(Message) > 0, "what waited");
                Assert.Equal(1, scene.Arrived(Message));
            }

            await TalksAsync(scene);
        }
    }

    /// <summary>While nothing happens.</summary>
    public sealed class Idle : FaultStage
    {
        private protected override async Task RunAsync(FaultScene scene, Fault fault)
        {
            await scene.PairAsync();
            await scene.InflictAsync(fault, scene.Sandbox.ConnectionOf(scene.Client.Status.PhoneJid!.Value));
            await EndsAsync(scene, fault);
            if (fault.End?.DropCredentials == true)
            {
                await scene.PairAsync();
            }

            await TalksAsync(scene);
        }
    }

    /// <summary>A message was written, and the server never sees it.</summary>
    public sealed class MidSend : FaultStage
    {
        private protected override Task RunAsync(FaultScene scene, Fault fault) => SendThroughAsync(scene, fault, isTaken: false);
    }

    /// <summary>A message was taken, and the device never hears so.</summary>
    public sealed class MidSendTaken : FaultStage
    {
        private protected override Task RunAsync(FaultScene scene, Fault fault) => SendThroughAsync(scene, fault, isTaken: true);
    }

    /// <summary>A message has arrived, and the server does not hear so.</summary>
    public sealed class MidReceive : FaultStage
    {
        private protected override async Task RunAsync(FaultScene scene, Fault fault)
        {
            await scene.PairAsync();
            InflictAt(scene, fault, stanza => stanza.Tag == "receipt", isTaken: false);
            await scene.Friend.SendTextAsync(scene.Phone.Number, Message);
            await EndsAsync(scene, fault);
            if (fault.End?.DropCredentials == true)
            {
                await scene.PairAsync();
            }

            await TalksAsync(scene);
            Assert.Equal(1, scene.Arrived(Message));
        }
    }

    private static async Task SendThroughAsync(FaultScene scene, Fault fault, bool isTaken)
    {
        await scene.PairAsync();
        InflictAt(scene, fault, stanza => stanza.Tag == "message", isTaken);
        var id = scene.Client.Messages.CreateId();
        var sending = scene.Client.Messages.SendTextAsync(scene.Friend.Jid, Message, id);
        await EndsAsync(scene, fault);
        await scene.PassUntilAsync(() => sending.IsCompleted, "the message to be sent or not");

        // Where the connection comes back in time, the sender repeats what was not confirmed.
        var wentOut = await WentOutAsync(sending);
        Assert.True(fault.End?.Next == ConnectionState.Reconnecting || fault.MayTimeOut || wentOut == (fault.End is null));
        if (fault.End?.DropCredentials == true)
        {
            await scene.PairAsync();
        }
        else
        {
            await SendAsync(scene, Message, id);
            Assert.Single(scene.Friend.Messages, message => message.Text == Message);
        }

        await TalksAsync(scene);
    }
}
