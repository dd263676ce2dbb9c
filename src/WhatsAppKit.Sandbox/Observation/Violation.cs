namespace WhatsAppKit.Sandbox.Observation;

/// <summary>A stanza that a client should not have sent like this.</summary>
/// <param name="At">When it came, by the sandbox's clock.</param>
/// <param name="Device">The device that sent it; empty for one that pairs.</param>
/// <param name="Rule">The rule's short name, such as <c>message-id</c>.</param>
/// <param name="Detail">What is wrong, in a sentence.</param>
/// <param name="Stanza">The stanza as text, without secrets.</param>
public sealed record Violation(DateTimeOffset At, string Device, string Rule, string Detail, string Stanza);
