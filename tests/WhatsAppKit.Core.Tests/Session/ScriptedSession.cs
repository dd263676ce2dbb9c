using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Tests.Session;

/// <summary>A session whose server a test plays: it answers requests as told, and keeps what was sent.</summary>
internal sealed class ScriptedSession : IWhatsAppSession
{
    private readonly Dictionary<string, Func<BinaryNode, CancellationToken, ValueTask>> _handlers = [];
    private readonly Lock _gate = new();
    private readonly List<BinaryNode> _sent = [];
    private readonly List<BinaryNode> _asked = [];

    public int ConnectionNumber { get; set; } = 1;

    /// <summary>Answers a request; an exception stands for what a session reports.</summary>
    public Func<BinaryNode, Task<BinaryNode>> Answer { get; set; } = _ => throw new WhatsAppNotConnectedException();

    public IReadOnlyList<BinaryNode> Sent => Copy(_sent);

    public IReadOnlyList<BinaryNode> Asked => Copy(_asked);

    public ValueTask SendAsync(BinaryNode node, CancellationToken cancellationToken)
    {
        Add(_sent, node);
        return ValueTask.CompletedTask;
    }

    public Task<BinaryNode> QueryAsync(BinaryNode iq, CancellationToken cancellationToken)
    {
        Add(_asked, iq);
        return Answer(iq);
    }

    public Task<BinaryNode> SendAndAwaitAckAsync(BinaryNode message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Handle(string tag, Func<BinaryNode, CancellationToken, ValueTask> handler) => _handlers.Add(tag, handler);

    /// <summary>Hands a stanza to whoever registered for its tag.</summary>
    public ValueTask ReceiveAsync(BinaryNode stanza) => _handlers[stanza.Tag](stanza, CancellationToken.None);

    private BinaryNode[] Copy(List<BinaryNode> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }

    private void Add(List<BinaryNode> list, BinaryNode node)
    {
        lock (_gate)
        {
            list.Add(node);
        }
    }
}
