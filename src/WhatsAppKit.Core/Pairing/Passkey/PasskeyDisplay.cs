using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>Shows people what a pairing with a passkey needs of them, and tells what failed of it.</summary>
internal sealed class PasskeyDisplay(ConnectionStateMachine machine, EventHub events, ILogger logger)
{
    /// <summary>The QR code and the code to type are dead from here on.</summary>
    public void Show(PasskeyRequest request)
    {
        LifecycleLog.PasskeyRequested(logger, request.ExpiresAt);
        machine.TryShow(ConnectionState.AwaitingScan, TransitionReasons.PasskeyRequested, status => status with
        {
            Qr = null,
            PairingCode = null,
            Passkey = request,
            PasskeyConfirmation = null,
        });
    }

    public void Show(PasskeyConfirmation confirmation)
    {
        LifecycleLog.PasskeyAgreed(logger, confirmation.IsAutomatic);
        machine.TryShow(ConnectionState.AwaitingScan, TransitionReasons.PasskeyCodeShown, status => status with
        {
            Passkey = null,
            PasskeyConfirmation = confirmation,
        });
    }

    public void Fail(PasskeyError error, Exception? cause = null)
    {
        LifecycleLog.PasskeyFailed(logger, error, cause);
        events.Publish(new PasskeyFailed(error));
    }
}
