using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>A request that sends: whose it is, how it wants to be answered, and what sends. Without HTTP there is nobody to answer.</summary>
internal sealed class SendContext(
    TenantContext tenant, SendPreferences preferences, MessageKinds kinds, MessageSender sender, CancellationToken cancelled, HttpContext? http = null)
{
    public TenantContext Tenant => tenant;

    public SendPreferences Preferences => preferences;

    public MessageKinds Kinds => kinds;

    public MessageSender Sender => sender;

    public CancellationToken Cancelled => cancelled;

    /// <summary>Called by the framework to bind a parameter of this type.</summary>
    public static async ValueTask<SendContext?> BindAsync(HttpContext context)
    {
        var scope = (await InstanceScope.BindAsync(context).ConfigureAwait(false))!;
        return new SendContext(
            scope.Tenant,
            SendPreferences.Of(context),
            context.RequestServices.GetRequiredService<MessageKinds>(),
            context.RequestServices.GetRequiredService<MessageSender>(),
            context.RequestAborted,
            context);
    }

    /// <summary>200 with what WhatsApp has, 202 with what waits and where to look after it.</summary>
    public Results<Ok<SentMessageResponse>, Accepted<SentMessageResponse>> Answer(SentMessageResponse answer)
    {
        if (preferences.RespondAsync)
        {
            http!.Response.Headers["Preference-Applied"] = "respond-async";
        }

        return MessageSender.StatusOf(answer) == StatusCodes.Status200OK
            ? TypedResults.Ok(answer)
            : TypedResults.Accepted(Routes.Message.Replace("{messageId}", Uri.EscapeDataString(answer.Id), StringComparison.Ordinal), answer);
    }
}
