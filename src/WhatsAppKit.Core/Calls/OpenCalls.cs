namespace WhatsAppKit.Core.Calls;

/// <summary>The calls of the last minutes: later stanzas of a call do not repeat what its first one said.</summary>
internal sealed class OpenCalls(TimeProvider time)
{
    public const int Capacity = 256;

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly LinkedList<(CallChanged Call, long Since)> _calls = [];

    /// <summary>Completes a step with what is known of its call; null when it says nothing new.</summary>
    public CallChanged? Follow(CallChanged step)
    {
        lock (_gate)
        {
            DropOldLocked();
            var known = Find(step.Id);
            if (known?.Value.Call is not { } before)
            {
                _calls.AddLast((step, time.GetTimestamp()));
                return step;
            }

            // The server repeats what it has no ack for.
            if (before.Status == step.Status || before.Status is CallStatus.Ended or CallStatus.Missed || step.Status == CallStatus.Ringing)
            {
                return null;
            }

            var after = step with
            {
                Caller = before.Caller,
                CallerPhone = step.CallerPhone ?? before.CallerPhone,
                Group = step.Group ?? before.Group,
                IsVideo = step.IsVideo || before.IsVideo,
                IsGroup = step.IsGroup || before.IsGroup,

                // Whoever answered or refused has not missed it.
                Status = step.Status == CallStatus.Missed && before.Status != CallStatus.Ringing ? CallStatus.Ended : step.Status,
            };
            known.Value = (after, known.Value.Since);
            return after;
        }
    }

    /// <summary>This device has refused the call: it cannot be missed any more.</summary>
    public void Refused(string id)
    {
        lock (_gate)
        {
            if (Find(id) is { } known && known.Value.Call.Status == CallStatus.Ringing)
            {
                known.Value = (known.Value.Call with { Status = CallStatus.RejectedElsewhere }, known.Value.Since);
            }
        }
    }

    private LinkedListNode<(CallChanged Call, long Since)>? Find(string id)
    {
        for (var node = _calls.Last; node is not null; node = node.Previous)
        {
            if (node.Value.Call.Id == id)
            {
                return node;
            }
        }

        return null;
    }

    private void DropOldLocked()
    {
        while (_calls.First is { } first && (_calls.Count >= Capacity || time.GetElapsedTime(first.Value.Since) > Lifetime))
        {
            _calls.RemoveFirst();
        }
    }
}
