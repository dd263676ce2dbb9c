using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;

namespace WhatsAppKit.AspNetCore.Net;

/// <summary>
/// Fetches from addresses that strangers name. Where a connection really goes is checked when it is made, so neither a name that
/// resolves inside, nor one that resolves differently the second time, nor a redirect, leads into the gateway's own network. Nothing of
/// the gateway travels along: no proxy, cookie or credential.
/// </summary>
internal sealed class OutboundHttp : IDisposable
{
    private const int MaxRedirects = 3;
    private const int MaxHeaderKilobytes = 16;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly OutboundOptions _options;
    private readonly IHostResolver _resolver;
    private readonly TimeProvider _time;
    private readonly GatewayLogs _logs;
    private readonly HttpClient _http;

    public OutboundHttp(IOptions<WhatsAppGatewayOptions> options, IHostResolver resolver, GatewayLogs logs, TimeProvider time)
    {
        _options = options.Value.Outbound;
        _resolver = resolver;
        _time = time;
        _logs = logs;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = ConnectTimeout,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("WhatsAppKit", null));
    }

    /// <summary>Fetches a file and hands it to a reader.</summary>
    /// <param name="address">The address as a stranger wrote it.</param>
    /// <param name="maxLength">The most bytes it may have.</param>
    /// <param name="read">Reads the file; what it throws is passed on.</param>
    /// <param name="cancellationToken">Stops fetching.</param>
    /// <exception cref="OutboundRefusedException">The address is refused, or gave no file.</exception>
    public async Task<T> FetchAsync<T>(string address, long maxLength, Func<Fetched, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(address, maxLength, read, cancellationToken).ConfigureAwait(false);
        }
        catch (OutboundRefusedException error) when (error.IsAddress)
        {
            // Not the address itself: it may have a password or a signature in it.
            SecurityLog.AddressRefused(_logs.Security, error.Message);
            throw;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> ReadAsync<T>(string address, long maxLength, Func<Fetched, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await FollowAsync(Parse(address), either.Token).ConfigureAwait(false);
            var length = response.Content.Headers.ContentLength;
            if (length > maxLength)
            {
                throw TooLong(maxLength);
            }

            var content = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using var _ = content.ConfigureAwait(false);

            // A host that told no length may send without end.
            var file = new ForeignStream(content, error => error is InvalidDataException ? TooLong(maxLength) : BrokenOff(error), maxLength);
            return await read(Describe(response, file), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OutboundRefusedException("The host there did not send the file in time.", inner: error);
        }
        catch (HttpRequestException error)
        {
            throw Refusal(error) ?? BrokenOff(error)!;
        }
    }

    /// <summary>Checks what can be seen of an address before anything is asked.</summary>
    /// <exception cref="OutboundRefusedException">The address is refused.</exception>
    public Uri Check(string address) => Parse(address);

    /// <summary>Sends a request and returns the head of the answer, whatever it is: nobody is followed elsewhere.</summary>
    /// <exception cref="OutboundRefusedException">The address is refused, or gave no answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Checked(request.RequestUri!);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            throw Refusal(error) ?? BrokenOff(error)!;
        }
    }

    /// <summary>Checks what can be seen of an address before anything is asked.</summary>
    private Uri Parse(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) ? Checked(uri) : throw NoAddress();

    private Uri Checked(Uri uri)
    {
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && _options.AllowHttp))
        {
            throw new OutboundRefusedException(_options.AllowHttp ? "An http or https address is needed." : "An https address is needed.", isAddress: true);
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new OutboundRefusedException("An address with a user or password is not fetched from.", isAddress: true);
        }

        if (!IsTrusted(uri.IdnHost) && !IsPort(uri))
        {
            throw new OutboundRefusedException("That port is not fetched from.", isAddress: true);
        }

        return uri;
    }

    private bool IsPort(Uri uri) => _options.Ports.Count > 0 ? _options.Ports.Contains(uri.Port) : uri.IsDefaultPort;

    private bool IsTrusted(string host) => _options.TrustedHosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    private async Task<HttpResponseMessage> FollowAsync(Uri uri, CancellationToken cancellationToken)
    {
        for (var hop = 0; ; hop++)
        {
            var response = await _http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return response;
            }

            using (response)
            {
                var next = response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                    or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect ? response.Headers.Location : null;
                uri = next is null ? throw new OutboundRefusedException($"The host there answered {(int)response.StatusCode}.")
                    : hop == MaxRedirects ? throw new OutboundRefusedException($"The host there redirects more than {MaxRedirects} times.")
                    : Uri.TryCreate(uri, next, out var target) ? Checked(target) : throw NoAddress();
            }
        }
    }

    /// <summary>Connects to an address that was checked, and to no other: the name is not looked up again.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await LookUpAsync(host, cancellationToken).ConfigureAwait(false);
        if (!IsTrusted(host) && (addresses.Length == 0 || !Array.TrueForAll(addresses, PublicAddresses.IsPublic)))
        {
            // One address inside is enough: a name that leads to both is a trick.
            throw new OutboundRefusedException("That host is not on the internet.", isAddress: true);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await _resolver.ResolveAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            throw new OutboundRefusedException("That host is not known.", isAddress: true, error);
        }
    }

    private static OutboundRefusedException NoAddress() => new("An absolute https address is needed.", isAddress: true);

    private static OutboundRefusedException TooLong(long maxLength) => new($"The file there has more than {maxLength} bytes.");

    private static OutboundRefusedException? Refusal(Exception error) =>
        error is OutboundRefusedException refused ? refused : error.InnerException is { } inner ? Refusal(inner) : null;

    private static OutboundRefusedException? BrokenOff(Exception error) => error is HttpRequestException or IOException
        ? new OutboundRefusedException("The host there cannot be reached, or broke off.", inner: error)
        : null;

    private static Fetched Describe(HttpResponseMessage response, Stream content)
    {
        var disposition = response.Content.Headers.ContentDisposition;
        var path = response.RequestMessage!.RequestUri!.AbsolutePath;
        return new Fetched(
            content,
            response.Content.Headers.ContentType?.ToString(),
            disposition?.FileNameStar ?? disposition?.FileName?.Trim('"') ?? Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]));
    }
}

/// <summary>What is being fetched.</summary>
/// <param name="Content">The file, as it comes.</param>
/// <param name="MimeType">What its host says it is.</param>
/// <param name="FileName">What its host, or its address, calls it.</param>
internal sealed record Fetched(Stream Content, string? MimeType, string? FileName);
