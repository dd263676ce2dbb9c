using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Sandbox.Phones;

/// <content>What tests wait for.</content>
public sealed partial class SandboxPhone
{
    /// <summary>How long waits last when nothing else is said.</summary>
    public static TimeSpan DefaultPatience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>What the phone was told since it was turned on, oldest first: the last 20,000 at most.</summary>
    public IReadOnlyList<WhatsAppEvent> Events => _diary.Events;

    /// <summary>What happened on the phone lately, a line each: what failures of the waits show.</summary>
    public string Conversation => _diary.Conversation();

    /// <summary>
    /// Waits for a message that somebody else wrote. Each message ends one wait: waiting twice for "hello" needs two of them. What
    /// came before the wait began counts.
    /// </summary>
    /// <param name="fits">Whether it is the message that is waited for; null for any.</param>
    /// <param name="within">How long to wait, in real time; null for <see cref="DefaultPatience"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TimeoutException">It did not come. The exception's message shows what did.</exception>
    public Task<MessageReceived> ShouldReceiveAsync(
        Func<MessageReceived, bool>? fits = null, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        _diary.TakeAsync<MessageReceived>(
            message => !message.FromMe && (fits?.Invoke(message) ?? true), "the message", within ?? DefaultPatience, cancellationToken);

    /// <summary>Waits for a message with exactly that text, as <see cref="ShouldReceiveAsync"/> does.</summary>
    /// <param name="text">The text, or a file's caption.</param>
    /// <param name="within">How long to wait, in real time; null for <see cref="DefaultPatience"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TimeoutException">It did not come. The exception's message shows what did.</exception>
    public Task<MessageReceived> ShouldReceiveTextAsync(string text, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        _diary.TakeAsync<MessageReceived>(
            message => !message.FromMe && message.Text == text, $"the text \"{text}\"", within ?? DefaultPatience, cancellationToken);

    /// <summary>
    /// Waits for anything else the phone is told: reactions, edits, votes, receipts, typing, calls, what linked devices wrote. Each
    /// event ends one wait.
    /// </summary>
    /// <typeparam name="T">The kind of event.</typeparam>
    /// <param name="fits">Whether it is the event that is waited for; null for any.</param>
    /// <param name="within">How long to wait, in real time; null for <see cref="DefaultPatience"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TimeoutException">It did not come. The exception's message shows what did.</exception>
    public Task<T> ShouldSeeAsync<T>(Func<T, bool>? fits = null, TimeSpan? within = null, CancellationToken cancellationToken = default)
        where T : WhatsAppEvent =>
        _diary.TakeAsync<T>(told => fits?.Invoke(told) ?? true, typeof(T).Name, within ?? DefaultPatience, cancellationToken);
}
