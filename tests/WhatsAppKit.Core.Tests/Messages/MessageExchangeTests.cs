using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Tests.Messages;

public sealed class MessageExchangeTests
{
    private static readonly BinaryNode Stanza = new("message", [("id", "3EB0AA"), ("to", MessageVectors.Person)]);

    [Fact]
    public async Task Sends_the_identical_stanza_once_more_over_the_next_connection()
    {
        var session = new BreakingSession { Breaks = 1, ComesBack = true };

        var ack = await new MessageExchange(session).SendAsync(Stanza, CancellationToken.None);

        Assert.Equal("ack", ack.Tag);
        Assert.Equal([Stanza, Stanza], session.Sent);
        Assert.Equal([TimeSpan.FromSeconds(5)], session.Waited);
    }

    [Fact]
    public async Task Sends_no_third_time()
    {
        var session = new BreakingSession { Breaks = 2, ComesBack = true };

        var error = await Assert.ThrowsAsync<WhatsAppNotConnectedException>(() => new MessageExchange(session).SendAsync(Stanza, CancellationToken.None));

        Assert.True(error.MayHaveBeenSent);
        Assert.Equal(2, session.Sent.Count);
    }

    [Fact]
    public async Task Tells_that_a_message_may_have_been_sent_when_the_connection_does_not_come_back()
    {
        var session = new BreakingSession { Breaks = 1 };

        var error = await Assert.ThrowsAsync<WhatsAppNotConnectedException>(() => new MessageExchange(session).SendAsync(Stanza, CancellationToken.None));

        Assert.True(error.MayHaveBeenSent);
        Assert.Contains("may have been sent", error.Message, StringComparison.Ordinal);
        Assert.Single(session.Sent);
    }

    [Fact]
    public async Task Still_tells_so_when_the_next_connection_is_gone_before_the_second_time()
    {
        var session = new BreakingSession { Breaks = 1, ComesBack = true, IsGoneAfterwards = true };

        var error = await Assert.ThrowsAsync<WhatsAppNotConnectedException>(() => new MessageExchange(session).SendAsync(Stanza, CancellationToken.None));

        Assert.True(error.MayHaveBeenSent);
    }

    [Fact]
    public async Task Without_a_connection_nothing_was_sent()
    {
        var session = new BreakingSession { IsGoneAfterwards = true };

        var error = await Assert.ThrowsAsync<WhatsAppNotConnectedException>(() => new MessageExchange(session).SendAsync(Stanza, CancellationToken.None));

        Assert.False(error.MayHaveBeenSent);
        Assert.Empty(session.Waited);
    }

    private sealed class BreakingSession : IWhatsAppSession
    {
        public int Breaks { get; set; }

        public bool ComesBack { get; init; }

        public bool IsGoneAfterwards { get; init; }

        public List<BinaryNode> Sent { get; } = [];

        public List<TimeSpan> Waited { get; } = [];

        public Task<BinaryNode> SendAndAwaitAckAsync(BinaryNode message, CancellationToken cancellationToken)
        {
            if (Breaks == 0 && IsGoneAfterwards)
            {
                throw new WhatsAppNotConnectedException();
            }

            Sent.Add(message);
            return Breaks-- > 0
                ? throw WhatsAppNotConnectedException.Unanswered(new WhatsAppNotConnectedException())
                : Task.FromResult(new BinaryNode("ack", [("id", message["id"])]));
        }

        public Task<bool> WaitUntilOpenAsync(TimeSpan limit, CancellationToken cancellationToken)
        {
            Waited.Add(limit);
            return Task.FromResult(ComesBack);
        }

        public ValueTask SendAsync(BinaryNode node, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<BinaryNode> QueryAsync(BinaryNode iq, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Handle(string tag, Func<BinaryNode, CancellationToken, ValueTask> handler) => throw new NotSupportedException();
    }
}
