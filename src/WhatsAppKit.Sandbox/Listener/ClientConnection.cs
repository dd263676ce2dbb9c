using System.Net.WebSockets;
using Google.Protobuf;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Transport;
using WhatsAppKit.Sandbox.Stanzas;
using WhatsAppKit.Sandbox.State;
using WhatsAppKit.Sandbox.Strict;

namespace WhatsAppKit.Sandbox.Listener;

/// <summary>One client's connection, from its first byte to its last.</summary>
internal sealed class ClientConnection(WebSocket webSocket, SandboxCore core) : ISandboxClient, IAsyncDisposable
{
    private readonly FrameSocket _socket = new(webSocket);
    private readonly StanzaRules? _rules = core.Observer.IsStrict ? new StanzaRules(core.Observer) : null;
    private readonly int _number = core.Observer.NextConnection();
    private NoiseChannel? _channel;

    public Device? Device { get; private set; }

    /// <summary>What a client that pairs said about itself; null for one that logged in.</summary>
    public Registration? Registration { get; private set; }

    /// <summary>Pairing by code on this connection; null for one that logged in.</summary>
    public CodeDesk? Codes { get; private set; }

    /// <summary>Pairing with a passkey on this connection; null for one that logged in.</summary>
    public PasskeyDesk? Passkeys { get; private set; }

    /// <summary>Serves the connection until either side ends it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (clientStatic, payload) = await ShakeHandsAsync(cancellationToken).ConfigureAwait(false);
            if (core.Options.Faults.FirstWordDelay is var delay && delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, core.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }

            if (payload.DevicePairingData is not null)
            {
                await RegisterAsync(clientStatic, payload).ConfigureAwait(false);
            }
            else if (!await LogInAsync(clientStatic, payload).ConfigureAwait(false))
            {
                return;
            }

