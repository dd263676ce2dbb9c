using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Tells what happens, as it happens or in pages.</summary>
internal static class EventEndpoints
{
    private const string LastEventHeader = "Last-Event-ID";

    public static void Map(RouteGroupBuilder gateway)
    {
        var events = gateway.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.EventsRead)).RateLimited(RatePolicy.Key).WithTags("Events");
        events.MapGet(Routes.Events, ListAsync).Fails(403, ProblemCodes.AdministratorNeeded).WithName("ListEvents")
            .WithDescription("With a person's token those of the whole subscription, unless an instance is named; what people do is told to administrators only.");
        events.MapGet(Routes.EventStream, StreamAsync).Produces(StatusCodes.Status200OK, contentType: EventStream.MediaType)
            .Fails(403, ProblemCodes.AdministratorNeeded).Fails(429, ProblemCodes.EventStreamLimit).WithName("StreamEvents")
            .WithDescription(
                "Server-Sent Events, each a GatewayEvent: from now on, or after the event that the header Last-Event-ID (or lastEventId) names. "
                + "With a person's token those of the whole subscription, unless an instance is named; what people do is told to administrators only.");
        EventHubSetup.Map(gateway);
    }

    private static async Task<Ok<EventPage>> ListAsync(
        [AsParameters] EventListQuery query, HttpContext context, EventViews views, EventPages pages, CancellationToken cancellationToken)
    {
        var view = await views.OfAsync(context, query.InstanceId, query.Types, query.Content).ConfigureAwait(false);
        return TypedResults.Ok(await pages.ListAsync(view, query.Limit, query.Cursor, cancellationToken).ConfigureAwait(false));
    }

    private static async Task StreamAsync(
        [AsParameters] EventStreamQuery query, HttpContext context, EventViews views, EventPages pages, LiveEvents live, CancellationToken cancellationToken)
    {
        var view = await views.OfAsync(context, query.InstanceId, query.Types, query.Content).ConfigureAwait(false);
        var last = context.Request.Headers[LastEventHeader].ToString() is { Length: > 0 } header ? header : query.LastEventId;
        var (place, id) = await pages.BeginAsync(view, last, cancellationToken).ConfigureAwait(false);
        var stream = new EventStream(context);
        using var feed = live.Open(context.User, view.HasContent, stream);
        feed.Follow(view, place);
        await stream.StartAsync(id, cancellationToken).ConfigureAwait(false);
        await live.RunAsync(feed, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>The query parameters of the list, as they came.</summary>
internal sealed record EventListQuery(string? Types, string? InstanceId, string? Content, string? Limit, string? Cursor);

/// <summary>The query parameters of the stream, as they came.</summary>
internal sealed record EventStreamQuery(string? Types, string? InstanceId, string? Content, string? LastEventId);
