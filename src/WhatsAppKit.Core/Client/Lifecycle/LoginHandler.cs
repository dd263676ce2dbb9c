using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Pairing;
using WhatsAppKit.Core.Pairing.LinkCode;
using WhatsAppKit.Core.Pairing.Passkey;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Notifications;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core;

/// <summary>What happens between the handshake and the open connection: pairing, login, and the reasons to give up.</summary>
internal sealed class LoginHandler(
    IWhatsAppSession session,
    DeviceState state,
    Func<CancellationToken, Task> onLogin,
    DirtyBits dirty,
    QrRotation qr,
    LinkCodePairing codes,
    PasskeyPairing passkey,
    ConnectionStateMachine machine,
    TimeProvider time,
    ILogger logger)
{
    private volatile ConnectionAttempt? _current;

    /// <summary>Registers the stanzas of the connection's own life.</summary>
    public void Register()
    {
        session.Handle("iq", OnIqAsync);
        session.Handle("success", OnSuccessAsync);
        session.Handle("failure", (node, _) => EndAsync(CloseReasons.OfFailure(node, time.GetUtcNow())));
        session.Handle("stream:error", (node, _) => EndAsync(CloseReasons.OfStreamError(node)));
        session.Handle("xmlstreamend", (_, _) => EndAsync(ConnectionEnd.ClosedByServer));
        session.Handle("ib", OnInfoAsync);
    }

    /// <summary>The connection that the next stanzas belong to.</summary>
    public void Serve(ConnectionAttempt? attempt)
    {
        _current = attempt;
        if (attempt is null)
        {
            passkey.Close();
            codes.Close();
        }
    }

    /// <summary>Asks the server to unlink this device; once it has, the connection ends and the credentials go.</summary>
    /// <exception cref="WhatsAppNotConnectedException">The device is not logged in.</exception>
    public async Task LogOutAsync(CancellationToken cancellationToken)
    {
        if (_current is not { } attempt || machine.Status.State != ConnectionState.Connected || state.Credentials.PhoneJid is not { } own)
        {
            throw new WhatsAppNotConnectedException("The device is not logged in.");
        }

        var removal = new BinaryNode("remove-companion-device", [("jid", own), ("reason", "user_initiated")]);
        await session.QueryAsync(
            new BinaryNode("iq", [("to", Jid.WhatsAppServer), ("type", "set"), ("xmlns", "md")], removal), cancellationToken).ConfigureAwait(false);
        attempt.End(ConnectionEnd.LogoutRequested);
    }

    private ValueTask EndAsync(ConnectionEnd end)
    {
        _current?.End(end);
        return ValueTask.CompletedTask;
    }

    private async ValueTask OnIqAsync(BinaryNode iq, CancellationToken cancellationToken)
    {
        if (iq["type"] is not ("set" or "get") || iq.Jid("from") is not { } from)
        {
            return;
        }

        if (from == Jid.WhatsAppServer && iq.Child("pair-device") is { } pairDevice)
        {
            await OnPairDeviceAsync(iq, pairDevice, cancellationToken).ConfigureAwait(false);
        }
        else if (from == Jid.WhatsAppServer && iq.Child("pair-success") is not null)
        {
            await OnPairSuccessAsync(iq, cancellationToken).ConfigureAwait(false);
        }
        else if (iq["xmlns"] == "urn:xmpp:ping")
        {
            await session.SendAsync(Result(iq), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask OnPairDeviceAsync(BinaryNode iq, BinaryNode pairDevice, CancellationToken cancellationToken)
    {
        if (state.Credentials.IsPaired)
        {
            throw new ProtocolException("The server offers to pair a device that is paired.");
        }

        if (passkey.IsUnderWay)
        {
            throw new ProtocolException("The server offers to pair a device whose pairing is under way.");
        }

        await session.SendAsync(Result(iq), cancellationToken).ConfigureAwait(false);
        var references = pairDevice.ChildrenOf("ref").Select(reference => reference.Bytes).ToArray();
        if (_current is { } attempt)
        {
            var until = time.GetUtcNow() + qr.LifetimeOf(references.Length);
            codes.Open(until, attempt.Start);
            passkey.Open(attempt.Start, attempt.End);
            attempt.Start("qr", token => AwaitScanAsync(attempt, references, until, token));
        }
    }

    private async Task AwaitScanAsync(
        ConnectionAttempt attempt, IReadOnlyList<ReadOnlyMemory<byte>> references, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (await qr.RunAsync(references, state.Credentials, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        if (codes.IsInUse && until - time.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            // No more QR codes, but somebody may be typing.
            machine.TryShow(ConnectionState.AwaitingScan, TransitionReasons.AwaitingTypedCode, status => status with { Qr = null });
            await Task.Delay(left, time, cancellationToken).ConfigureAwait(false);
        }

        if (passkey.IsUnderWay)
        {
            // That step has a limit of its own.
            return;
        }

        attempt.End(qr.IsExhausted ? ConnectionEnd.QrExhausted : ConnectionEnd.QrReferencesUsedUp);
    }

    private async ValueTask OnPairSuccessAsync(BinaryNode iq, CancellationToken cancellationToken)
    {
        if (passkey.IsUnderWay ? !passkey.TryFinish() : !qr.TryScan() && !codes.IsInUse)
        {
            // It came after the last code had expired, or a passkey's time, and this connection is ending: the phone sees the pairing fail.
            return;
        }

        try
        {
            var container = iq.Child("pair-success")?.Child("device-identity")?.Bytes ?? default;
            var (paired, identity) = PairSuccess.Verify(iq, state.Credentials with { AdvSecret = passkey.SecretFor(container) });
            await state.UpdateAsync(
                async transaction =>
                {
                    transaction.Credentials = paired;
                    if (paired is { PhoneJid: { } phone, LidJid: { } lid })
                    {
                        await transaction.LearnLidAsync(phone, lid, cancellationToken).ConfigureAwait(false);
                    }

                    var primary = new SignalAddress((paired.LidJid ?? paired.PhoneJid!.Value).ToUser());
                    transaction.Set(StoreChange.Set(StoreKind.Identity, primary.Key, identity.AccountKey.Span.ToArray()));
                },
                cancellationToken).ConfigureAwait(false);
            await session.SendAsync(PairSuccess.Confirmation(iq, identity), cancellationToken).ConfigureAwait(false);
            passkey.Close();
            codes.Close();
            LifecycleLog.Paired(logger);
            machine.TryMove(ConnectionState.Connecting, TransitionReasons.Paired, WithAccount);
        }
        catch (Exception error) when (error is PairingException or CryptoException)
        {
            LifecycleLog.PairingRefused(logger, error);
            var refusal = error as PairingException ?? PairingException.SignatureMismatch();
            await session.SendAsync(PairSuccess.Refusal(iq, refusal), cancellationToken).ConfigureAwait(false);
            _current?.End(ConnectionEnd.PairingRefused with { Error = refusal });
        }
    }

    private ValueTask OnSuccessAsync(BinaryNode success, CancellationToken cancellationToken)
    {
        if (!state.Credentials.IsPaired)
        {
            throw new ProtocolException("The server reports a login of a device that is not paired.");
        }

        _current?.Start("login", token => LogInAsync(success, token));
        return ValueTask.CompletedTask;
    }

    private async Task LogInAsync(BinaryNode success, CancellationToken cancellationToken)
    {
        if (success.Jid("lid") is { IsLid: true } lid && state.Credentials is { PhoneJid: { } phone } credentials)
        {
            var own = lid.Device == 0 ? lid.WithDevice(phone.Device) : lid;
            if (credentials.LidJid != own)
            {
                await state.UpdateAsync(
                    async transaction =>
                    {
                        transaction.Credentials = transaction.Credentials with { LidJid = own };
                        await transaction.LearnLidAsync(phone, own, cancellationToken).ConfigureAwait(false);
                    },
                    cancellationToken).ConfigureAwait(false);
            }
        }

        await onLogin(cancellationToken).ConfigureAwait(false);
        var active = new BinaryNode("iq", [("to", Jid.WhatsAppServer), ("type", "set"), ("xmlns", "passive")], new BinaryNode("active"));
        await session.QueryAsync(active, cancellationToken).ConfigureAwait(false);
        session.Open();
        machine.TryMove(ConnectionState.Connected, TransitionReasons.LoggedIn, WithAccount);
    }

    private async ValueTask OnInfoAsync(BinaryNode info, CancellationToken cancellationToken)
    {
        if (info.Child("offline_preview") is not null)
        {
            await session.SendAsync(
                new BinaryNode("ib", null, new BinaryNode("offline_batch", [("count", "100")])), cancellationToken).ConfigureAwait(false);
        }

        dirty.Take(info);
        if (info.Child("edge_routing")?.Child("routing_info") is { } routing && !routing.Bytes.Span.SequenceEqual(state.Credentials.RoutingInfo.Span))
        {
            await state.UpdateCredentialsAsync(
                credentials => credentials with { RoutingInfo = routing.Bytes }, cancellationToken).ConfigureAwait(false);
        }
    }

    private ConnectionStatus WithAccount(ConnectionStatus status) =>
        status with { PhoneJid = state.Credentials.PhoneJid, LidJid = state.Credentials.LidJid };

    private static BinaryNode Result(BinaryNode iq) => new("iq", [("to", Jid.WhatsAppServer), ("type", "result"), ("id", iq["id"])]);
}
