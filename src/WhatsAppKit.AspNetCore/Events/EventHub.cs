using Microsoft.AspNetCore.SignalR;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Webhooks;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Tells connected clients what happens, once they say what they want. A connection has one feed; asking again changes what it tells.</summary>
internal sealed class EventHub(LiveEvents live, EventViews views, EventPages pages, IHubContext<EventHub> clients) : Hub
{
    /// <summary>What the clients are called with for each event.</summary>
    public const string EventMethod = "event";

    private const string ContentQuery = "content";

    // Each costs a look into the database, and nothing else counts what comes over an open connection.
    private const int MaxSubscriptions = 100;

    private static readonly object Key = new();

    public override Task OnConnectedAsync()
    {
        try
        {
            var hasContent = EventViews.Flag(Context.GetHttpContext()?.Request.Query[ContentQuery].ToString(), ContentQuery);
            var feed = live.Open(Context.User!, hasContent, new HubSink(clients.Clients.Client(Context.ConnectionId), Context));
            Context.Items[Key] = new Connection(feed, hasContent);
            _ = RunAsync(live, feed, Context);
        }
        catch (GatewayException error)
        {
            throw Told(error);
        }

        return base.OnConnectedAsync();
    }

    /// <summary>Begins to tell.</summary>
    /// <param name="groups">Groups or types of events; null or empty for all.</param>
    /// <param name="instanceId">Those of one instance only; null for all that the credential reaches.</param>
    /// <param name="lastEventId">The event after which to begin; null for from now on.</param>
    /// <returns>The event that it begins after: where to go on when the connection breaks before the first event. Null when there is none yet.</returns>
    [HubMethodName("Subscribe")]
    public async Task<string?> SubscribeAsync(IReadOnlyList<string>? groups, string? instanceId, string? lastEventId)
    {
        var connection = (Connection)Context.Items[Key]!;
        try
        {
            if (++connection.Subscriptions > MaxSubscriptions)
            {
                throw GatewayException.Invalid("groups", "This connection has changed what it wants too often; open another one.");
            }

            var filter = EventFilter.Of(groups, "groups");
            var view = await views.OfAsync(Context.User!, instanceId, filter, connection.HasContent, Context.ConnectionAborted).ConfigureAwait(false);
            var (place, id) = await pages.BeginAsync(view, lastEventId, Context.ConnectionAborted).ConfigureAwait(false);
            connection.Feed.Follow(view, place);
            return id;
        }
        catch (GatewayException error)
        {
            throw Told(error);
        }
    }

    /// <summary>Runs beside the connection, and never longer than it.</summary>
    private static async Task RunAsync(LiveEvents live, LiveFeed feed, HubCallerContext connection)
    {
        using (feed)
        {
            await live.RunAsync(feed, connection.ConnectionAborted).ConfigureAwait(false);
        }

        connection.Abort();
    }

    private static HubException Told(GatewayException error) =>
        new($"{error.Code}: {(error.Errors is { } errors ? string.Join(' ', errors.Select(each => $"{each.Key}: {each.Value[0]}")) : error.Message)}");

    private sealed class Connection(LiveFeed feed, bool hasContent)
    {
        public LiveFeed Feed => feed;

        public bool HasContent => hasContent;

        public int Subscriptions { get; set; }
    }
}

/// <summary>Hands events to one client of the hub.</summary>
internal sealed class HubSink(IClientProxy client, HubCallerContext connection) : ILiveSink
{
    public Task WriteAsync(GatewayEvent happened, CancellationToken cancellationToken) =>
        client.SendAsync(EventHub.EventMethod, EventJson.Of(happened), cancellationToken);

    /// <summary>The hub has heartbeats of its own.</summary>
    public Task HeartbeatAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Cut() => connection.Abort();
}
