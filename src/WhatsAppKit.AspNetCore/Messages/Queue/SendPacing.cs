using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>How fast each instance sends, in all and into each chat. WhatsApp restricts accounts that write like machines.</summary>
internal sealed class SendPacing(IOptions<WhatsAppGatewayOptions> options, TimeProvider time)
{
    // Above this many, those that rest are forgotten: what is remembered stays in proportion to what is being sent.
    private const int Crowd = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string InstanceId, string? Chat), Pace> _paces = [];
    private int _crowd = Crowd;

    /// <summary>Takes the next place for a message, and tells how long it must wait.</summary>
    public TimeSpan Take(string instanceId, string chat)
    {
        var sending = options.Value.Sending;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            Forget(now);
            var all = Of(instanceId, null).Take(now, TimeSpan.FromSeconds(1 / sending.MessagesPerSecond), sending.Burst);
            var one = Of(instanceId, chat).Take(now, sending.ChatInterval, sending.ChatBurst);
            return all > one ? all : one;
        }
    }

    private Pace Of(string instanceId, string? chat) =>
        _paces.TryGetValue((instanceId, chat), out var pace) ? pace : _paces[(instanceId, chat)] = new Pace();

    private void Forget(DateTimeOffset now)
    {
        if (_paces.Count < _crowd)
        {
            return;
        }

        foreach (var (key, pace) in _paces)
        {
            if (pace.IsRested(now))
            {
                _paces.Remove(key);
            }
        }

        _crowd = Math.Max(Crowd, _paces.Count * 2);
    }
}
