using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using WhatsAppKit.Client.Events;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.Client.SignalR;

/// <summary>
/// The events of a gateway over its SignalR hub: the same events, resumed in the same way, as <see cref="IEventsClient.SubscribeAsync"/> tells
/// over Server-Sent Events, which needs no further package.
/// </summary>
/// <param name="address">The gateway's address, with the path it is mapped under if there is one.</param>
/// <param name="credential">Gives an API key or a token; asked before each connection.</param>
/// <param name="configure">Changes a connection's settings, such as its transports or its certificates; null for nothing.</param>
public sealed class GatewayHub(Uri address, Func<Task<string?>> credential, Action<HttpConnectionOptions>? configure = null)
{
    private const string Subscribe = "Subscribe";
    private const string Event = "event";

    // A reader that is slower than this is cut by the gateway, and resumes.
    private const int Waiting = 1000;

    /// <summary>Tells events as they happen, each once and in order, until the caller stops. A connection that breaks is made again.</summary>
    /// <param name="subscription">What is wanted; null for everything from now on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpRequestException">The gateway refuses the credential.</exception>
    /// <exception cref="HubException">The gateway refuses the subscription; the message begins with a problem's code.</exception>
    public async IAsyncEnumerable<GatewayEvent> SubscribeAsync(
        EventSubscription? subscription = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var wanted = subscription ?? new EventSubscription();
        var (last, pause) = (wanted.LastEventId, new ReconnectPause());
        while (true)
        {
            var told = Channel.CreateBounded<GatewayEvent>(new BoundedChannelOptions(Waiting) { SingleReader = true });
            await using (var connection = Connection(wanted, told.Writer))
            {
                last = await TryStartAsync(connection, wanted with { LastEventId = last }, told.Writer, cancellationToken).ConfigureAwait(false) ?? last;
                await foreach (var happened in told.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    last = happened.Id;
                    pause.StartAnew();
                    yield return happened;
                }
            }

            await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private HubConnection Connection(EventSubscription wanted, ChannelWriter<GatewayEvent> told)
    {
        var url = new Uri(new Uri(address.ToString().TrimEnd('/') + "/"), Routes.EventHub[1..] + (wanted.WithContent ? "?content=true" : ""));
        var connection = new HubConnectionBuilder().WithUrl(url, options =>
        {
            options.AccessTokenProvider = credential;
            configure?.Invoke(options);
        }).Build();

        // Waits for a reader that is slow: the connection then takes nothing more, and what is told stays in order.
        connection.On<GatewayEvent>(Event, async happened => await told.WriteAsync(happened).ConfigureAwait(false));
        connection.Closed += _ =>
        {
            told.TryComplete();
            return Task.CompletedTask;
        };
        return connection;
    }

    /// <summary>The event that the connection begins after; null when there is none, or no connection now and maybe later.</summary>
    private static async Task<string?> TryStartAsync(
        HubConnection connection, EventSubscription wanted, ChannelWriter<GatewayEvent> told, CancellationToken cancellationToken)
    {
        try
        {
            await connection.StartAsync(cancellationToken).ConfigureAwait(false);
            return await connection.InvokeAsync<string?>(Subscribe, wanted.Types, wanted.InstanceId, wanted.LastEventId, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && IsPassing(error))
        {
            told.TryComplete();
            return null;
        }
    }

    /// <summary>No connection, or one that ended; not what the gateway has refused.</summary>
    private static bool IsPassing(Exception error) => error switch
    {
        HubException => false,
        HttpRequestException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.TooManyRequests } => false,
        _ => error is HttpRequestException or IOException or InvalidOperationException or OperationCanceledException,
    };
}
