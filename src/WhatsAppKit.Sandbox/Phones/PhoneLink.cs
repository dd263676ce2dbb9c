using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Requests;
using WhatsAppKit.Sandbox.Stanzas;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>A phone's line to the server: the stanzas of a connection, without the connection.</summary>
internal sealed class PhoneLink : IWhatsAppSession, ISandboxClient, IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Device _device;
    private readonly StanzaServer _server;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PendingRequests _requests = new();
    private readonly Dictionary<string, Func<BinaryNode, CancellationToken, ValueTask>> _handlers = [];
    private readonly Channel<BinaryNode> _inbound = Channel.CreateUnbounded<BinaryNode>();
    private readonly CancellationTokenSource _stop = new();
    private Task _pump = Task.CompletedTask;

    public PhoneLink(Device device, StanzaServer server, TimeProvider time, ILogger logger)
    {
        _device = device;
        _server = server;
        _time = time;
        _logger = logger;
    }

    public Device Device => _device;

    public void Handle(string tag, Func<BinaryNode, CancellationToken, ValueTask> handler) => _handlers.Add(tag, handler);

    public void Start() => _pump = Task.Run(PumpAsync);

    public async ValueTask SendAsync(BinaryNode node, CancellationToken cancellationToken) =>
        await _server.HandleAsync(_device, this, node).ConfigureAwait(false);

    public async Task<BinaryNode> QueryAsync(BinaryNode iq, CancellationToken cancellationToken)
    {
        var id = _requests.NextId();
        var answer = await _requests.AskAsync(
            id, () => SendAsync(iq.With(("id", id)), cancellationToken), Timeout, _time, cancellationToken).ConfigureAwait(false);
        return answer["type"] != "error"
            ? answer
            : throw new WhatsAppRequestException(iq["xmlns"] ?? "iq", (int)(answer.Child("error")?.Number("code") ?? 0), "");
    }

    public Task<BinaryNode> SendAndAwaitAckAsync(BinaryNode message, CancellationToken cancellationToken) =>
        _requests.AskAsync(message["id"]!, () => SendAsync(message, cancellationToken), Timeout, _time, cancellationToken);

    public ValueTask SendAsync(BinaryNode node)
    {
        if (!_requests.TryComplete(node))
        {
            _inbound.Writer.TryWrite(node);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask CloseAsync(BinaryNode? farewell) => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _inbound.Writer.TryComplete();
        await _pump.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task PumpAsync()
    {
        await foreach (var node in _inbound.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (_stop.IsCancellationRequested || !_handlers.TryGetValue(node.Tag, out var handler))
            {
                continue;
            }

            try
            {
                await handler(node, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is WhatsAppException or OperationCanceledException)
            {
                SandboxLog.PhoneFailed(_logger, error);
            }
        }
    }
}
