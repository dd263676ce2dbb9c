using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Messages;

/// <summary>Whether the account's owner lets others know what was read. Asked for once, and again after it changed.</summary>
internal sealed class ReadReceiptSetting(IWhatsAppSession session)
{
    private readonly Lock _gate = new();
    private bool? _isOn;
    private int _version;

    /// <summary>True when others are told; what the server says in any other way counts as no.</summary>
    public async Task<bool> IsOnAsync(CancellationToken cancellationToken)
    {
        int version;
        lock (_gate)
        {
            if (_isOn is { } known)
            {
                return known;
            }

            version = _version;
        }

        var query = new BinaryNode("iq", [("to", Jid.WhatsAppServer), ("type", "get"), ("xmlns", "privacy")], new BinaryNode("privacy"));
        var answer = await session.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        var isOn = answer.Child("privacy")?.ChildrenOf("category").Any(each => each["name"] == "readreceipts" && each["value"] == "all") == true;
        lock (_gate)
        {
            // What changed while the answer was under way is asked for again next time.
            _isOn = version == _version ? isOn : null;
        }

        return isOn;
    }

    /// <summary>The settings may have changed: they are asked for before the next use.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _version++;
            _isOn = null;
        }
    }

    /// <summary>Something of our own account changed.</summary>
    public Task HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (notification.Child("privacy") is not null)
        {
            Forget();
        }

        return Task.CompletedTask;
    }
}