            await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is WhatsAppException or WebSocketException or InvalidProtocolBufferException or InvalidDataException)
        {
            SandboxLog.ConnectionFailed(core.Logger, error);
        }
        finally
        {
            Passkeys?.Leave();
            if (core.Leave(this))
            {
                await core.Server.Presence.LeftAsync(Device!).ConfigureAwait(false);
            }
        }
    }

    public ValueTask SendAsync(BinaryNode node) => core.Server.Faults.Lines.Stops(this, node) ? ValueTask.CompletedTask : SendThroughAsync(node);

    /// <summary>Sends whatever tests have in mind for stanzas of this kind.</summary>
    public async ValueTask SendThroughAsync(BinaryNode node)
    {
        core.Observer.Recorder?.Note(core.Observer.Now, _number, Device?.Name ?? "", fromClient: false, node);
        if (Device is { } device)
        {
            _rules?.Delivered(device, node);
        }

        try
        {
            await _channel!.SendAsync(node, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is TransportException or ObjectDisposedException)
        {
            // The client is gone: what must reach it waits for its next login.
            SandboxLog.ClientGone(core.Logger, error);
        }
    }

    /// <summary>Sends what a broken or hostile server would: any bytes as a frame, or sealed as if they were a node.</summary>
    public ValueTask InjectAsync(ReadOnlyMemory<byte> bytes, bool isSealed) =>
        isSealed
            ? _channel!.SendAsync(bytes, CancellationToken.None)
            : _socket.SendFrameAsync(new byte[FrameSocket.HeaderLength].Concat(bytes.ToArray()).ToArray(), CancellationToken.None);

    public async ValueTask CloseAsync(BinaryNode? farewell)
    {
        if (farewell is not null)
        {
            await SendAsync(farewell).ConfigureAwait(false);
        }

        await _socket.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Breaks the connection without a word, as a cable that is cut.</summary>
    public void Abort() => webSocket.Abort();

    /// <summary>Ends the connection with a status of WebSocket's own.</summary>
    public Task CloseAsync(WebSocketCloseStatus status) => webSocket.CloseOutputAsync(status, null, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null)
        {
            await _channel.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            await _socket.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<(PublicKey ClientStatic, ClientPayload Payload)> ShakeHandsAsync(CancellationToken cancellationToken)
    {
        using var responder = new NoiseResponder();
        var prologue = await ReadIntroAsync(cancellationToken).ConfigureAwait(false);
        using (var hello = await ReadFrameAsync(cancellationToken).ConfigureAwait(false))
        {
            var chain = core.Options.Faults.CertificateChain(core.Keys.CertificateChain);
            byte[] answer = [.. new byte[FrameSocket.HeaderLength], .. responder.Answer(prologue, hello.Span, core.Keys.Static, chain)];
            await _socket.SendFrameAsync(answer, cancellationToken).ConfigureAwait(false);
        }

        using var finish = await ReadFrameAsync(cancellationToken).ConfigureAwait(false);
        var client = responder.Finish(finish.Span);
        var (write, read) = responder.Split();
        _channel = new NoiseChannel(_socket, write, read);
        return client;
    }

    /// <summary>The bytes before the first frame: perhaps a routing hint, then "WA", the protocol and the dictionary.</summary>
    private async Task<byte[]> ReadIntroAsync(CancellationToken cancellationToken)
    {
        var intro = await _socket.ReadRawAsync(4, cancellationToken).ConfigureAwait(false);
        if (intro is [0x45, 0x44, 0x00, 0x01])
        {
            (await ReadFrameAsync(cancellationToken).ConfigureAwait(false)).Dispose();
            intro = await _socket.ReadRawAsync(4, cancellationToken).ConfigureAwait(false);
        }

        return intro is [0x57, 0x41, 0x06, _] ? intro : throw new InvalidDataException("The client does not speak this protocol.");
    }

    private async Task<Frame> ReadFrameAsync(CancellationToken cancellationToken) =>
        await _socket.ReceiveAsync(cancellationToken).ConfigureAwait(false) ?? throw new TransportException("The client left during the handshake.");

    private async Task RegisterAsync(PublicKey clientStatic, ClientPayload payload)
    {
        Registration = Registration.From(clientStatic, payload, core.Options.QrReferences);
        Codes = new CodeDesk(Registration);
        Passkeys = new PasskeyDesk();
        core.Wait(this);
        await SendAsync(Registration.PairDevice()).ConfigureAwait(false);
    }

    private async Task<bool> LogInAsync(PublicKey clientStatic, ClientPayload payload)
    {
        var device = core.Enter(this, payload, clientStatic);
        if (device is null)
        {
            await CloseAsync(new BinaryNode("failure", [("reason", "401"), ("location", "sbx")])).ConfigureAwait(false);
            return false;
        }

        Device = device;
        await core.Server.WelcomeAsync(device, this).ConfigureAwait(false);
        return true;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (await _channel!.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } stanza)
        {
            core.Observer.Recorder?.Note(core.Observer.Now, _number, Device?.Name ?? "", fromClient: true, stanza);
            _rules?.Sent(Device, stanza);
            if (core.Server.Faults.IsSilent || core.Server.Faults.Lines.IsSilent(Device) || (core.Server.Faults.Reading is { } reading && !await reading(this, stanza).ConfigureAwait(false)))
            {
                continue;
            }

            if (Device is { } device)
            {
                await core.Server.HandleAsync(device, this, stanza).ConfigureAwait(false);
            }
            else
            {
                await PairAsync(stanza).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes what a client says before it is linked.</summary>
    private async Task PairAsync(BinaryNode stanza)
    {
        if (stanza["xmlns"] == "w:p")
        {
            await SendAsync(Nodes.Result(stanza)).ConfigureAwait(false);
        }
        else if (PasskeyDesk.Knows(stanza))
        {
            await Passkeys!.AnswerAsync(stanza, this).ConfigureAwait(false);
        }
        else if (stanza is { Tag: "iq" } && stanza["xmlns"] == "md" && stanza["type"] == "set")
        {
            var answer = Codes!.Answer(stanza);
            if (Nodes.IsUnknown(answer))
            {
                core.Observer.Miss("", stanza);
            }

            await SendAsync(answer).ConfigureAwait(false);
        }
        else if (stanza.Tag == "iq" && stanza["id"] == Registration!.PairSuccessId)
        {
            Registration.Answer.TrySetResult(stanza);
        }
        else if (stanza.Tag == "iq" && stanza["type"] is "get" or "set")
        {
            core.Observer.Miss("", stanza);
            await SendAsync(Nodes.Unknown(stanza)).ConfigureAwait(false);
        }
        else if (stanza.Tag is not ("iq" or "ib" or "presence" or "ack"))
        {
            core.Observer.Miss("", stanza);
        }
    }
}
