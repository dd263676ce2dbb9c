using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Tests.Media;

/// <summary>A server that knows media hosts, and keeps what is sent to it.</summary>
internal sealed class FakeSession : IWhatsAppSession
{
    public bool IsConnected { get; set; } = true;

    public int ConnectionNumber { get; set; } = 1;

    public List<string> Hosts { get; } = ["media-a.example", "mmg.whatsapp.net"];

    public int Ttl { get; set; } = 300;

    public int Asked { get; private set; }

    public List<BinaryNode> Sent { get; } = [];

    /// <summary>The token of the answer before, or of the next one: each has its own.</summary>
    public string Auth => $"token-{Asked}";

    public Func<BinaryNode, ValueTask>? OnSent { get; set; }

    public async ValueTask SendAsync(BinaryNode node, CancellationToken cancellationToken)
    {
        Sent.Add(node);
        await (OnSent?.Invoke(node) ?? ValueTask.CompletedTask);
    }

    public Task<BinaryNode> QueryAsync(BinaryNode iq, CancellationToken cancellationToken)
    {
        if (!IsConnected)
        {
            throw new WhatsAppNotConnectedException();
        }

        Assert.Equal("w:m", iq["xmlns"]);
        Asked++;
        var connection = new BinaryNode(
            "media_conn",
            [("auth", Auth), ("ttl", $"{Ttl}"), ("auth_ttl", "21600"), ("max_buckets", "12")],
            [.. Hosts.Select(host => new BinaryNode("host", [("hostname", host)]))]);
        return Task.FromResult(new BinaryNode("iq", [("type", "result"), ("id", "7.1")], connection));
    }

    public Task<BinaryNode> SendAndAwaitAckAsync(BinaryNode message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Handle(string tag, Func<BinaryNode, CancellationToken, ValueTask> handler) => throw new NotSupportedException();
}
