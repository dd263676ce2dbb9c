using System.Diagnostics.CodeAnalysis;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Embedding;

/// <summary>
/// Hears of what happens at instances, in process. Add one with <c>AddEventHandler</c>; each event has a scope of its own, so a handler
/// may use the application's scoped services. Events are told one after the other: whoever takes long delays those behind. They are not
/// kept: what happens while the process is down, or while more wait than fit, is not told, and the messages are there to be listed.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It handles events; no delegate of .NET events is meant.")]
public interface IGatewayEventHandler
{
    /// <summary>Takes one event. What it throws is logged, and keeps no other handler from the event.</summary>
    /// <param name="happened">What happened; kinds that are not known are to be passed over, as more may come.</param>
    /// <param name="cancellationToken">The host is stopping.</param>
    Task HandleAsync(GatewayEvent happened, CancellationToken cancellationToken);
}

/// <summary>Something happened at an instance.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="At">When.</param>
public abstract record GatewayEvent(InstanceReference Instance, DateTimeOffset At);

/// <summary>An instance's connection has another status.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="At">When.</param>
/// <param name="Status">The status, such as <c>CONNECTED</c>.</param>
/// <param name="Previous">The status before.</param>
/// <param name="Reason">A stable word for the cause.</param>
public sealed record InstanceStatusChanged(InstanceReference Instance, DateTimeOffset At, string Status, string Previous, string Reason) : GatewayEvent(Instance, At);

/// <summary>Somebody wrote to an instance. The message is stored by then.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Message">The message.</param>
public sealed record MessageArrived(InstanceReference Instance, DateTimeOffset At, MessageResponse Message) : GatewayEvent(Instance, At);

/// <summary>A message that an instance sent was delivered, read or played. In a group each member's receipt may tell it again.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="At">When.</param>
/// <param name="Message">The message, with its status.</param>
public sealed record MessageStatusChanged(InstanceReference Instance, DateTimeOffset At, MessageResponse Message) : GatewayEvent(Instance, At);
