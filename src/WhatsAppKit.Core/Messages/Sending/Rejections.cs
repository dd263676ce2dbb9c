using WhatsAppKit.Core.Session.Account;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Messages;

/// <summary>Explains the server's refusals with what it told about the account before.</summary>
internal sealed class Rejections(AccountLimits limits, TimeProvider time)
{
    public async ValueTask<MessageRejectedException> OfAsync(int code, CancellationToken cancellationToken)
    {
        var plain = new MessageRejectedException(code);
        var (until, type) = plain.Reason switch
        {
            RejectionReason.Restricted when await limits.RestrictionAsync(cancellationToken).ConfigureAwait(false) is { IsActive: true } told =>
                (told.Ends, told.EnforcementType),
            RejectionReason.NewChatLimit
                when await limits.NewChatsAsync(cancellationToken).ConfigureAwait(false) is { Stage: NewChatLimitStage.Capped } told =>
                (told.CycleEnds, "CAPPED"),
            _ => (null, null),
        };
        return until > time.GetUtcNow() ? new MessageRejectedException(code, until, type) : plain;
    }
}
