namespace WhatsAppKit.Core;

/// <summary>What proves that a connection is alive, and what makes one doubt it.</summary>
internal interface ILiveness
{
    /// <summary>When the last stanza arrived, in the clock's ticks; the answer to a ping is one.</summary>
    long LastReceived { get; }

    /// <summary>When the oldest request that still waits for its answer was sent, in the clock's ticks; null when none waits.</summary>
    long? OldestUnanswered { get; }

    /// <summary>Asks for an answer.</summary>
    Task PingAsync(CancellationToken cancellationToken);
}
