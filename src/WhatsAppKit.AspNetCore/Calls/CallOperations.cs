using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Contracts.Calls;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Calls;

namespace WhatsAppKit.AspNetCore.Calls;

/// <summary>What instances are asked about calls.</summary>
internal static class CallOperations
{
    public static readonly InstanceOperation<CallLinkWanted, CallLinkResponse> CreateLink = new(
        "calls.link",
        async (client, wanted, cancellationToken) => new CallLinkResponse(
            (await client.Calls.CreateLinkAsync(wanted.IsVideo, wanted.StartsAt, cancellationToken).ConfigureAwait(false)).ToString()));

    public static readonly InstanceOperation<RingingCall, Nothing> Reject = Operation.Do<RingingCall>(
        "calls.reject",
        (client, call, cancellationToken) => client.Calls.RejectAsync(
            new CallChanged { Id = call.Id, Caller = call.Caller, Status = CallStatus.Ringing }, cancellationToken));
}

/// <summary>A link that is wanted.</summary>
internal sealed record CallLinkWanted(bool IsVideo, DateTimeOffset? StartsAt);

/// <summary>A call that rings.</summary>
internal sealed record RingingCall(string Id, Jid Caller);
