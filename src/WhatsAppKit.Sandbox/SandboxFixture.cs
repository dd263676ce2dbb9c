using Microsoft.Extensions.Logging;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox;

/// <summary>
/// A sandbox that the tests of a class or of a whole suite share. It has the methods that xunit's <c>IAsyncLifetime</c> asks for:
/// <c>public sealed class WhatsApp : SandboxFixture, IAsyncLifetime;</c> is a fixture. Other frameworks call the two methods themselves.
/// </summary>
public class SandboxFixture : IAsyncDisposable
{
    private WhatsAppSandbox? _sandbox;
    private int _lastNumber;

    /// <summary>The sandbox.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public WhatsAppSandbox Sandbox => _sandbox ?? throw new InvalidOperationException("The fixture was not initialized.");

    /// <summary>How the sandbox behaves; override it to change that.</summary>
    protected virtual SandboxOptions Options => new();

    /// <summary>Takes the sandbox's log; override it to see it. Default: null, no log.</summary>
    protected virtual ILoggerFactory? Loggers => null;

    /// <summary>Starts the sandbox.</summary>
    public virtual async ValueTask InitializeAsync() => _sandbox = await WhatsAppSandbox.StartAsync(Options, Loggers).ConfigureAwait(false);

    /// <summary>Turns on a phone with a number of its own, so that tests that share the sandbox do not meet.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<SandboxPhone> AddPhoneAsync(CancellationToken cancellationToken = default) =>
        Sandbox.AddPhoneAsync("1555" + Stanzas.Nodes.Text(1_000_000 + Interlocked.Increment(ref _lastNumber)), cancellationToken);

    /// <summary>
    /// Fails when a client did what WhatsApp's own clients do not, or asked for what the sandbox does not know. Call it at the end of a test.
    /// </summary>
    /// <exception cref="InvalidOperationException">There was something; the message lists it.</exception>
    public void ShouldHaveNoFindings() => Sandbox.ShouldHaveNoFindings();

    /// <summary>Stops the sandbox.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync().ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }
}
