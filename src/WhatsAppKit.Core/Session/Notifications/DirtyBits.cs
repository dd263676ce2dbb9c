using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Notifications;

/// <summary>
/// The server marks what may have changed while a device was away; the device asks for it anew and takes the mark off. Work
/// that fails leaves the mark, and the next login brings it again.
/// </summary>
internal sealed class DirtyBits(IWhatsAppSession session, WorkQueue work)
{
    private readonly Dictionary<string, Func<CancellationToken, Task>> _jobs = [];

    /// <summary>Registers what is to be asked for when something of that type is marked.</summary>
    public void Handle(string type, Func<CancellationToken, Task> job) => _jobs.Add(type, job);

    /// <summary>Takes an <c>ib</c> stanza; one that marks nothing, or nothing this device knows, is passed over.</summary>
    public void Take(BinaryNode info)
    {
        foreach (var dirty in info.ChildrenOf("dirty"))
        {
            if (dirty["type"] is { } type && _jobs.TryGetValue(type, out var job))
            {
                Refresh(type, dirty["timestamp"], job);
            }
        }
    }

    private void Refresh(string type, string? timestamp, Func<CancellationToken, Task> job) =>
        work.TryAdd($"refresh {type}", async cancellationToken =>
        {
            await job(cancellationToken).ConfigureAwait(false);
            await session.QueryAsync(
                new BinaryNode(
                    "iq",
                    [("to", Jid.WhatsAppServer), ("type", "set"), ("xmlns", "urn:xmpp:whatsapp:dirty")],
                    new BinaryNode("clean", [("type", type), ("timestamp", timestamp)])),
                cancellationToken).ConfigureAwait(false);
        });
}
