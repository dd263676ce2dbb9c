using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using WhatsAppKit.Client.Http;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.Client.Events;

internal sealed class EventsClient(IEventPagesClient pages, IEventStreamApi api) : IEventsClient
{
    public Task<EventPage> ListAsync(EventSubscription? subscription = null, int? limit = null, CancellationToken cancellationToken = default)
    {
        var wanted = subscription ?? new EventSubscription();
        return pages.ListAsync(Types(wanted), wanted.InstanceId, Content(wanted), limit, wanted.LastEventId, cancellationToken);
    }

    public async IAsyncEnumerable<GatewayEvent> SubscribeAsync(
        EventSubscription? subscription = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var wanted = subscription ?? new EventSubscription();
        var pause = new ReconnectPause();
        while (true)
        {
            using var reader = await TryOpenAsync(wanted, cancellationToken).ConfigureAwait(false);
            while (reader is not null && await reader.NextAsync(cancellationToken).ConfigureAwait(false) is { } happened)
            {
                pause.StartAnew();
                yield return happened;
            }

            wanted = wanted with { LastEventId = reader?.LastEventId is { Length: > 0 } last ? last : wanted.LastEventId };

            await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Null when the gateway cannot be reached now, and may be later.</summary>
    private async Task<Reader?> TryOpenAsync(EventSubscription wanted, CancellationToken cancellationToken)
    {
        try
        {
            var response = await GatewayErrors.OpenAsync(api.OpenAsync(Types(wanted), wanted.InstanceId, Content(wanted), wanted.LastEventId, cancellationToken))
                .ConfigureAwait(false);
            return new Reader(response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), cancellationToken);
        }
        catch (WhatsAppGatewayException error) when (error.IsTransient)
        {
            return null;
        }
    }

    private static string? Types(EventSubscription wanted) => wanted.Types.Count == 0 ? null : string.Join(',', wanted.Types);

    private static bool? Content(EventSubscription wanted) => wanted.WithContent ? true : null;

    /// <summary>One connection.</summary>
    private sealed class Reader : IDisposable
    {
        private readonly HttpResponseMessage _response;
        private readonly SseParser<GatewayEvent?> _parser;
        private readonly IAsyncEnumerator<SseItem<GatewayEvent?>> _items;

        public Reader(HttpResponseMessage response, Stream content, CancellationToken cancellationToken)
        {
            _response = response;
            _parser = SseParser.Create(content, (_, data) => JsonSerializer.Deserialize(data, GatewayJson.Default.GatewayEvent));
            _items = _parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        }

        /// <summary>Where the connection stood.</summary>
        public string LastEventId => _parser.LastEventId;

        /// <summary>Null when the connection has ended, in whatever way.</summary>
        public async Task<GatewayEvent?> NextAsync(CancellationToken cancellationToken)
        {
            try
            {
                return await _items.MoveNextAsync().ConfigureAwait(false) ? _items.Current.Data : null;
            }
            catch (Exception error) when (error is IOException or HttpRequestException && !cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }

        public void Dispose() => _response.Dispose();
    }
}
