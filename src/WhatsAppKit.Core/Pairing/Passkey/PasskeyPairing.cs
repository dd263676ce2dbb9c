using System.Security.Cryptography;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Pairing.LinkCode;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>
/// The step that some accounts demand between the scan, or the typed code, and the pairing: a passkey proves that the account
/// belongs to whoever pairs, and device and phone agree on a key anew. All of it is in memory and dies with the connection.
/// </summary>
/// <remarks>
/// From the request on, only the secret that the device makes for this step proves the pairing: neither that of the QR code nor
/// that of a typed code does. Nothing is started or ended while the gate is held.
/// </remarks>
internal sealed class PasskeyPairing(
    IWhatsAppSession session,
    DeviceState state,
    LinkCodePairing codes,
    QrRotation qr,
    PasskeyDisplay display,
    int deviceType,
    TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLimit = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private Window? _window;
    private PasskeyStep? _step;

    /// <summary>True from the server's request on until the connection ends.</summary>
    public bool IsUnderWay
    {
        get
        {
            lock (_gate)
            {
                return _step is not null;
            }
        }
    }

    /// <summary>The server has asked the device of a connection to pair: from now on it may ask for a passkey.</summary>
    public void Open(Action<string, Func<CancellationToken, Task>> start, Action<ConnectionEnd> end)
    {
        lock (_gate)
        {
            _window = new Window(start, end);
        }
    }

    /// <summary>The connection has ended, or the device is paired, and with it whatever was under way.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _window = null;
            _step?.Dispose();
            _step = null;
        }
    }

    /// <summary>Takes the server's request; when it cannot be read, the server is asked for it once more.</summary>
    public Task HandleRequestAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (notification.Jid("from") != Jid.WhatsAppServer || Opened is not { } window)
        {
            return Task.CompletedTask;
        }

        if (Options(notification) is { } request)
        {
            Begin(window, request);
        }
        else
        {
            window.Start("passkey-options", token => AskOptionsAsync(window, token));
        }

        return Task.CompletedTask;
    }

    /// <summary>Takes the phone's share of the agreement. What follows needs the server, so the reader does not wait for it.</summary>
    public Task HandleContinuationAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (notification.Jid("from") != Jid.WhatsAppServer || Opened is not { } window)
        {
            return Task.CompletedTask;
        }

        try
        {
            if (Join(notification) is { } joined)
            {
                window.Start("passkey", token => ContinueAsync(joined.Step, joined.Agreement, token));
            }
            else
            {
                display.Fail(PasskeyError.Continuation);
            }
        }
        catch (CryptoException error)
        {
            display.Fail(PasskeyError.Continuation, error);
        }

        return Task.CompletedTask;
    }

    /// <summary>Sends the passkey's answer, and with it this device's share of the agreement.</summary>
    public async Task AnswerAsync(PasskeyAssertion assertion, CancellationToken cancellationToken)
    {
        var json = AssertionJson.Write(assertion);
        var step = BeginAnswer();
        try
        {
            var answer = await session.QueryAsync(PasskeyNodes.AskReference(), cancellationToken).ConfigureAwait(false);
            var prologue = Prologue.Create(deviceType, PasskeyNodes.Reference(answer));
            await SendAsync(step, prologue, assertion.CredentialId, json, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is WhatsAppRequestException or RequestTimeoutException or ProtocolException)
        {
            throw new PasskeyException(PasskeyError.Prologue, error);
        }
        finally
        {
            lock (_gate)
            {
                step.IsAnswering = false;
            }
        }
    }

    /// <summary>Takes what a person saw: equal codes go on, different ones end the attempt.</summary>
    public Task ConfirmAsync(bool codesAreEqual, CancellationToken cancellationToken)
    {
        if (codesAreEqual)
        {
            return ConfirmAsync(cancellationToken);
        }

        Window? window;
        lock (_gate)
        {
            // Also while the confirmation is on its way, or after it: whoever sees other codes is right to the end.
            window = BeginRefusal().TryEnd() ? _window : null;
        }

        window?.End(ConnectionEnd.PasskeyCodesDiffer);
        return Task.CompletedTask;
    }

    /// <summary><c>pair-success</c> is here; false when the step it belongs to has ended, or there is none.</summary>
    public bool TryFinish()
    {
        lock (_gate)
        {
            return _step?.TryFinish() == true;
        }
    }

    /// <summary>The secret that proves this pairing: that of this step once it has begun, else that of a code.</summary>
    public ReadOnlyMemory<byte> SecretFor(ReadOnlyMemory<byte> container)
    {
        lock (_gate)
        {
            return _step is { } step ? step.AdvSecret.ToArray() : codes.SecretFor(container);
        }
    }

    public void Dispose() => Close();

    private Window? Opened
    {
        get
        {
            lock (_gate)
            {
                return _window;
            }
        }
    }

    private static PasskeyRequest? Options(BinaryNode node) =>
        node.Child(PasskeyNodes.Options)?.Bytes is { } json ? RequestOptions.Read(json.Span) : null;

    private async Task AskOptionsAsync(Window window, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await session.QueryAsync(PasskeyNodes.AskOptions(), cancellationToken).ConfigureAwait(false);
            if (Options(answer) is { } request)
            {
                Begin(window, request);
            }
            else
            {
                display.Fail(PasskeyError.Request);
            }
        }
        catch (Exception error) when (error is WhatsAppRequestException or RequestTimeoutException)
        {
            display.Fail(PasskeyError.Request, error);
        }
    }

    private void Begin(Window window, PasskeyRequest request)
    {
        PasskeyStep? begun;
        DateTimeOffset until;
        lock (_gate)
        {
            if (_window != window || !TryBegin(request, out begun, out until))
            {
                return;
            }
        }

        // No code to type can be had, or finish, beside this step.
        codes.Close();
        display.Show(request with { ExpiresAt = until });
        if (begun is not null)
        {
            window.Start("passkey-limit", token => LimitAsync(window, begun, token));
        }
    }

    /// <summary>A new step, or a new request within one: that keeps the time, so that nobody stretches it by asking again.</summary>
    private bool TryBegin(PasskeyRequest request, out PasskeyStep? begun, out DateTimeOffset until)
    {
        (begun, until) = (null, default);
        if (_step is { } step)
        {
            until = step.Until;
            step.AskAgain();
            return step.TakesAnswers;
        }

        if (!qr.TryScan() && !codes.IsInUse)
        {
            // The last code has expired, and this connection is ending.
            return false;
        }

        until = time.GetUtcNow() + LimitOf(request);
        begun = _step = new PasskeyStep(
            RandomNumberGenerator.GetBytes(SealedRequest.SecretLength), codes.UseSecret(secret => HandoffKey.From(secret, time)), until);
        return true;
    }

    private static TimeSpan LimitOf(PasskeyRequest request) =>
        request.Timeout is not { } asked || asked > LongestLimit ? LongestLimit : asked < ShortestLimit ? ShortestLimit : asked;

    private async Task LimitAsync(Window window, PasskeyStep step, CancellationToken cancellationToken)
    {
        var left = step.Until - time.GetUtcNow();
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            if (_step != step || !step.TryEnd())
            {
                return;
            }
        }

        window.End(ConnectionEnd.PasskeyTimeOver);
    }

    private PasskeyStep BeginAnswer()
    {
        lock (_gate)
        {
            if (_step is not { TakesAnswers: true } step)
            {
                throw new PasskeyException(PasskeyError.NotRequested);
            }

            if (step.IsAnswering)
            {
                throw new PasskeyException(PasskeyError.UnderWay);
            }

            step.IsAnswering = true;
            return step;
        }
    }

    private async Task SendAsync(
        PasskeyStep step, Prologue prologue, ReadOnlyMemory<byte> credentialId, byte[] json, CancellationToken cancellationToken)
    {
        var proof = Keep(step, prologue);
        try
        {
            await session.QueryAsync(PasskeyNodes.Prologue(credentialId, json, prologue.Payload, proof), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lock (_gate)
            {
                step.Withdraw(prologue);
            }

            throw;
        }

        lock (_gate)
        {
            step.ForgetHandoff();
        }
    }

    private byte[]? Keep(PasskeyStep step, Prologue prologue)
    {
        lock (_gate)
        {
            if (step.TakesAnswers)
            {
                return step.Send(prologue);
            }
        }

        prologue.Dispose();
        throw new PasskeyException(PasskeyError.NotRequested);
    }

    private (PasskeyStep Step, Agreement Agreement)? Join(BinaryNode notification)
    {
        if (Continuation.Read(notification) is not { } phone)
        {
            return null;
        }

        lock (_gate)
        {
            return _step is { } step && step.Continue(phone) is { } agreement ? (step, agreement) : null;
        }
    }

    private async Task ContinueAsync(PasskeyStep step, Agreement agreement, CancellationToken cancellationToken)
    {
        using (agreement)
        {
            try
            {
                // A copy: what was revealed is no secret, and the agreement zeroes its own.
                await session.QueryAsync(PasskeyNodes.CompanionNonce(agreement.Nonce.ToArray()), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is WhatsAppRequestException or RequestTimeoutException)
            {
                lock (_gate)
                {
                    step.FailContinuing();
                }

                display.Fail(PasskeyError.Continuation, error);
                return;
            }

            if (!Keep(step, agreement.DeriveKey()))
            {
                return;
            }

            display.Show(new PasskeyConfirmation(agreement.Code, agreement.IsProven));
        }

        if (agreement.IsProven)
        {
            await ConfirmByItselfAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool Keep(PasskeyStep step, PairingKey key)
    {
        lock (_gate)
        {
            if (step.TryKeep(key))
            {
                return true;
            }
        }

        key.Dispose();
        return false;
    }

    private async Task ConfirmByItselfAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ConfirmAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PasskeyException error)
        {
            // A person can still try again.
            display.Fail(error.Error, error);
        }
    }

    private async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        var (step, request) = BeginConfirmation();
        try
        {
            await session.QueryAsync(PasskeyNodes.EncryptedRequest(request), cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                step.Confirmed();
            }
        }
        catch (Exception error) when (error is WhatsAppRequestException or RequestTimeoutException)
        {
            throw new PasskeyException(PasskeyError.Confirmation, error);
        }
        finally
        {
            lock (_gate)
            {
                step.IsConfirming = false;
            }
        }
    }

    private (PasskeyStep Step, byte[] Request) BeginConfirmation()
    {
        lock (_gate)
        {
            var step = _step ?? throw new PasskeyException(PasskeyError.NotRequested);
            if (step.IsConfirming)
            {
                throw new PasskeyException(PasskeyError.UnderWay);
            }

            var credentials = state.Credentials;
            var request = step.Seal(credentials.NoiseKey.PublicKey, credentials.IdentityKey.PublicKey)
                ?? throw new PasskeyException(PasskeyError.NothingToConfirm);
            step.IsConfirming = true;
            return (step, request);
        }
    }

    private PasskeyStep BeginRefusal()
    {
        var step = _step ?? throw new PasskeyException(PasskeyError.NotRequested);
        return step.Stage is PasskeyStage.Continued or PasskeyStage.Confirmed ? step : throw new PasskeyException(PasskeyError.NothingToConfirm);
    }

    /// <summary>The way to one connection's own work, and to its end.</summary>
    private sealed record Window(Action<string, Func<CancellationToken, Task>> Start, Action<ConnectionEnd> End);
}
