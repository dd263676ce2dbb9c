using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Messages;

/// <summary>
/// Sends a message stanza and brings the server's answer. When the connection breaks before it, the same stanza goes out once
/// more over the next connection: the server drops a second message with the same id.
/// </summary>
internal sealed class MessageExchange(IWhatsAppSession session)
{
    /// <summary>How long a broken connection may take to come back.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="WhatsAppNotConnectedException">There is no connection, or it did not come back.</exception>
    public async Task<BinaryNode> SendAsync(BinaryNode stanza, CancellationToken cancellationToken)
    {
        try
        {
            return await session.SendAndAwaitAckAsync(stanza, cancellationToken).ConfigureAwait(false);
        }
        catch (WhatsAppNotConnectedException error) when (error.MayHaveBeenSent)
        {
            if (!await session.WaitUntilOpenAsync(Patience, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }

        try
        {
            return await session.SendAndAwaitAckAsync(stanza, cancellationToken).ConfigureAwait(false);
        }
        catch (WhatsAppNotConnectedException error) when (!error.MayHaveBeenSent)
        {
            // This time it did not leave, but the time before it may have.
            throw WhatsAppNotConnectedException.Unanswered(error);
        }
    }
}
