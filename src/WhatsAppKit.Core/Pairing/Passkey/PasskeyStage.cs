namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>How far pairing with a passkey has come on one connection.</summary>
internal enum PasskeyStage
{
    /// <summary>The server has asked, or asks again.</summary>
    Requested,

    /// <summary>The passkey's answer and this device's share were sent.</summary>
    PrologueSent,

    /// <summary>The phone's share is here; this device opens its commitment.</summary>
    Continuing,

    /// <summary>Both sides have a key and show a code.</summary>
    Continued,

    /// <summary>The codes are equal, and the server has the sealed request: <c>pair-success</c> follows.</summary>
    Confirmed,

    /// <summary><c>pair-success</c> is here: no limit ends this any more.</summary>
    Finishing,

    /// <summary>The codes differ, or the time is over: nothing of it may pair this device.</summary>
    Over,
}
