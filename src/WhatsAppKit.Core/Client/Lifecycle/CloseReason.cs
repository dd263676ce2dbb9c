namespace WhatsAppKit.Core;

/// <summary>Who or what ends a connection.</summary>
internal enum CloseSource
{
    /// <summary><c>failure</c>: the server refuses the login.</summary>
    Failure,

    /// <summary><c>stream:error</c>: the server ends a connection.</summary>
    StreamError,

    /// <summary>This client sees the end, or decides on it.</summary>
    Client,
}

/// <summary>One way a connection ends, and what follows.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Key">What tells it from others of its source: a code, a child, or what happened.</param>
/// <param name="Meaning">What it means, for people.</param>
/// <param name="End">What the client does.</param>
internal sealed record CloseReason(CloseSource Source, string Key, string Meaning, ConnectionEnd End);
