using System.Security.Cryptography;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Receipts;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Calls;

/// <summary>Tells of calls, refuses them, and makes links to calls that people join.</summary>
public sealed class CallService
{
    private const int IdLength = 16;

    private readonly IWhatsAppSession _session;
    private readonly DeviceState _state;
    private readonly TimeProvider _time;
    private readonly OpenCalls _open;

    internal CallService(IWhatsAppSession session, DeviceState state, TimeProvider time)
    {
        _session = session;
        _state = state;
        _time = time;
        _open = new OpenCalls(time);
        session.Handle("call", HandleAsync);
    }

    /// <summary>Refuses a call. Returns when the refusal is sent; the caller's devices stop ringing.</summary>
    /// <param name="call">The call, as <see cref="CallChanged"/> told it.</param>
    /// <param name="cancellationToken">Stops before anything is sent.</param>
    /// <exception cref="ArgumentException">The call does not ring: it was taken, refused or ended before.</exception>
    /// <exception cref="WhatsAppNotConnectedException">There is no connection.</exception>
    public async Task RejectAsync(CallChanged call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.Status != CallStatus.Ringing)
        {
            throw new ArgumentException("Only a call that rings can be refused.", nameof(call));
        }

        if (!_state.IsLoaded || _state.Credentials.PhoneJid is not { } phone)
        {
            throw new WhatsAppNotConnectedException("The device is not paired.");
        }

        var own = call.Caller.IsLid ? _state.Credentials.LidJid ?? phone : phone;
        await _session.SendAsync(Rejection(call, own.ToUser()), cancellationToken).ConfigureAwait(false);
        _open.Refused(call.Id);
    }

    /// <summary>Makes a link to a call: whoever opens it can join.</summary>
    /// <param name="isVideo">True for a video call.</param>
    /// <param name="startsAt">When the call is planned for; null for any time.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="WhatsAppRequestException">The server refuses.</exception>
    /// <exception cref="ProtocolException">The server's answer holds no link.</exception>
    /// <exception cref="WhatsAppNotConnectedException">There is no connection.</exception>
    public async Task<Uri> CreateLinkAsync(bool isVideo = false, DateTimeOffset? startsAt = null, CancellationToken cancellationToken = default)
    {
        var answer = await _session.SendAndAwaitAckAsync(CallLink.Request(NewId(), isVideo, startsAt), cancellationToken).ConfigureAwait(false);
        return CallLink.Read(answer, isVideo);
    }

    internal static BinaryNode Rejection(CallChanged call, Jid own) =>
        new(
            "call",
            [("id", NewId()), ("from", own), ("to", call.Caller)],
            new BinaryNode("reject", [("call-id", call.Id), ("call-creator", call.Caller), ("count", "0")]));

    private static string NewId() => Convert.ToHexString(RandomNumberGenerator.GetBytes(IdLength));

    private async ValueTask HandleAsync(BinaryNode stanza, CancellationToken cancellationToken)
    {
        if (CallReader.Read(stanza, _time.GetUtcNow()) is { } step && _open.Follow(step) is { } happened)
        {
            await _state.UpdateAsync(
                transaction =>
                {
                    transaction.Raise(happened);
                    return Task.CompletedTask;
                },
                cancellationToken).ConfigureAwait(false);
        }

        await _session.SendAsync(ReceiptNodes.Ack(stanza), cancellationToken).ConfigureAwait(false);
    }
}
