using System.Globalization;
using System.Text;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>What a phone was told and what it did, for waits and for the text of their failures. Bounded.</summary>
internal sealed class PhoneDiary : IAsyncDisposable
{
    private const int MaxEntries = 20_000;
    private const int MaxShown = 60;

    private readonly EventSubscription _subscription;
    private readonly PhoneLines _lines;
    private readonly TimeProvider _time;
    private readonly Task _reading;
    private readonly List<Entry> _entries = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PhoneDiary(EventHub events, PhoneLines lines, TimeProvider time)
    {
        _subscription = events.Subscribe();
        _lines = lines;
        _time = time;
        _reading = ReadAsync();
    }

    public IReadOnlyList<WhatsAppEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Select(entry => entry.Event).OfType<WhatsAppEvent>()];
            }
        }
    }

    /// <summary>Notes what the phone itself did.</summary>
    public void Did(string what) => Add(new Entry(null, what, _time.GetUtcNow()));

    /// <summary>Waits for an event that no earlier wait has taken.</summary>
    /// <exception cref="TimeoutException">It did not come. The message shows the conversation.</exception>
    public async Task<T> TakeAsync<T>(Func<T, bool> fits, string what, TimeSpan within, CancellationToken cancellationToken)
        where T : WhatsAppEvent
    {
        // A test waits in real time, whatever clock the sandbox has.
        using var limit = new CancellationTokenSource(within, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_entries.Find(entry => !entry.IsTaken && entry.Event is T told && fits(told)) is { } found)
                {
                    found.IsTaken = true;
                    return (T)found.Event!;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(both.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException(string.Create(
                    CultureInfo.InvariantCulture, $"{_lines.Own} did not get {what} within {within.TotalSeconds:0.#} s.\n{Conversation()}"));
            }
        }
    }

    /// <summary>The end of what happened on the phone, a line each.</summary>
    public string Conversation()
    {
        lock (_gate)
        {
            if (_entries.Count == 0)
            {
                return $"Nothing has happened on {_lines.Own}.";
            }

            var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"What happened on {_lines.Own}:\n");
            foreach (var entry in _entries.TakeLast(MaxShown))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {entry.At:HH:mm:ss} {(entry.IsTaken ? "*" : " ")} {entry.Line}\n");
            }

            return text.Append("(* was waited for already)").ToString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        await _reading.ConfigureAwait(false);
    }

    private async Task ReadAsync()
    {
        await foreach (var told in _subscription.ReadAllAsync().ConfigureAwait(false))
        {
            Add(new Entry(told, _lines.Of(told), _time.GetUtcNow()));
        }
    }

    private void Add(Entry entry)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (_entries.Count >= MaxEntries)
            {
                _entries.RemoveRange(0, MaxEntries / 2);
            }

            _entries.Add(entry);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
    }

    private sealed class Entry(WhatsAppEvent? told, string line, DateTimeOffset at)
    {
        public WhatsAppEvent? Event { get; } = told;

        public string Line { get; } = line;

        public DateTimeOffset At { get; } = at;

        public bool IsTaken { get; set; }
    }
}
