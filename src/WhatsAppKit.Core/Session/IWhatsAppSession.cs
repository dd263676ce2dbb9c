using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session;

/// <summary>The seam between the features and the connection: send, ask, and be told.</summary>
internal interface IWhatsAppSession
{
    /// <summary>Changes when a connection begins or ends: what the server handed to an earlier one may be void.</summary>
    int ConnectionNumber => 0;

    /// <summary>Writes one stanza.</summary>
    /// <exception cref="WhatsAppNotConnectedException">There is no connection.</exception>
    ValueTask SendAsync(BinaryNode node, CancellationToken cancellationToken);

    /// <summary>Sends an IQ (its id is filled in) and returns the server's result.</summary>
    /// <exception cref="WhatsAppRequestException">The server refused it.</exception>
    /// <exception cref="RequestTimeoutException">No answer came in time.</exception>
    Task<BinaryNode> QueryAsync(BinaryNode iq, CancellationToken cancellationToken);

    /// <summary>Sends a message stanza, once the connection is logged in, and returns the server's ack, whether it accepts or refuses.</summary>
    Task<BinaryNode> SendAndAwaitAckAsync(BinaryNode message, CancellationToken cancellationToken);

    /// <summary>Tells that the login is done: from now on messages may go out.</summary>
    void Open()
    {
    }

    /// <summary>Waits until a connection is logged in; false when none is after that time.</summary>
    Task<bool> WaitUntilOpenAsync(TimeSpan limit, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>
    /// Registers the handler of a tag. Handlers run one after the other in the order of arrival, on the reader itself: a
    /// handler may send, but never wait for an answer. What needs answers goes to the <see cref="WorkQueue"/>.
    /// </summary>
    void Handle(string tag, Func<BinaryNode, CancellationToken, ValueTask> handler);
}
