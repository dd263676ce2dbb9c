using System.Security.Cryptography;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Calls;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>What a phone can do with calls beside refusing them: it makes and ends them, and takes those of others. Nobody speaks.</summary>
internal sealed class PhoneCalls(PhoneLink link, Device device)
{
    private const int IdLength = 16;

    public async Task<SandboxCall> CallAsync(Jid to, bool isVideo, CancellationToken cancellationToken)
    {
        var call = new SandboxCall(NewId(), to);
        await SendAsync(to, Step("offer", call.Id, device.Account.InFormOf(to), null, isVideo ? [new BinaryNode("video")] : []), cancellationToken)
            .ConfigureAwait(false);
        return call;
    }

    public Task EndAsync(SandboxCall call, string? reason, CancellationToken cancellationToken) =>
        SendAsync(call.To, Step("terminate", call.Id, device.Account.InFormOf(call.To), reason), cancellationToken);

    public Task AnswerAsync(CallChanged call, CancellationToken cancellationToken) =>
        SendAsync(call.Caller, Step("accept", call.Id, call.Caller, null), cancellationToken);

    private static string NewId() => Convert.ToHexString(RandomNumberGenerator.GetBytes(IdLength));

    private static BinaryNode Step(string tag, string id, Jid creator, string? reason, params BinaryNode[] children) =>
        new(tag, [("call-id", id), ("call-creator", creator), ("reason", reason)], children);

    private Task SendAsync(Jid to, BinaryNode step, CancellationToken cancellationToken) =>
        link.SendAsync(new BinaryNode("call", [("id", NewId()), ("to", to)], step), cancellationToken).AsTask();
}

/// <summary>A call that a phone makes.</summary>
/// <param name="Id">Its id.</param>
/// <param name="To">Whom it calls.</param>
public sealed record SandboxCall(string Id, Jid To);
