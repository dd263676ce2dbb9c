namespace WhatsAppKit.Sandbox.Listener;

/// <summary>What a device sent when it asked for a code.</summary>
internal sealed class CodeOffer(string number, ReadOnlyMemory<byte> wrappedEphemeral, ReadOnlyMemory<byte> reference)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<CodeFinish>? _waiting;

    /// <summary>The number whose phone shall type the code.</summary>
    public string Number => number;

    public ReadOnlyMemory<byte> WrappedEphemeral => wrappedEphemeral;

    public ReadOnlyMemory<byte> Reference => reference;

    /// <summary>Waits for the device's answer to a phone; only one phone's attempt at a time.</summary>
    /// <exception cref="InvalidOperationException">Another attempt is under way.</exception>
    public Task<CodeFinish> ExpectFinish()
    {
        lock (_gate)
        {
            if (_waiting is not null)
            {
                throw new InvalidOperationException("Another attempt with this code is under way.");
            }

            _waiting = new TaskCompletionSource<CodeFinish>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task;
        }
    }

    /// <summary>The attempt is over.</summary>
    public void StopExpecting()
    {
        lock (_gate)
        {
            _waiting = null;
        }
    }

    /// <summary>The device has answered; false when nobody waits for it.</summary>
    public bool Finish(CodeFinish finish)
    {
        lock (_gate)
        {
            return _waiting?.TrySetResult(finish) == true;
        }
    }
}

/// <summary>The device's answer to a phone that typed a code.</summary>
internal sealed record CodeFinish(ReadOnlyMemory<byte> Bundle, ReadOnlyMemory<byte> Identity);
