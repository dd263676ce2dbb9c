using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Session.Devices;

namespace WhatsAppKit.Core.Session;

/// <summary>
/// Takes the server's word that a stanza of ours was invalid. It does not say which one; a stale list of devices or members is
/// the usual cause, so none is used again.
/// </summary>
internal sealed class StanzaRefusals(DeviceDirectory devices, GroupDirectory groups, ILogger logger)
{
    public ValueTask HandleAsync(BinaryNode error, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SessionLog.StanzaRefused(logger, error["code"] ?? "none");
        devices.ForgetAll();
        groups.ForgetAll();
        return ValueTask.CompletedTask;
    }
}
