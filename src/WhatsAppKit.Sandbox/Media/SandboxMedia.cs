using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WhatsAppKit.Sandbox.Media;

/// <summary>
/// The sandbox's media host: an HTTPS server on a loopback port of its own. Files live as long as the sandbox, also when its
/// accounts are kept in a store; phones can upload again what they know.
/// </summary>
public sealed class SandboxMedia : IAsyncDisposable
{
    private readonly MediaAuthority _authority = new();
    private readonly MediaServer _server;
    private readonly ConcurrentDictionary<string, bool> _tokens = new();
    private readonly List<MediaFault> _faults = [];
    private readonly Lock _gate = new();

    private SandboxMedia(TimeProvider time)
    {
        Vault = new MediaVault(time);
        _server = new MediaServer(this, Vault, time);
    }

    /// <summary>The root certificate (PEM) that clients must trust for media hosts.</summary>
    public string CertificatePem => _authority.CertificatePem;

    /// <summary>A certificate with its key for 127.0.0.1 and localhost, which <see cref="CertificatePem"/> signed.</summary>
    internal X509Certificate2 ServerCertificate => _authority.Server;

    /// <summary>The host's name and port.</summary>
    public string Host => _server.Host;

    /// <summary>Hosts that clients are told to try before this one, such as one where nothing listens.</summary>
    public IList<string> HostsBefore { get; } = [];

    /// <summary>How many seconds clients may use what they are told about hosts. Default: 300.</summary>
    public int Ttl { get; set; } = 300;

    /// <summary>How many addresses lead to files.</summary>
    public int Count => Vault.Count;

    internal MediaVault Vault { get; }

    /// <summary>Adds a fault. Faults of one operation are met in the order they were added, each until it has no times left.</summary>
    public void Add(MediaFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate)
        {
            _faults.Add(fault);
        }
    }

    /// <summary>Takes all faults back.</summary>
    public void ClearFaults()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    /// <summary>Forgets an address, as the host does after some weeks; true when there was one. A phone can still upload the file again.</summary>
    /// <param name="directPath">The path of a file, with or without its query.</param>
    public bool Remove(string directPath)
    {
        ArgumentNullException.ThrowIfNull(directPath);
        return Vault.Remove(directPath.Split('?')[0]);
    }

    /// <summary>Makes every upload token void, so that clients must ask for a new one.</summary>
    public void RevokeTokens() => _tokens.Clear();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        Vault.Dispose();
        _authority.Dispose();
    }

    internal static async Task<SandboxMedia> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var media = new SandboxMedia(time);
        await media._server.StartAsync(media._authority.Server, cancellationToken).ConfigureAwait(false);
        return media;
    }

    /// <summary>A token that allows uploads.</summary>
    internal string Allow()
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));
        _tokens[token] = true;
        return token;
    }

    internal bool IsAllowed(string token) => _tokens.ContainsKey(token);

    /// <summary>The fault that a request meets.</summary>
    internal MediaFault? Next(MediaOperation operation)
    {
        lock (_gate)
        {
            var at = _faults.FindIndex(fault => fault.Operation == operation);
            if (at < 0)
            {
                return null;
            }

            var fault = _faults[at];
            if (fault.Times > 1)
            {
                _faults[at] = fault with { Times = fault.Times - 1 };
            }
            else
            {
                _faults.RemoveAt(at);
            }

            return fault;
        }
    }
}
