using System.Security.Claims;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.Contracts.ApiKeys;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>What a stream was opened with. It is looked at again and again: a stream must not outlive its token, its key or a permission.</summary>
internal sealed class LiveCredential
{
    private readonly Credentials _credentials;
    private readonly string _credential;
    private readonly Claim[] _needed;
    private readonly TimeSpan _every;
    private readonly TimeProvider _time;
    private long _checkedAt;
    private bool _isOver;

    public LiveCredential(Credentials credentials, ClaimsIdentity caller, bool hasContent, TimeSpan every, TimeProvider time)
    {
        _credentials = credentials;
        _credential = caller.BootstrapContext as string ?? throw new InvalidOperationException("The caller brought no credential.");
        _needed = [.. caller.Claims.Where(claim => IsNeeded(claim, hasContent))];
        _every = every;
        _time = time;
        _checkedAt = time.GetTimestamp();
    }

    /// <summary>When it has to be looked at again.</summary>
    public TimeSpan Left => _every - _time.GetElapsedTime(_checkedAt);

    public async ValueTask<bool> HoldsAsync(CancellationToken cancellationToken)
    {
        if (!_isOver && Left <= TimeSpan.Zero)
        {
            var now = await _credentials.IdentifyAsync(_credential, cancellationToken).ConfigureAwait(false);
            _isOver = now is null || !_needed.All(claim => now.HasClaim(claim.Type, claim.Value));
            _checkedAt = _time.GetTimestamp();
        }

        return !_isOver;
    }

    private static bool IsNeeded(Claim claim, bool hasContent) => claim.Type switch
    {
        TenantContext.SubscriptionClaim or TenantContext.InstanceClaim or TenantContext.UserClaim or TenantContext.RoleClaim => true,
        Policies.PermissionClaim => claim.Value == Permissions.EventsRead || (hasContent && claim.Value == Permissions.MessagesRead),
        _ => false,
    };
}
