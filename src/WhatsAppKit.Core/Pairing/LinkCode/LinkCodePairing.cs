using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Pairing.LinkCode;

/// <summary>
/// Pairing by a code typed on the phone, beside the QR codes of the same connection. All of it dies with that connection.
/// </summary>
/// <remarks>
/// The secret that a typed code leads to is kept beside the one in the QR code, not in its place: whoever typed a wrong
/// code has changed nothing, and what proves itself by either secret is paired.
/// </remarks>
internal sealed class LinkCodePairing(IWhatsAppSession session, DeviceState state, Action<PairingCode?> show, ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private Window? _window;
    private PendingCode? _pending;
    private byte[]? _advSecret;
    private bool _isRequesting;
    private bool _wasGiven;

    /// <summary>True once a code of this connection was given out, or is being asked for: somebody may be typing it.</summary>
    public bool IsInUse
    {
        get
        {
            lock (_gate)
            {
                return _wasGiven || _isRequesting;
            }
        }
    }

    /// <summary>The server has asked the device of a connection to pair: from now on codes can be had.</summary>
    public void Open(DateTimeOffset until, Action<string, Func<CancellationToken, Task>> start)
    {
        lock (_gate)
        {
            _window = new Window(until, start);
        }
    }

    /// <summary>The connection has ended, and with it whatever was under way.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _window = null;
            _wasGiven = false;
            _pending?.Dispose();
            _pending = null;
            Forget(ref _advSecret);
        }
    }

    /// <summary>Asks the server for a code; it replaces the one before, once the server has agreed.</summary>
    public async Task<PairingCode> RequestAsync(string phoneNumber, CancellationToken cancellationToken)
    {
        var phone = LinkCodeNumber.Read(phoneNumber);
        var window = Begin();
        var ephemeral = KeyPair.Generate();
        try
        {
            var code = CodeText.Generate();
            var hello = LinkCodeNodes.CompanionHello(phone, KeyWrap.Wrap(ephemeral.PublicKey, code), state.Credentials.NoiseKey.PublicKey);
            var answer = await session.QueryAsync(hello, cancellationToken).ConfigureAwait(false);
            var pending = new PendingCode(phone, code, ephemeral, LinkCodeNodes.Reference(answer));
            return Replace(window, pending);
        }
        catch
        {
            ephemeral.Dispose();
            throw;
        }
        finally
        {
            lock (_gate)
            {
                _isRequesting = false;
            }
        }
    }

    /// <summary>Takes what the server tells about a pairing by code. The answer needs the server, so the reader does not wait for it.</summary>
    public Task HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (notification.Jid("from") == Jid.WhatsAppServer && PrimaryHello.Read(notification) is { } hello && Take(hello) is { } taken)
        {
            LifecycleLog.CodeUsed(logger);
            show(null);
            taken.Window.Start("link-code", token => AnswerAsync(taken.Pending, hello, token));
        }

        return Task.CompletedTask;
    }

    /// <summary>The secret that proves this pairing: that of a typed code when it does, else that of the QR code.</summary>
    public ReadOnlyMemory<byte> SecretFor(ReadOnlyMemory<byte> container)
    {
        lock (_gate)
        {
            return _advSecret is not null && DeviceIdentity.IsProvenBy(container, _advSecret) ? _advSecret.ToArray() : state.Credentials.AdvSecret;
        }
    }

    /// <summary>Lends the secret that a phone was shown last: that of a typed code, else that of the QR code.</summary>
    public T UseSecret<T>(SecretUse<T> use)
    {
        lock (_gate)
        {
            return use(_advSecret ?? state.Credentials.AdvSecret.Span);
        }
    }

    public void Dispose() => Close();

    private Window Begin()
    {
        lock (_gate)
        {
            if (state.IsLoaded && state.Credentials.IsPaired)
            {
                throw new PairingCodeException(PairingCodeError.AlreadyPaired);
            }

            if (_isRequesting)
            {
                throw new PairingCodeException(PairingCodeError.RequestUnderWay);
            }

            var window = _window ?? throw new PairingCodeException(PairingCodeError.NotAwaitingScan);
            _isRequesting = true;
            return window;
        }
    }

    private PairingCode Replace(Window window, PendingCode pending)
    {
        var code = new PairingCode(CodeText.Display(pending.Code), window.Until);
        lock (_gate)
        {
            if (_window != window)
            {
                throw new WhatsAppNotConnectedException("The connection ended while a pairing code was asked for.");
            }

            _pending?.Dispose();
            _pending = pending;
            _wasGiven = true;
        }

        LifecycleLog.CodeShown(logger, code.ExpiresAt);
        show(code);
        return code;
    }

    /// <summary>A code is good for one answer: whoever guesses has one guess.</summary>
    private (PendingCode Pending, Window Window)? Take(PrimaryHello hello)
    {
        lock (_gate)
        {
            if (_pending is not { } pending || _window is not { } window || !pending.IsFor(hello))
            {
                return null;
            }

            _pending = null;
            return (pending, window);
        }
    }

    private async Task AnswerAsync(PendingCode pending, PrimaryHello hello, CancellationToken cancellationToken)
    {
        using (pending)
        {
            // The reader waits for this method's first pause, and the derivation is slow on purpose.
            await Task.Yield();
            try
            {
                var identity = state.Credentials.IdentityKey;
                var ephemeral = KeyWrap.Unwrap(hello.WrappedEphemeral.Span, pending.Code);
                var (bundle, secret) = CodeAgreement.Answer(pending.Ephemeral, identity, ephemeral, hello.Identity);
                Keep(secret, cancellationToken);
                var finish = LinkCodeNodes.CompanionFinish(pending.Phone, bundle, identity.PublicKey, hello.Reference);
                await session.QueryAsync(finish, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is CryptoException or WhatsAppRequestException or RequestTimeoutException)
            {
                // The QR code stays valid, and another code can be asked for.
                LifecycleLog.PairingRefused(logger, error);
            }
        }
    }

    private void Keep(byte[] secret, CancellationToken ending)
    {
        lock (_gate)
        {
            ending.ThrowIfCancellationRequested();
            Forget(ref _advSecret);
            _advSecret = secret;
        }
    }

    private static void Forget(ref byte[]? secret)
    {
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(secret);
        secret = null;
    }

    /// <summary>What is done with a secret while it is lent.</summary>
    public delegate T SecretUse<out T>(ReadOnlySpan<byte> secret);

    /// <summary>The time in which one connection takes codes, and the way to its own work.</summary>
    private sealed record Window(DateTimeOffset Until, Action<string, Func<CancellationToken, Task>> Start);
}
