using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Requests;
using WhatsAppKit.Core.Transport;

namespace WhatsAppKit.Core.Session;

/// <summary>The features' session over whatever connection is up: it outlives each of them.</summary>
internal sealed class SessionLink(TimeProvider time, TimeSpan requestTimeout, ILogger logger) : IWhatsAppSession, ILiveness
{
    private readonly Dictionary<string, Func<BinaryNode, CancellationToken, ValueTask>> _handlers = [];
    private volatile Connection? _connection;
    private volatile bool _isStopping;
    private volatile bool _isHandling;
    private TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public long LastReceived { get; private set; }

    /// <inheritdoc/>
    public long? OldestUnanswered => _connection?.Requests.OldestUnanswered;

    public int ConnectionNumber { get; private set; }

    public void Handle(string tag, Func<BinaryNode, CancellationToken, ValueTask> handler) => _handlers.Add(tag, handler);

    public void Attach(NoiseChannel channel)
    {
        LastReceived = time.GetTimestamp();
        ConnectionNumber++;
        _isStopping = false;
        _connection = new Connection(channel, new PendingRequests());
    }

    public void Detach(Exception reason)
    {
        var connection = _connection;
        _connection = null;
        ConnectionNumber++;
        if (_open.Task.IsCompleted)
        {
            Volatile.Write(ref _open, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        connection?.Requests.FailAll(new WhatsAppNotConnectedException("The connection ended.", reason));
        connection?.LoggedIn.TrySetResult();
    }

    /// <summary>From now on nothing new is begun: stanzas that arrive are left to the next connection, questions are refused.</summary>
    public void BeginStop()
    {
        _isStopping = true;
        Interlocked.MemoryBarrier();
    }

    /// <summary>True when no stanza is being handled and nobody waits for an answer.</summary>
    public bool IsQuiet => !_isHandling && _connection?.Requests.OldestUnanswered is null;

    public void Open()
    {
        _connection?.LoggedIn.TrySetResult();
        Volatile.Read(ref _open).TrySetResult();
    }

    public async Task<bool> WaitUntilOpenAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await Volatile.Read(ref _open).Task.WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public ValueTask SendAsync(BinaryNode node, CancellationToken cancellationToken) =>
        WriteAsync(Current, node, cancellationToken);

    public async Task<BinaryNode> QueryAsync(BinaryNode iq, CancellationToken cancellationToken)
    {
        var connection = Asking;
        var id = connection.Requests.NextId();
        var answer = await connection.Requests.AskAsync(
            id, () => WriteAsync(connection, iq.With(("id", id)), cancellationToken), requestTimeout, time, cancellationToken).ConfigureAwait(false);
        if (answer["type"] != "error")
        {
            return answer;
        }

        var error = answer.Child("error");
        throw new WhatsAppRequestException(
            $"{iq["xmlns"]} {iq["type"]}", (int)(error?.Number("code") ?? 0), error?["text"] ?? "without a reason");
    }

    /// <inheritdoc/>
    public Task PingAsync(CancellationToken cancellationToken) =>
        QueryAsync(new BinaryNode("iq", [("to", Jid.WhatsAppServer), ("type", "get"), ("xmlns", "w:p")], new BinaryNode("ping")), cancellationToken);

    public async Task<BinaryNode> SendAndAwaitAckAsync(BinaryNode message, CancellationToken cancellationToken)
    {
        var connection = await LoggedInAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await connection.Requests.AskAsync(
                message["id"] ?? throw new ArgumentException("The stanza has no id.", nameof(message)),
                () => WriteAsync(connection, message, cancellationToken),
                requestTimeout,
                time,
                cancellationToken).ConfigureAwait(false);
        }
        catch (WhatsAppNotConnectedException error)
        {
            throw WhatsAppNotConnectedException.Unanswered(error);
        }
    }

    /// <summary>Takes one stanza from the reader: completes who waits for it, or runs the handler of its tag.</summary>
    public async ValueTask ReceiveAsync(BinaryNode node, CancellationToken cancellationToken)
    {
        LastReceived = time.GetTimestamp();
        if (_connection?.Requests.TryComplete(node) == true)
        {
            return;
        }

        _isHandling = true;
        try
        {
            // Either this sees that the connection stops, or who stops it sees that a stanza is being handled.
            Interlocked.MemoryBarrier();
            if (!_isStopping || EndsConnection(node))
            {
                await DispatchAsync(node, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _isHandling = false;
            Interlocked.MemoryBarrier();
        }
    }

    private static bool EndsConnection(BinaryNode node) => node.Tag is "failure" or "stream:error" or "xmlstreamend";

    private async ValueTask DispatchAsync(BinaryNode node, CancellationToken cancellationToken)
    {
        if (_handlers.TryGetValue(node.Tag, out var handler))
        {
            await handler(node, cancellationToken).ConfigureAwait(false);
        }
        else if (node.Tag is not ("ack" or "iq" or "presence" or "chatstate"))
        {
            SessionLog.Unhandled(logger, node.ToString());
        }
    }

    /// <summary>
    /// The connection, once the device has told the server that it is active: what is prepared while one connection ends may be ready before the
    /// next one is that far.
    /// </summary>
    private async ValueTask<Connection> LoggedInAsync(CancellationToken cancellationToken)
    {
        var connection = Asking;
        try
        {
            await connection.LoggedIn.Task.WaitAsync(requestTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            throw new WhatsAppNotConnectedException("The device is not logged in.", error);
        }

        return connection == Asking ? connection : throw new WhatsAppNotConnectedException("The connection ended before the device was logged in.");
    }

    private Connection Asking => _isStopping ? throw new WhatsAppNotConnectedException("The connection is being closed.") : Current;

    private Connection Current => _connection ?? throw new WhatsAppNotConnectedException();

    private static async ValueTask WriteAsync(Connection connection, BinaryNode node, CancellationToken cancellationToken)
    {
        try
        {
            await connection.Channel.SendAsync(node, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException error)
        {
            throw new WhatsAppNotConnectedException("The connection ended while a stanza was written.", error);
        }
        catch (ObjectDisposedException error)
        {
            throw new WhatsAppNotConnectedException("The connection ended while a stanza was written.", error);
        }
    }

    private sealed class Connection(NoiseChannel channel, PendingRequests requests)
    {
        public NoiseChannel Channel => channel;

        public PendingRequests Requests => requests;

        /// <summary>Completes with the login, or with the connection's end.</summary>
        public TaskCompletionSource LoggedIn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
