namespace WhatsAppKit.Sandbox.Observation;

/// <summary>A stanza the sandbox has no answer for: it was refused with an error, and what a client wanted of it did not happen.</summary>
/// <param name="At">When it came, by the sandbox's clock.</param>
/// <param name="Device">The device that sent it; empty for one that pairs.</param>
/// <param name="Kind">What it is, such as <c>iq get w:unknown/thing</c>.</param>
/// <param name="Stanza">The stanza as text, without secrets.</param>
public sealed record UnhandledStanza(DateTimeOffset At, string Device, string Kind, string Stanza);
